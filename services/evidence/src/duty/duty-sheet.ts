import { DUTY_STATES, type DutyState } from '@xingchuang/contracts';
import type { CountedRecord } from '../record/record-store.ts';
import { noTotals, subjectsOf, tell, type Term } from './duty-rule.ts';
import { keyOf, type Expected } from './expected.ts';
import type { Reach } from './adoption-directory.ts';
import type { Exemption } from './exemption-store.ts';
import { exemptionKey } from './exemption-store.ts';
import { owes, type Owing } from './owing-service.ts';
import { amountAt, columnsOf, MOST, type Columns } from './tally-rule.ts';

/** What each of a roster has in a term, as `found * 65536 + inTime`: numbers, because a report has millions of them. */
export type Cells = (term: Term) => (owing: Owing, index: number) => number;

/** Everybody who owes something, by code of the unit; expectations of the same ones share it. */
export class Roster {
  readonly #owed = new Map<string, Uint8Array>();
  #columns: Columns | undefined;

  constructor(
    readonly owing: readonly Owing[],
    readonly kinds: readonly string[] | undefined,
    readonly node: string | undefined,
  ) {}

  /** For each, whether it is owed in a term that ends on a day, where it reaches only some nodes. */
  owed(end: string, reach: Reach | undefined): Uint8Array {
    const key = `${end} ${reach?.key ?? ''}`;
    const known = this.#owed.get(key);
    if (known) return known;
    const reached = reach?.on(end);
    const owed = Uint8Array.from(this.owing, (one) => (owes(one, end, this.kinds, this.node, reached) ? 1 : 0));
    this.#owed.set(key, owed);
    return owed;
  }

  /** The tallies of each, month by month of all counters. */
  columns(found: ReadonlyMap<string, Uint8Array>): Columns {
    return (this.#columns ??= columnsOf(this.owing.map(({ subject }) => found.get(subject))));
  }
}

/** One expectation with everybody who owes it. */
export interface Sheet {
  readonly expected: Expected;
  readonly roster: Roster;
  /** The nodes under which it is expected; undefined: everywhere. */
  readonly reach: Reach | undefined;
  /** The terms of one who owes; the same for all but where each has a limit of his own. */
  readonly termsOf: (owing: Owing) => readonly Term[];
  readonly cells: Cells;
  readonly exemptions: ReadonlyMap<string, Exemption>;
}

/** One expected record. */
export interface Cell {
  readonly sheet: Sheet;
  readonly owing: Owing;
  readonly term: Term;
  readonly state: DutyState;
  readonly atLeast: number;
}

export const atLeastOf = ({ atLeast }: Expected, owing: Owing): number => owing.atLeast ?? (typeof atLeast === 'number' ? atLeast : 0);

/** Visits every expected record of a sheet with its state: term by term where all have the same, and by unit in each. */
export function visit(sheet: Sheet, see: (owing: Owing, term: Term, state: DutyState, atLeast: number) => void): void {
  const { expected, roster, reach, cells } = sheet;
  const { owing } = roster;
  if (!expected.once) {
    for (const term of termsOf(sheet)) statesIn(sheet, term).forEach((code, index) => code > 0 && see(owing[index]!, term, DUTY_STATES[code - 1]!, atLeastOf(expected, owing[index]!)));
    return;
  }
  owing.forEach((one, index) => {
    for (const term of sheet.termsOf(one)) {
      if (owes(one, term.to, roster.kinds, roster.node, reach?.on(term.to))) see(one, term, DUTY_STATES[stateCode(sheet, one, term, cells(term)(one, index)) - 1]!, atLeastOf(expected, one));
    }
  });
}

/** The terms of a sheet whose terms are everybody's. */
export const termsOf = ({ roster: { owing }, termsOf: of }: Sheet): readonly Term[] => (owing[0] ? of(owing[0]) : []);

/** Of each of the roster the state in a term, as its place in DUTY_STATES from 1 on; 0 where nothing is owed. A report asks for millions: bytes, no objects. */
export function statesIn(sheet: Sheet, term: Term): Uint8Array {
  const { owing } = sheet.roster;
  const owed = sheet.roster.owed(term.to, sheet.reach);
  const packedOf = sheet.cells(term);
  const codes = new Uint8Array(owing.length);
  for (let index = 0; index < owing.length; index += 1) if (owed[index] === 1) codes[index] = stateCode(sheet, owing[index]!, term, packedOf(owing[index]!, index));
  return codes;
}

const CODES = Object.fromEntries(DUTY_STATES.map((state, index) => [state, index + 1])) as Readonly<Record<DutyState, number>>;

/** Met by enough, late where not enough of it came in time; exempt where let off, else what the term says today. */
function stateCode(sheet: Sheet, owing: Owing, term: Term, packed: number): number {
  const atLeast = Math.min(atLeastOf(sheet.expected, owing), MOST);
  if (packed >= atLeast * 65_536) return packed % 65_536 >= atLeast ? CODES.met : CODES.late;
  return sheet.exemptions.size > 0 && exemptionOf(sheet, owing, term) !== undefined ? CODES.exempt : CODES[term.unmet];
}

/** The exemption that holds for one who owes: his own, or that of the whole unit. */
export function exemptionOf({ expected: { scheme, duty }, exemptions }: Sheet, { unit, personId, recordId }: Owing, { id }: Term): Exemption | undefined {
  const named = { scheme, duty, period: id, unitId: unit.id };
  return exemptions.get(exemptionKey({ ...named, personId, recordId })) ?? exemptions.get(exemptionKey(named));
}

/** Cells from the records themselves. */
export function cellsOfRecords(expected: Expected, records: readonly CountedRecord[]): Cells {
  const bySubject = new Map<string, CountedRecord[]>();
  for (const record of records) {
    for (const subject of subjectsOf(expected.by, record)) {
      const list = bySubject.get(subject);
      if (list) list.push(record);
      else bySubject.set(subject, [record]);
    }
  }
  return (term) => ({ subject }) => {
    const mine = bySubject.get(subject);
    if (!mine) return 0;
    const { found, inTime } = tell(expected, term, subject, mine);
    return Math.min(found, MOST) * 65_536 + Math.min(inTime, MOST);
  };
}

/** Cells from the tallies of a year. */
export const cellsOfTallies =
  (columns: Columns, slot: number): Cells =>
  ({ from, to }) => {
    const [first, last] = [Number(from.slice(5, 7)) - 1, Number(to.slice(5, 7)) - 1];
    return (_, index) => amountAt(columns, index, slot, first, last);
  };

/** A place in the order of all lines. */
export interface LineKey {
  readonly sheet: string;
  readonly term: string;
  readonly at: string;
}
export const lineKey = (sheet: Sheet, owing: Owing, term: Term): LineKey => ({ sheet: keyOf(sheet.expected), term: term.id, at: placeKey(owing) });
/** Joined by what comes before every character of a code, so that its order is that of the codes. */
export const placeKey = ({ unit, subject, post = '' }: Owing): string => [unit.code, unit.id, subject, post].join('\u0000');

/** Whether a line comes after a place; by sheet, then by term where all have the same, then by unit. */
export function isAfter(after: LineKey | undefined, sheet: Sheet, owing: Owing, term: Term): boolean {
  if (!after) return true;
  const own = keyOf(sheet.expected);
  if (own !== after.sheet) return own > after.sheet;
  if (sheet.expected.once) {
    const at = placeKey(owing);
    return at === after.at ? term.id > after.term : at > after.at;
  }
  return term.id === after.term ? placeKey(owing) > after.at : term.id > after.term;
}

export { noTotals };
