import type { Day } from '@xingchuang/calendar';
import type { Actor } from '@xingchuang/rules';

/** What happened to a thing, and which seat did it; `by` is a unit, never a person's name, and empty where it happened by itself. */
export interface Happening {
  readonly at: string;
  /** The day from which it holds; for what happens by itself the first day after the last one, however late it was noticed. */
  readonly day: Day;
  readonly what: string;
  readonly by: string;
  readonly text: string;
}

/** Who does something, and when. */
export interface Moment {
  readonly at: string;
  readonly today: Day;
  readonly by: Pick<Actor, 'unitId' | 'personId'>;
}

export const happened = ({ at, today, by }: Moment, what: string, text = ''): Happening => ({ at, day: today, what, by: by.unitId, text });

export interface Proof {
  readonly text: string;
  readonly fileIds: readonly string[];
  readonly day: Day;
  readonly by: string;
  readonly personId: string;
}
/** What the unit says for itself, and what was answered. */
export interface Statement extends Proof {
  readonly answer: { readonly accepted: boolean; readonly text: string; readonly day: Day; readonly by: string } | null;
}

export const signed = ({ today, by }: Moment, given: { readonly text: string; readonly fileIds: readonly string[] }): Proof => ({
  text: given.text, fileIds: given.fileIds, day: today, by: by.unitId, personId: by.personId,
});
