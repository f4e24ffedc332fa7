import type { Lack } from '@xingchuang/contracts';

/** Why a parser gives nothing. */
export class LackOf extends Error {
  override readonly name = 'LackOf';

  constructor(readonly lack: Lack) {
    super(`nothing comes of it: ${lack}`);
  }
}
