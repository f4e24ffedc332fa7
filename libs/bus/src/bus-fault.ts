import { Refusal } from '@xingchuang/rules';

/** What went wrong on a bus and will be tried again; carries ids only, so that it can be logged as it is. */
export interface BusFault {
  readonly doing: 'consume' | 'answer' | 'connect' | 'store' | 'relay';
  /** Consumer or subject. */
  readonly name?: string;
  readonly messageId?: string;
  readonly attempt?: number;
  readonly error: unknown;
}
export type OnFault = (fault: BusFault) => void;

const FIRST_MS = 50;
const LONGEST_MS = 30_000;

/** Milliseconds to wait after the given failed attempt (from 1): 50, 100, 200 … at most 30 s; eight attempts take about six seconds. */
export const pauseAfter = (attempt: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 20));

/** The other side of a request threw something that is no Refusal: a bug there, not a "no". */
export class AnswerFailed extends Error {
  override readonly name = 'AnswerFailed';

  constructor(readonly subject: string) {
    super(`The answerer of ${subject} failed.`);
  }
}

/** A "no" travels to the asker as it is: kind, code, facts and field. */
export const refusalText = ({ kind, code, facts, field }: Refusal): string => JSON.stringify({ kind, code, facts, field });

export function refusalOf(text: string): Refusal {
  const { kind, code, facts, field } = JSON.parse(text) as Refusal;
  return new Refusal(kind, code, facts, field);
}
