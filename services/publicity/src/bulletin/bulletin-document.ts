import { parseCheckpoint } from '@xingchuang/transparency';
import { linesOf, type Bulletin, type Row, type Table } from './bulletin-rule.ts';
import type { RowSource } from './counted.ts';
import type { Filling, Kind } from './kind-schema.ts';
import { filled } from './place-text.ts';

const DRAFT_NUMBER = '（草稿）';
const NOTHING_TO_LIST = '（无）';

/** Head of the log in one printed line: its name, how many leaves, which root. */
export function checkpointLine(note: string): string {
  const head = parseCheckpoint(note);
  return head ? `${head.origin} · ${head.size} · ${head.root.toString('base64')}` : '';
}

/** What the layout of a kind takes: everything printed is stored in the issue. A draft is printed as of today, without a number. */
export function bulletinDocument(bulletin: Bulletin, kind: Kind, today: string, now: string): Record<string, unknown> {
  const { issuer, number, issuedOn, approvedAt, checkpoint } = bulletin;
  const context: Readonly<Record<string, string>> = { ...Object.fromEntries(bulletin.context), number: number || DRAFT_NUMBER, date: issuedOn || today };
  const official = { masthead: `${issuer}文件`, symbol: context['number'], issuer, date: context['date'] };
  const own = Object.fromEntries(Object.entries(kind.fields).map(([field, filling]) => [field, fieldOf(filling, bulletin, context)]));
  return { createdAt: approvedAt || now, title: bulletin.title, ...(kind.head === 'official' ? official : {}), ...own, ...(checkpoint === '' ? {} : { checkpoint: checkpointLine(checkpoint) }) };
}

function fieldOf(filling: Filling, bulletin: Bulletin, context: Readonly<Record<string, string>>): unknown {
  if (typeof filling === 'string') return filled(filling, (name) => context[name]);
  if ('texts' in filling) return linesOf(bulletin, filling.texts);
  if ('sources' in filling) return notesOf(bulletin);
  if ('rows' in filling) return [filling.rows].flat().flatMap((name) => rowsOf(bulletin, name).map(({ table, row }) => Object.fromEntries(Object.entries(filling.as).map(([field, pattern]) => [field, cellOf(pattern, row, table)]))));
  return filling.blocks.flatMap((block): Record<string, unknown>[] => {
    if ('heading' in block) return [{ kind: 'heading', text: filled(block.heading, (name) => context[name]) }];
    if ('texts' in block) return linesOf(bulletin, block.texts).map((text) => ({ kind: 'paragraph', text }));
    if ('sources' in block) return [{ kind: 'heading', text: block.sources }, ...notesOf(bulletin).map((text) => ({ kind: 'paragraph', text }))];
    const rows = rowsOf(bulletin, block.table);
    const table = bulletin.tables.find(({ name }) => name === block.table);
    if (rows.length === 0 || !table) return [{ kind: 'paragraph', text: `${block.caption ?? ''}${NOTHING_TO_LIST}` }];
    const columns = block.columns.map((name) => table.columns.find((column) => column.name === name)!);
    return [
      {
        kind: 'table',
        ...(block.caption === undefined ? {} : { caption: block.caption }),
        columns: columns.map(({ name, zh }) => ({ title: zh, align: LEFT.includes(name) ? 'left' : 'center' })),
        rows: rows.map(({ row }) => columns.map(({ name }) => row.cells[name] ?? '')),
      },
    ];
  });
}

const LEFT = ['unitName', 'note', 'deed', 'source', 'what', 'who', 'title'];

const rowsOf = ({ tables }: Bulletin, name: string): { table: Table; row: Row }[] =>
  tables.filter((table) => table.name === name).flatMap((table) => table.rows.filter(({ struck }) => !struck).map((row) => ({ table, row })));

/** A cell that is one number goes in as a number. */
function cellOf(pattern: string, { cells }: Row, { columns }: Table): string | number {
  const number = columns.find(({ name, number: is }) => is && pattern === `{${name}}`);
  if (number) return Number(cells[number.name]);
  return filled(pattern, (name) => cells[name]);
}

/** Where the numbers come from, each source once, in the order of the text: of several counts of one source the widest speaks for all. */
export function notesOf({ figures, tables, texts }: Bulletin): string[] {
  const lines = texts.flatMap(({ lines: all }) => all).join('\n');
  const widest = new Map<string, { readonly zh: string; readonly count: number }>();
  const note = ({ kind, id, zh }: RowSource, count: number) => {
    const was = widest.get(`${kind}:${id}`);
    if (!was || was.count < count) widest.set(`${kind}:${id}`, { zh, count });
  };
  for (const { source } of figures.filter(({ name }) => lines.includes(`{${name}}`))) note(source, source.count);
  for (const { source } of tables.flatMap(({ rows }) => rows.filter(({ struck }) => !struck))) note(source, 0);
  const all = [...widest.values()].map(({ zh }) => zh);
  const shown = all.slice(0, MOST_NOTES);
  return [...shown, ...(all.length > MOST_NOTES ? [`另有${all.length - MOST_NOTES}处来源，见电子文本`] : [])].map((text, index) => `注${index + 1}：${text}。`);
}
const MOST_NOTES = 20;
