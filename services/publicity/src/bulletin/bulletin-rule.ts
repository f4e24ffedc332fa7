import type { Day } from '@xingchuang/calendar';
import type { BULLETIN_STATES, BulletinEdit, BulletinReaders, FigureSource } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import type { RowSource } from './counted.ts';
import { filled, placesIn } from './place-text.ts';

export interface Figure {
  readonly name: string;
  readonly zh: string;
  readonly value: string;
  /** What the system counted. */
  readonly computed: string;
  /** Why a person put another number in its place, and who; empty where nobody did. */
  readonly reason: string;
  readonly by: string;
  readonly source: FigureSource;
}
export interface Row {
  readonly key: string;
  readonly unitId: string;
  readonly struck: boolean;
  readonly cells: Readonly<Record<string, string>>;
  /** Of cells that a person changed: what the system had found. */
  readonly computed: Readonly<Record<string, string>>;
  readonly source: RowSource;
}
export interface Table {
  readonly name: string;
  readonly zh: string;
  readonly columns: readonly { readonly name: string; readonly zh: string; readonly number: boolean }[];
  readonly rows: readonly Row[];
}
export interface Text {
  readonly name: string;
  readonly zh: string;
  readonly lines: readonly string[];
}

/** An issue of a bulletin (通报、简报): drafted from what was counted, edited by people, approved by another one, then frozen. */
export interface Bulletin {
  readonly id: string;
  readonly version: number;
  /** `<unit>:<kind>:<period>` of a kind with a period, else its own id: one is drafted once. */
  readonly key: string;
  readonly kind: string;
  readonly kindZh: string;
  readonly campaignId: string;
  readonly subject: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly nodeId: string;
  readonly issuer: string;
  /** Absent in issues that are older than the choice: everybody signed in. */
  readonly readers?: BulletinReaders;
  readonly period: string;
  readonly periodZh: string;
  readonly from: Day;
  readonly to: Day;
  readonly state: (typeof BULLETIN_STATES)[number];
  readonly number: string;
  readonly title: string;
  /** What was settled at drafting, by the name of its place. */
  readonly context: readonly (readonly [name: string, value: string])[];
  readonly texts: readonly Text[];
  readonly figures: readonly Figure[];
  readonly tables: readonly Table[];
  /** Persons who drafted or edited it: none of them approves it. */
  readonly writers: readonly string[];
  readonly bySystem: boolean;
  readonly draftedAt: string;
  readonly approvedBy: string;
  readonly approvedAt: string;
  readonly issuedOn: string;
  /** The signed head of the transparency log that is printed; empty until it was asked for. */
  readonly checkpoint: string;
  /** SHA-256 of what was made of it; empty until then, and never another. */
  readonly document: string;
  readonly word: string;
}

/** Refuses anybody but a seat of the unit that issues it. */
export function refuseOther({ unitId, issuer }: Pick<Bulletin, 'unitId' | 'issuer'>, by: Actor): void {
  if (by.unitId !== unitId) throw new Refusal('forbidden', 'bulletin.other-issuer', { issuer });
}

export function refuseDone({ state, number }: Bulletin): void {
  if (state === 'approved') throw new Refusal('conflict', 'bulletin.frozen', { number });
  if (state === 'dropped') throw new Refusal('conflict', 'bulletin.dropped');
}

const withWriter = (writers: readonly string[], { personId }: Actor): string[] => (writers.includes(personId) ? [...writers] : [...writers, personId]);

/** The draft as a person wants it. Numbers and cells that the edit does not name are as the system counted them. */
export function edit(bulletin: Bulletin, change: BulletinEdit, by: Actor): Bulletin {
  refuseDone(bulletin);
  const names = bulletin.figures.map(({ name }) => name);
  for (const name of Object.keys(change.texts)) if (!bulletin.texts.some((text) => text.name === name)) throw new Refusal('invalid', 'bulletin.unknown-text', { name }, `texts.${name}`);
  for (const [name, lines] of Object.entries(change.texts)) lines.forEach((line, index) => refuseUnknownPlace(line, names, `texts.${name}.${index}`));
  for (const [index, { name }] of change.figures.entries()) if (!names.includes(name)) throw new Refusal('invalid', 'bulletin.unknown-figure', { name }, `figures.${index}.name`);
  refuseUnknownRows(bulletin, change.rows);
  return {
    ...bulletin,
    title: change.title,
    ...(change.readers && { readers: readersOf(change.readers) }),
    texts: bulletin.texts.map((text) => ({ ...text, lines: change.texts[text.name] ?? text.lines })),
    figures: bulletin.figures.map((figure) => {
      const own = change.figures.find(({ name }) => name === figure.name);
      if (!own || own.value === figure.computed) return { ...figure, value: figure.computed, reason: '', by: '' };
      return { ...figure, value: own.value, reason: own.reason, by: own.value === figure.value ? figure.by : by.personId };
    }),
    tables: bulletin.tables.map((table) => ({ ...table, rows: table.rows.map((row) => editRow(row, change.rows.find((one) => one.table === table.name && one.key === row.key))) })),
    writers: withWriter(bulletin.writers, by),
  };
}

/** Units are kept only where readers are named. */
export const readersOf = ({ of, unitIds }: BulletinReaders): BulletinReaders => ({ of, unitIds: of === 'units' ? [...new Set(unitIds)] : [] });

