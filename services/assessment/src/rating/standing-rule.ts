import type { RowFaultView, StandingRow } from '@xingchuang/contracts';
import { wordsOf } from '@xingchuang/contracts';
import { markOf, ratio } from '../onsite/mark.ts';

/** A row with the number that the sheet shows beside it. */
export interface NumberedRow extends StandingRow {
  readonly row: number;
}
/** A unit that a row is about. */
export interface RankedUnit {
  readonly id: string;
  readonly path: readonly string[];
}
export interface Ranked {
  readonly row: number;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly name: string;
  readonly score: string;
  readonly rank: number;
  readonly rankFromBottom: number;
  /** 0 where the source gives none. */
  readonly givenRank: number;
}
export interface Reading {
  readonly ranked: Ranked[];
  readonly faults: RowFaultView[];
  readonly differences: { row: number; name: string; given: number; computed: number }[];
}

const SCORE = /^(0|[1-9]\d{0,4})(\.\d{1,2})?$/;

/** Every fault of every row, or the list with ranks by falling score; equal scores share the better rank from either end. */
export function readStanding(rows: readonly NumberedRow[], units: ReadonlyMap<string, RankedUnit>): Reading {
  const faults: RowFaultView[] = [];
  const say = (row: NumberedRow, column: string, code: string, facts: Record<string, unknown> = {}) => void faults.push({ row: row.row, column, code, ...wordsOf(code, facts) });
  const seen = new Map<string, number>();
  for (const row of rows) {
    if (row.name === '') say(row, '名称', 'import.empty-cell');
    if (!SCORE.test(row.score)) say(row, '得分', 'standing.bad-score', { score: row.score });
    if (row.rank !== '' && !/^[1-9]\d{0,4}$/.test(row.rank)) say(row, '名次', 'standing.bad-rank', { rank: row.rank });
    if (row.code !== '' && !units.has(row.code)) say(row, '编码', 'standing.unknown-unit', { code: row.code });
    const key = row.code || row.name;
    if (seen.has(key)) say(row, row.code ? '编码' : '名称', 'standing.twice', { key, other: seen.get(key) });
    else seen.set(key, row.row);
  }
  if (faults.length > 0) return { ranked: [], faults, differences: [] };
  const marks = rows.map(({ score }) => markOf(score)!).sort((a, b) => (a < b ? -1 : 1));
  const atMost = new Map(marks.map((mark, at) => [mark, at + 1])); // how many are no better
  const below = new Map(marks.toReversed().map((mark, at) => [mark, marks.length - 1 - at])); // how many are worse
  const ranked = rows.map((row): Ranked => {
    const mark = markOf(row.score)!;
    const unit = units.get(row.code);
    return {
      row: row.row, unitId: unit?.id ?? '', path: unit?.path ?? [], name: row.name, score: ratio(mark, 1, 2),
      rank: rows.length - atMost.get(mark)! + 1, rankFromBottom: below.get(mark)! + 1, givenRank: Number(row.rank || 0),
    };
  });
  ranked.sort((one, other) => one.rank - other.rank || one.row - other.row);
  const differences = ranked.filter(({ givenRank, rank }) => givenRank > 0 && givenRank !== rank).map(({ row, name, givenRank, rank }) => ({ row, name, given: givenRank, computed: rank }));
  return { ranked, faults, differences };
}

/** Whether a row is to be pointed out: among the last so many, and last with less than so much (S0 L117). */
export function pointedOut({ rankFromBottom, score }: Pick<Ranked, 'rankFromBottom' | 'score'>, { lastCount, below }: { readonly lastCount?: number | undefined; readonly below?: string | undefined }) {
  return {
    amongLast: lastCount !== undefined && rankFromBottom <= lastCount,
    lastAndBelow: below !== undefined && rankFromBottom === 1 && markOf(score)! < markOf(below)!,
  };
}
