import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

/**
 * One acceptance scenario as data: a small world, and rows that somebody does through the API on a day of the rehearsal clock, each with what must come of it.
 * What the words of a row mean stands in the README beside the plays.
 */
export interface Play {
  /** Section and name for people. */
  readonly title: string;
  readonly scheme: string;
  /** The day on which the clock stands at first. */
  readonly starts: string;
  /** Units beside those of the demo world: code → [kind, code of the unit above]; `P10..P21` is twelve of them. */
  readonly world?: Readonly<Record<string, readonly [kind: string, parent: string]>>;
  /** Members in service: name → [unit, since]. */
  readonly members?: Readonly<Record<string, readonly [unit: string, since: string]>>;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly case?: string;
  /** Moves the clock to the morning of this day first. */
  readonly on?: string;
  /** `role@unit`, or `role@unit#name` for one of several people at it; `anyone` has no account. */
  readonly by?: string;
  /** A verb, or a method and a path. Without it the row only moves the clock. */
  readonly do?: string;
  /** The unit that `{unit}` and `{candidacy}` mean; several are done one after the other. */
  readonly unit?: string;
  readonly units?: string;
  readonly with?: unknown;
  /** The code of the refusal that must come, or part of the problem. */
  readonly refused?: string | Readonly<Record<string, unknown>>;
  /** What the answer must hold. With `of` and `as` it is a list of lines. */
  readonly gives?: unknown;
  /** Path of a list in the answer; `as` writes each of its things as a line, `where` keeps those that hold this. */
  readonly of?: string;
  readonly as?: string;
  readonly where?: unknown;
  /** Name → path in the answer: kept for later rows as `{name}`, of several units for each of them. */
  readonly keep?: Readonly<Record<string, string>>;
  /** A command that is tried again until it is answered so: it rests on news that is still under way. */
  readonly soon?: boolean;
}

const FOLDER = new URL('../../fixtures/plays/', import.meta.url);

const KEYS = ['case', 'on', 'by', 'do', 'unit', 'units', 'with', 'refused', 'gives', 'of', 'as', 'where', 'keep', 'soon'];

/** A word that no row may hold would make a row that checks nothing. */
function checked(play: Play): Play {
  const stray = play.rows.flatMap((row, i) => Object.keys(row).filter((key) => !KEYS.includes(key)).map((key) => `row ${i + 1}: ${key}`));
  if (stray.length > 0) throw new Error(`${play.title}: ${stray.join(', ')}`);
  return play;
}

export const allPlays = (): Play[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => parse(readFileSync(new URL(name, FOLDER), 'utf8'), { merge: true }) as Play)
    .map(checked);

/** What rows do most; everything else they say as method and path. */
const CANDIDACY = '/api/assessment/candidacies/{candidacy}';
const ROUND = '/api/assessment/campaigns/{round}';
const VERBS: Readonly<Record<string, string>> = {
  open: 'POST /api/assessment/campaigns',
  adopt: 'POST /api/assessment/adoptions',
  import: `POST ${ROUND}/facts/import`,
  fill: `POST ${ROUND}/facts/fill`,
  facts: `GET ${ROUND}/facts/{unit}`,
  exclude: `POST ${ROUND}/facts/{unit}/exclusions`,
  titles: `GET ${ROUND}/titles`,
  quotas: `GET ${ROUND}/quotas`,
  'set quota': `POST ${ROUND}/quotas`,
  draft: `PUT ${CANDIDACY}/declaration`,
  declare: `POST ${CANDIDACY}/declare`,
  'review items': `PUT ${CANDIDACY}/items`,
  propose: `POST ${CANDIDACY}/propose`,
  recommend: `POST ${CANDIDACY}/recommend`,
  nominate: `POST ${CANDIDACY}/nominate`,
  verify: `POST ${CANDIDACY}/verify`,
  decide: `POST ${CANDIDACY}/decide`,
  confirm: `POST ${CANDIDACY}/confirm`,
  'send back': `POST ${CANDIDACY}/send-back`,
  'hand on': `POST ${CANDIDACY}/hand-on`,
  'take back': `POST ${CANDIDACY}/take-back`,
  adjust: `POST ${CANDIDACY}/adjust`,
  look: `GET ${CANDIDACY}`,
  why: `GET ${CANDIDACY}/decision`,
  recheck: `POST ${CANDIDACY}/rechecks`,
  ledger: 'GET /api/assessment/adjustments?unitId={unit}',
  notice: 'POST /api/publicity/notices',
  awards: 'GET /api/publicity/awards?unitId={unit}',
  effects: 'GET /api/publicity/effects?campaignId={round}&unitId={unit}',
  record: 'POST /api/evidence/records',
  duties: 'GET /api/evidence/duties?scheme={scheme}&limit=1000',
  finding: 'POST /api/rectification/findings',
  ladder: 'GET /api/rectification/ladder?schemeId={scheme}&unitId={unit}',
  cases: 'GET /api/rectification/cases?unitId={unit}',
};

/** Method and path of a row, with what is added to a verb such as `duties &period=2026-Q1`. */
export function routeOf(verb: string): { readonly method: string; readonly path: string } {
  const name = Object.keys(VERBS).filter((one) => verb === one || verb.startsWith(`${one} &`)).sort((a, b) => b.length - a.length)[0];
  const [method = '', ...path] = (name === undefined ? verb : `${VERBS[name]!}${verb.slice(name.length).trim()}`).split(' ');
  if (!/^(GET|POST|PUT)$/.test(method)) throw new Error(`what is “${verb}”?`);
  return { method, path: path.join(' ') };
}

/** The units of a world one by one. */
export const unitsOf = ({ world = {} }: Play): [code: string, kind: string, parent: string][] =>
  Object.entries(world).flatMap(([codes, [kind, parent]]) => codesOf(codes).map((code) => [code, kind, parent] as [string, string, string]));

/** `A B` is two codes, `P10..P21` is twelve. */
export const codesOf = (codes: string): string[] =>
  codes.split(' ').flatMap((code) => {
    const [, word, first, last] = /^(\D+)(\d+)\.\.\D+(\d+)$/.exec(code) ?? [];
    return word === undefined ? [code] : Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => `${word}${String(Number(first) + i).padStart(first!.length, '0')}`);
  });

/** The value at a path such as `items.0.id`. */
export const at = (value: unknown, path: string): unknown => path.split('.').reduce<unknown>((found, name) => (found as Record<string, unknown> | undefined | null)?.[name], value);
