import type { TodoView } from '@xingchuang/contracts';

/** A candidacy that waits at a step of this seat. */
export type Waiting = TodoView & { readonly candidacyId: string; readonly unit: NonNullable<TodoView['unit']> };

export const keyOf = ({ candidacyId, step }: Waiting): string => `${candidacyId}.${step}`;
const LAST = '9999';
/** Codes and days are compared as they are written: rules of a language cost much where there are thousands. */
const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What waits at this seat's steps, by last day; what has none comes after, in the order of the units' codes. */
export function waitingOf(items: readonly TodoView[]): Waiting[] {
  return items
    .filter((one): one is Waiting => one.candidacyId !== null && one.unit !== null && one.act !== 'declare' && one.act !== 'answer-appeal')
    .sort((a, b) => inOrder(a.deadline ?? LAST, b.deadline ?? LAST) || inOrder(a.unit.code, b.unit.code) || inOrder(a.step, b.step));
}
