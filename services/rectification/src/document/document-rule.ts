import type { Day, Limit } from '@xingchuang/calendar';
import type { Place } from '@xingchuang/rules';
import { printedSource, type Cited, type Scheme, type Setting } from '@xingchuang/schemes';
import { isOpen, type Finding } from '../finding/finding-rule.ts';
import type { Happening } from '../happening.ts';
import { CLAUSE, type Handover } from '../handover/handover-rule.ts';
import type { RectificationCase } from '../ladder/case-rule.ts';
import { noticeRung, rungOf, type Standing } from '../ladder/ladder-rule.ts';

/** A problem as a row of a document. */
export interface Row {
  readonly aspect: string;
  readonly problem: string;
  readonly foundOn: Day;
  readonly demand: string;
}

/** A document that a rung or a step names in its scheme, with what it says; drawn once. */
export interface LadderDocument {
  readonly id: string;
  readonly version: number;
  /** The event that it belongs to: the same event draws it once. */
  readonly key: string;
  readonly of: 'finding' | 'case' | 'handover';
  readonly objectId: string;
  readonly unitId: string;
  readonly path: readonly string[];
  /** Its name in the scheme. */
  readonly name: string;
  readonly title: string;
  readonly clause: string;
  /** The rung or step that calls for it. */
  readonly measure: string;
  /** Who issues it: the unit, or the kind of body as the scheme calls it. */
  readonly by: { readonly unitId: string; readonly kind: string; readonly zh: string; readonly is: string };
  readonly day: Day;
  readonly at: string;
  readonly number: string;
  readonly limit: Limit | null;
  readonly follows: string;
  readonly leader: string;
  readonly cause: string;
  readonly plan: string;
  /** Somebody looked again; what was seen. */
  readonly looked: boolean;
  readonly result: string;
  /** What it is about, and all that was open at the unit. */
  readonly findingIds: readonly string[];
  readonly openIds: readonly string[];
  readonly rows: readonly Row[];
  /** It lists all units on the rung, for the body that issues it. */
  readonly roster: boolean;
  /** Of a list that names other units too: who reads things here reads it. Null of all others, and until it is drawn. */
  readonly readAt: Place | null;
  /** SHA-256 of the file; empty until it is made. */
  readonly sha256: string;
  /** Why it cannot be made; empty otherwise. */
  readonly fault: string;
}
export type Draft = Omit<LadderDocument, 'id' | 'version' | 'readAt' | 'sha256' | 'fault'>;

const BLANK = { number: '', limit: null, follows: '', leader: '', cause: '', plan: '', looked: false, result: '', findingIds: [], openIds: [], rows: [], roster: false } as const;
interface Change<T> {
  readonly was: T | undefined;
  readonly next: T;
}

/** What a change of a standing calls for: the documents of rungs that began, of findings that were noticed, of look-backs. */
export function draftsOf(scheme: Scheme | undefined, was: Standing, next: Standing): Draft[] {
  const [findings, cases] = [changes(was.findings, next.findings), changes(was.cases, next.cases)];
  if (findings.length + cases.length === 0) return [];
  const open = next.findings.filter(isOpen).map(({ id }) => id);
  return [...findings.flatMap((one) => [...ofNotice(scheme, one, open), ...ofLookBack(scheme, one)]), ...cases.flatMap((one) => ofRung(scheme, one, open))];
}

/** Somebody looked again on site. */
export function ofLookBack(scheme: Scheme | undefined, change: Change<Finding>): Draft[] {
  const step = scheme?.ladder?.lookBack;
  if (!scheme || !step) return [];
  const { next } = change;
  return fresh(change, 'looked-again').flatMap(({ at, day, text, turn }) => drawn(scheme, step.documents, step, { of: 'finding', at, day, turn }, next, { looked: true, result: text, findingIds: [next.id] }));
}

/** A handover goes to a unit: given, sent on or sent again. */
export function ofHandover(change: Change<Handover>): Draft[] {
  const { id: objectId, unitId, path, fromUnitId, number, limit, title, detail, openedOn } = change.next;
  const told = ['given', 'forwarded', 'resent'].flatMap((what) => fresh(change, what));
  return told.map(({ at, day, turn }) => ({
    ...BLANK, key: ['handover', objectId, turn].join(':'), of: 'handover', objectId, unitId, path, name: 'handover_list', title: '交办单', clause: CLAUSE.replace(/^\S+ L\d+/, ''), measure: '交办',
    by: { unitId: fromUnitId, kind: '', zh: '', is: '' }, day, at, number, limit, rows: [{ aspect: '', problem: title, foundOn: openedOn, demand: detail }],
  }));
}

