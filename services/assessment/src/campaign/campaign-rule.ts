import { chineseCalendar, day, dayStatus, yearOf, type Day } from '@xingchuang/calendar';
import { Refusal, type Place } from '@xingchuang/rules';
import { checkParameters, mayBeRated, mayOpen, openLevels, refuseUnsetSettings, settle, windowFor, windowOfStep, type ParameterValues, type QuotaChange, type Scheme, type Step, type Window } from '@xingchuang/schemes';
import type { Stored } from '@xingchuang/server';
import type { Moment, Seat } from '../candidacy/candidacy.ts';

/** One run of a scheme over the rated units under the unit that runs it. */
export interface Campaign extends Stored, Place {
  readonly title: string;
  readonly schemeId: string;
  readonly schemeVersion: number;
  /** The node whose rated units take part. */
  readonly nodeId: string;
  readonly window: Window;
  readonly declaring: Window;
  readonly parameters: ParameterValues;
  /** The days of steps that were chosen at the opening, by step. */
  readonly windows?: Readonly<Record<string, Window>>;
  /** The documents that had to be published first, by the scheme's name. */
  readonly documents?: Readonly<Record<string, PublishedDocument>>;
  /** Working days in which a unit may appeal against a step; absent where the round has no appeal. */
  readonly appealWorkdays?: number;
  /** How many units are planned to reach a level. */
  readonly targets?: Readonly<Record<string, number>>;
  /** Shares and counts that the body in charge set for this round. */
  readonly quotas?: readonly (QuotaChange & { readonly by: Campaign['openedBy']; readonly at: string })[];
  /** By which versions of the scheme it ran before, with their parameters, earliest first. */
  readonly moves?: readonly { readonly at: string; readonly version: number; readonly parameters: ParameterValues }[];
  readonly openedAt: string;
  /** Day of the opening; absent of campaigns opened before it was kept. */
  readonly openedOn?: string;
  readonly openedBy: { readonly personId: string; readonly role: string; readonly unitId: string };
  /** Absent while the round runs. */
  readonly cancelled?: { readonly on: string; readonly at: string; readonly reason: string; readonly by: Campaign['openedBy'] };
}

/** A document of the programme as people find it. */
export interface PublishedDocument {
  readonly title: string;
  readonly number: string;
  readonly publishedOn: string;
}

export interface Opening {
  readonly title: string;
  readonly window?: Window | undefined;
  readonly declaring?: Window | undefined;
  readonly windows?: Readonly<Record<string, Window>>;
  readonly documents?: Readonly<Record<string, PublishedDocument>>;
  readonly appealWorkdays?: number | undefined;
  readonly targets?: Readonly<Record<string, number>>;
  readonly parameters: ParameterValues;
}

/** A campaign as it opens: every parameter that the scheme asks for is given, the window of look-back is the scheme's or one given. */
export function openCampaign(scheme: Scheme, given: Opening, place: Place & { readonly nodeId: string }, id: string, seat: Seat, moment: Moment): Campaign {
  const parameters = settingsOf(scheme, given.parameters);
  const window = given.window ?? windowFor(scheme, moment.day, parameters) ?? yearOfRound(moment.day);
  const declaring = given.declaring ?? declaringOf(scheme, window);
  if (!declaring) throw new Refusal('invalid', 'campaign.declaring-missing', { scheme: scheme.id }, 'declaring');
  if (declaring.to < moment.day) throw new Refusal('invalid', 'campaign.declaring-past', { to: declaring.to, today: moment.day }, 'declaring.to');
  const windows = checkWindows(scheme, given.windows ?? {}, parameters);
  const documents = checkDocuments(scheme, given.documents ?? {}, moment.day);
  const targets = checkTargets(scheme, given.targets ?? {}, parameters);
  return {
    id, version: 1, title: given.title, schemeId: scheme.id, schemeVersion: scheme.version, unitId: place.unitId, path: place.path, nodeId: place.nodeId,
    window, declaring, parameters, windows, documents, targets, ...(given.appealWorkdays === undefined ? {} : { appealWorkdays: given.appealWorkdays }), openedAt: moment.at, openedOn: moment.day, openedBy: { personId: seat.personId, role: seat.role, unitId: seat.unitId },
  };
}

/** The settings of a round: all that the scheme asks for, and no level that they leave out. */
export function settingsOf(scheme: Scheme, given: ParameterValues): ParameterValues {
  const parameters = checkParameters(scheme, given);
  refuseUnsetSettings(scheme, parameters);
  return parameters;
}

/** Where a scheme looks at no window, its round is of the year in which it opens. */
const yearOfRound = (today: Day): Window => ({ from: `${yearOf(today)}-01-01`, to: `${yearOf(today)}-12-31` });

const stepsOf = ({ process }: Scheme): Step[] => process.flatMap(({ steps }) => steps);

