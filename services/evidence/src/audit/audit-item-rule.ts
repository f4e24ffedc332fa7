import { deadline, type Calendar, type Day, type Limit } from '@xingchuang/calendar';
import type { AuditJudging, AuditProgress } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import type { Answer, AuditItem, Moment } from './audit.ts';

/** A person as separation of duties sees them: who they are, at which unit they sit, of which unit they are a member. */
export interface Judge {
  readonly personId: string;
  readonly unitIds: readonly string[];
}

/** Why this person may not judge the item; undefined where they may. */
export function barred(item: Pick<AuditItem, 'unitId' | 'filedBy'>, judge: Judge): 'own-unit' | 'own-item' | undefined {
  if (judge.unitIds.includes(item.unitId)) return 'own-unit';
  return item.filedBy === judge.personId ? 'own-item' : undefined;
}

/** A further verdict; those before it stay in the history. What is not passed says why, what is to be supplemented by when. */
export function judge(item: AuditItem, { verdict, reasons, text, workdays }: AuditJudging, by: Judge, at: string): AuditItem {
  const why = barred(item, by);
  if (why === 'own-unit') throw new Refusal('forbidden', 'audit.own-unit');
  if (why === 'own-item') throw new Refusal('forbidden', 'audit.own-item');
  if (verdict !== 'pass' && reasons.length === 0 && text === '') throw new Refusal('invalid', 'audit.reason-missing', {}, 'text');
  if ((verdict === 'supplement') !== (workdays !== undefined)) throw new Refusal('invalid', 'audit.workdays', { verdict }, 'workdays');
  const { held: _, ...rest } = item;
  const given = { verdict, reasons, text, by: by.personId, at, ...(workdays !== undefined && { workdays }) };
  return { ...rest, verdict, verdicts: [...item.verdicts, given], answered: false };
}

/** The unit sees the verdict from now on, and the days it has to supplement count from the day after. */
export function publish(item: AuditItem, today: Day, calendar: Calendar): AuditItem {
  const { until: _, derivation: __, ...rest } = item;
  const { workdays } = item.verdicts.at(-1)!;
  const limit = workdays === undefined ? undefined : deadline(calendar, { from: today, workdays });
  return { ...rest, published: item.verdicts.length, ...(limit && { until: limit.lastDay, derivation: limit.derivation }) };
}

/** The days that a unit was given, as a limit: they began on the day of which the reckoning tells first. */
export function termOf({ verdicts, published, until, derivation = [] }: AuditItem): Limit {
  const { workdays } = verdicts[published - 1]!;
  return { from: derivation[0]!.day, term: { workdays }, lastDay: until as Day, provisional: derivation.some((step) => step.provisional), derivation };
}

/** The item as its unit sees it: without what it was not told yet. */
export function asPublished(item: AuditItem): AuditItem {
  const { held: _, verdict: __, ...rest } = item;
  const verdicts = item.verdicts.slice(0, item.published);
  const last = verdicts.at(-1);
  return { ...rest, verdicts, ...(last && { verdict: last.verdict }) };
}

/** What the unit says to a verdict that it sees and that asks something of it. */
export function answer(item: AuditItem, said: Pick<Answer, 'text' | 'fileIds'>, moment: Moment): AuditItem {
  if (asPublished(item).verdict === 'pass') throw new Refusal('conflict', 'audit.nothing-to-answer');
  return { ...item, answers: [...item.answers, { ...said, ...moment }], answered: true };
}

/** What is to be supplemented, was not answered, and whose last day is over. */
export const isOverdue = ({ verdict, until, answered }: Pick<AuditItem, 'verdict' | 'until' | 'answered'>, today: string): boolean =>
  verdict === 'supplement' && !answered && until !== undefined && until < today;

/** Refuses an audit that still has something to do: to judge, to tell, to look at, or to wait for. */
export function refuseOpen({ total, judged, unpublished, answered }: AuditProgress, waiting: number): void {
  if (judged < total) throw new Refusal('conflict', 'audit.unjudged', { left: total - judged });
  if (unpublished > 0) throw new Refusal('conflict', 'audit.unpublished', { left: unpublished });
  if (answered > 0) throw new Refusal('conflict', 'audit.answers-unread', { left: answered });
  if (waiting > 0) throw new Refusal('conflict', 'audit.supplements-running', { left: waiting });
}

/** How long a person who looks at an item is taken to be still there. */
const HOLD_MS = 10 * 60_000;
export const isHeld = ({ held }: Pick<AuditItem, 'held'>, now: Date): boolean => held !== undefined && now.getTime() - Date.parse(held.since) < HOLD_MS;