/** Every notice is a letter of whoever sends it; where the scheme has a word of its own for that letter, the scheme's documents hold it. */
function ofNotice(scheme: Scheme | undefined, change: Change<Finding>, openIds: readonly string[]): Draft[] {
  const rung = scheme && noticeRung(scheme);
  const { id: objectId, unitId, path, number, limit, cause, plan, clause } = change.next;
  const more = { number, limit, cause, plan, follows: rung?.failed?.zh ?? '', findingIds: [objectId], openIds };
  return fresh(change, 'noticed').flatMap(({ at, day, turn, by }) => {
    const named = scheme && rung ? drawn(scheme, rung.documents, rung, { of: 'finding', at, day, turn }, change.next, more) : [];
    if (named.some(({ name }) => name === DEMAND)) return named;
    const letter: Draft = {
      ...BLANK, ...more, key: ['finding', objectId, DEMAND, turn].join(':'), of: 'finding', objectId, unitId, path, name: DEMAND, title: '整改通知书',
      clause: scheme ? printedSource(scheme, clause) : '有关规定', measure: rung?.zh ?? '限期整改', by: { unitId: by, kind: '', zh: '', is: '' }, day, at,
    };
    return [letter, ...named];
  });
}
const DEMAND = 'rectification_demand';

function ofRung(scheme: Scheme | undefined, { was, next }: Change<RectificationCase>, openIds: readonly string[]): Draft[] {
  const rung = rungOf(scheme, next.rung);
  if (!scheme || !rung || next.assignedOn === '' || (was?.assignedOn ?? '') !== '') return [];
  const { limit, leader, findingIds, history } = next;
  const at = history.at(-1)!.at;
  const turn = history.filter(({ what }) => what === 'lapsed').length; // one that is called for once more has its documents once more
  return drawn(scheme, rung.documents, { ...rung, zh: next.name, source: next.source }, { of: 'case', at, day: next.assignedOn, turn }, next, { limit, leader, follows: rung.failed?.zh ?? '', findingIds, openIds });
}

/** The documents that a clause names, in the scheme's own words. */
function drawn(
  scheme: Scheme,
  names: readonly string[] | undefined,
  step: Cited & { readonly zh: string; readonly by: Setting<string> },
  { of, at, day, turn }: Pick<Draft, 'of' | 'at' | 'day'> & { readonly turn: number },
  { id: objectId, unitId, path }: Pick<Finding, 'id' | 'unitId' | 'path'>,
  more: Partial<Draft>,
): Draft[] {
  return (names ?? []).map((name) => {
    const document = scheme.documents[name]!; // checked when the scheme was read
    const by = document.by ?? step.by;
    const kind = typeof by === 'string' ? by : String(scheme.parameters[by.parameter]?.default ?? '');
    const { zh = '', is = '' } = scheme.kinds[kind] ?? {};
    const clause = printedSource(scheme, step.source ?? step.basis ?? document.source ?? document.basis ?? '');
    return { ...BLANK, key: [of, objectId, name, turn].join(':'), of, objectId, unitId, path, name, title: document.zh, clause, measure: step.zh, by: { unitId: '', kind, zh, is }, day, at, roster: of === 'case' && document.roster === true, ...more };
  });
}

function changes<T extends { readonly id: string }>(was: readonly T[], next: readonly T[]): Change<T>[] {
  const before = new Map(was.map((one) => [one.id, one]));
  return next.filter((one) => before.get(one.id) !== one).map((one) => ({ was: before.get(one.id), next: one }));
}

/** What happened with a change, each with its place in the history. */
function fresh({ was, next }: Change<Pick<Finding, 'history'>>, what: string): (Happening & { readonly turn: number })[] {
  const known = was?.history.length ?? 0;
  return next.history.flatMap((one, turn) => (turn >= known && one.what === what ? [{ ...one, turn }] : []));
}