/** The days of declaring that the scheme names. */
function declaringOf(scheme: Scheme, { to }: Window): Window | undefined {
  const named = stepsOf(scheme).find(({ act }) => act === 'declare')?.window;
  return named && windowOfStep(named, yearOf(day(to)));
}

/** Every step that asks for its days gets them, and no other. */
function checkWindows(scheme: Scheme, given: Readonly<Record<string, Window>>, parameters: ParameterValues): Readonly<Record<string, Window>> {
  const used = stepsOf(scheme).filter(({ use }) => settle(scheme, use ?? true, parameters));
  const asked = used.filter(({ act, window }) => act !== 'declare' && window !== undefined && 'ask' in window);
  const missing = asked.find(({ id }) => !Object.hasOwn(given, id));
  if (missing) throw new Refusal('invalid', 'campaign.window-asked', { step: missing.id, words: missing.zh }, `windows.${missing.id}`);
  const stray = Object.keys(given).find((id) => !used.some((step) => step.id === id && step.act !== 'declare'));
  if (stray !== undefined) throw new Refusal('invalid', 'campaign.step-unknown', { step: stray, steps: used.map(({ id }) => id) }, `windows.${stray}`);
  return given;
}

/** Documents of the programme, those among them that must be published first. */
function checkDocuments(scheme: Scheme, given: Readonly<Record<string, PublishedDocument>>, today: Day): Readonly<Record<string, PublishedDocument>> {
  mayOpen(scheme, given, today);
  const stray = Object.keys(given).find((name) => !Object.hasOwn(scheme.documents, name));
  if (stray !== undefined) throw new Refusal('invalid', 'campaign.document-unknown', { name: stray, known: Object.keys(scheme.documents) }, `documents.${stray}`);
  return given;
}

/** Counts are planned for levels that one can win in this round. */
function checkTargets(scheme: Scheme, given: Readonly<Record<string, number>>, parameters: ParameterValues): Readonly<Record<string, number>> {
  const levels = openLevels(scheme, parameters).slice(1);
  const stray = Object.keys(given).find((level) => !levels.includes(level));
  if (stray !== undefined) throw new Refusal('invalid', 'campaign.target-level', { level: stray, levels }, `targets.${stray}`);
  return given;
}

/** Each unit is evaluated once in a cycle: refuses a round over units that another round of the same cycle has. */
export function refuseSecondRound(scheme: Scheme, next: Campaign, others: readonly Campaign[]): void {
  const isOver = (other: Campaign): boolean => other.nodeId === next.nodeId || other.path.includes(next.nodeId) || next.path.includes(other.nodeId);
  const earlier = others.filter((other) => !other.cancelled && isOver(other)).map(({ title, openedOn, openedAt }) => ({ title, openedOn: day(openedOn ?? openedAt.slice(0, 10)) }));
  mayBeRated(scheme, day(next.openedOn!), earlier, next.parameters);
}

/** Calls a round off, with the reason; what was written in it stays as it is. A level that was decided cannot be undone this way. */
export function cancelCampaign(was: Campaign, reason: string, decided: number, seat: Seat, { at, day: on }: Moment): Campaign {
  refuseCancelled(was);
  if (decided > 0) throw new Refusal('conflict', 'campaign.cancel-decided', { decided });
  return { ...was, cancelled: { on, at, reason, by: { personId: seat.personId, role: seat.role, unitId: seat.unitId } } };
}

/** Nobody acts in a round that was called off. */
export function refuseCancelled({ cancelled }: Pick<Campaign, 'cancelled'>): void {
  if (cancelled) throw new Refusal('conflict', 'campaign.cancelled', { on: cancelled.on, reason: cancelled.reason });
}

/** First and last days that fall on a day off: nothing is moved by itself, people are told. */
export function daysOff({ declaring, windows = {} }: Pick<Campaign, 'declaring' | 'windows'>): { field: string; day: string; zh: string; en: string }[] {
  const calendar = chineseCalendar();
  return Object.entries({ declaring, ...windows }).flatMap(([step, { from, to }]) =>
    (['from', 'to'] as const).flatMap((end) => {
      const status = dayStatus(calendar, day(end === 'from' ? from : to));
      const field = step === 'declaring' ? `declaring.${end}` : `windows.${step}.${end}`;
      return status.working ? [] : [{ field, day: status.day, zh: `${status.day} 不是工作日`, en: `${status.day} is no working day` }];
    }),
  );
}

/** Kinds of unit that a scheme gives levels. */
export const ratedKinds = ({ kinds }: Scheme): string[] => Object.keys(kinds).filter((kind) => kinds[kind]!.is === 'rated');

export const canStillDeclare = ({ declaring }: Campaign, today: Day): boolean => today <= declaring.to;