function editRow(row: Row, own: BulletinEdit['rows'][number] | undefined): Row {
  const counted = { ...row.cells, ...row.computed };
  const changed = Object.entries(own?.cells ?? {}).filter(([name, value]) => counted[name] !== value);
  return { ...row, struck: own?.struck ?? false, cells: { ...counted, ...Object.fromEntries(changed) }, computed: Object.fromEntries(changed.map(([name]) => [name, counted[name]!])) };
}

function refuseUnknownPlace(text: string, names: readonly string[], field: string): void {
  const unknown = placesIn(text).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Refusal('invalid', 'bulletin.unknown-place', { place: `{${unknown}}` }, field);
}

function refuseUnknownRows({ tables }: Bulletin, rows: BulletinEdit['rows']): void {
  for (const [index, { table, key, cells }] of rows.entries()) {
    const found = tables.find(({ name }) => name === table);
    const isKnown = found?.rows.some((row) => row.key === key) && Object.keys(cells).every((name) => found.columns.some((column) => column.name === name));
    if (!isKnown) throw new Refusal('invalid', 'bulletin.unknown-row', { table: found?.zh ?? table }, `rows.${index}`);
    const words = found!.columns.find(({ name, number }) => number && cells[name] !== undefined && !/^[1-9]\d{0,5}$/.test(cells[name]));
    if (words) throw new Refusal('invalid', 'bulletin.not-a-number', { column: words.zh }, `rows.${index}.cells.${words.name}`);
  }
}

/** The same draft over numbers that were counted again; what people changed by hand stays theirs. */
export function recounted(bulletin: Bulletin, { figures, tables }: Pick<Bulletin, 'figures' | 'tables'>, by: Actor): Bulletin {
  refuseDone(bulletin);
  const own = new Map(bulletin.figures.filter(({ reason }) => reason !== '').map((figure) => [figure.name, figure]));
  const rows = new Map(bulletin.tables.flatMap((table) => table.rows.map((row) => [`${table.name} ${row.key}`, row])));
  const used = new Set(bulletin.texts.flatMap(({ lines }) => lines.flatMap(placesIn)));
  const gone = bulletin.figures.filter(({ name }) => used.has(name) && !figures.some((one) => one.name === name)).map((figure): Figure => ({ ...figure, value: '0', computed: '0', reason: '', by: '', source: { ...figure.source, count: 0 } }));
  return {
    ...bulletin,
    figures: [...figures.map((figure) => {
      const hand = own.get(figure.name);
      return hand && hand.value !== figure.computed ? { ...figure, value: hand.value, reason: hand.reason, by: hand.by } : figure;
    }), ...gone],
    tables: tables.map((table) => ({
      ...table,
      rows: table.rows.map((row) => {
        const was = rows.get(`${table.name} ${row.key}`);
        if (!was) return row;
        const hand = Object.fromEntries(Object.keys(was.computed).map((name) => [name, was.cells[name]!]));
        return editRow(row, { table: table.name, key: row.key, struck: was.struck, cells: hand });
      }),
    })),
    writers: withWriter(bulletin.writers, by),
  };
}

export function drop(bulletin: Bulletin): Bulletin {
  refuseDone(bulletin);
  return { ...bulletin, state: 'dropped' };
}

/** What a circular names stands now: nobody on a notice that runs, nobody with a complaint that is open, no level that changed since. */
export interface Clear {
  readonly noticed: readonly string[];
  readonly complained: readonly string[];
  readonly changed: readonly string[];
}

/** Issues it under its number, by a person who did not write it; a circular only where what it names is finished (S0 L135). */
export function approve(bulletin: Bulletin, clear: Clear | undefined, { number, day, at }: { readonly number: string; readonly day: Day; readonly at: string }, by: Actor): Bulletin {
  refuseDone(bulletin);
  refuseOther(bulletin, by);
  if (bulletin.writers.includes(by.personId)) throw new Refusal('forbidden', 'bulletin.own-approval');
  if (clear) refuseUnfinished(bulletin, clear);
  return { ...bulletin, state: 'approved', number, approvedBy: by.personId, approvedAt: at, issuedOn: day };
}

function refuseUnfinished(bulletin: Bulletin, { noticed, complained, changed }: Clear): void {
  if (named(bulletin).length === 0) throw new Refusal('conflict', 'bulletin.nothing-named');
  if (noticed.length > 0) throw new Refusal('conflict', 'bulletin.notice-running', { units: noticed });
  if (complained.length > 0) throw new Refusal('conflict', 'bulletin.complaint-open', { units: complained });
  if (changed.length > 0) throw new Refusal('conflict', 'bulletin.rows-changed', { units: changed });
}

/** Rows that name a unit in the document. */
export const named = ({ tables }: Pick<Bulletin, 'tables'>): Row[] => tables.flatMap(({ rows }) => rows.filter(({ struck, unitId }) => !struck && unitId !== ''));

/** The lines of a text with its numbers in place. */
export function linesOf({ texts, figures }: Pick<Bulletin, 'texts' | 'figures'>, name: string): string[] {
  const values = new Map(figures.map((figure) => [figure.name, figure.value]));
  return (texts.find((text) => text.name === name)?.lines ?? []).map((line) => filled(line, (place) => values.get(place)));
}

export const isFrozen = ({ state, document, word }: Pick<Bulletin, 'state' | 'document' | 'word'>): boolean => state === 'approved' && document !== '' && word !== '';
