/** A "no" in the protocol's own numbers, in the shape that the tus server understands. */
export class TusFault extends Error {
  override readonly name = 'TusFault';
  readonly body = '';

  constructor(readonly status_code: number) {
    super(`tus ${status_code}`);
  }
}

/** What the protocol's numbers mean to people. */
const CODES: Readonly<Record<number, string>> = {
  400: 'upload.malformed',
  403: 'upload.malformed',
  404: 'thing.missing',
  409: 'upload.other-offset',
  412: 'upload.other-version',
  423: 'upload.busy',
  460: 'upload.checksum-differs',
  501: 'upload.no-length',
};

export const codeOfStatus = (status: number): string | undefined => CODES[status];
