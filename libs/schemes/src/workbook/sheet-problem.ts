import type { Problem, Said } from '../problem.ts';
import { SHEETS, type Column, type SheetPlan } from './plan.ts';

/** One fault in a workbook: the sheet, the row and column as a spreadsheet counts them, and what to write instead. */
export interface SheetProblem extends Said {
  readonly sheet: string;
  /** From 1; null where a whole sheet is meant. */
  readonly row: number | null;
  /** `C`; empty where a whole row is meant. */
  readonly column: string;
  readonly heading: string;
}

/** A cell that a part of the scheme came from. */
export interface Place {
  readonly plan: SheetPlan;
  readonly row: number;
  /** From 0. */
  readonly column: number;
  readonly heading: string;
}

export const letters = (column: number): string => (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
export const problemAt = ({ plan, row, column, heading }: Place, { code, zh, en }: Said): SheetProblem => ({ sheet: plan.name, row, column: letters(column), heading, code, zh, en });

/** A problem of the scheme's text as one of the workbook it came from. */
export function inWorkbook(problem: Problem, places: ReadonlyMap<string, Place>): SheetProblem {
  const { path, code } = problem;
  const exact = places.get(path);
  if (code === 'key.missing' && exact) return problemAt(exact, { code, zh: `请填写“${exact.heading}”`, en: `fill in ${exact.heading}` });
  const below = code === 'key.missing' ? SHEETS.find((plan) => plan.path.replace(/(\[\]|\{\})$/, '') === path.replaceAll(/\[\d+\]/g, '[]')) : undefined;
  const place = exact ?? nearest(path, places);
  if (below) {
    const said = { code, zh: `请在“${below.name}”表填写`, en: `fill in the sheet ${below.name}` };
    return place ? problemAt(place, said) : { sheet: below.name, row: null, column: '', heading: '', ...said };
  }
  if (place) return problemAt(place, adapted(problem, place.plan));
  const sheet = SHEETS.find((plan) => plan.path.split(/[.[{]/)[0] === path.split(/[.[]/)[0]) ?? SHEETS[0]!;
  return { sheet: sheet.name, row: null, column: '', heading: '', ...adapted(problem, sheet) };
}

function nearest(path: string, places: ReadonlyMap<string, Place>): Place | undefined {
  for (let at = path; at; at = at.replace(/(\.[^.[\]]*|\[\d+\]|^[^.[\]]*)$/, '')) {
    const place = places.get(at);
    if (place) return place;
  }
  return undefined;
}

/** The words of the format replaced by the headings and choices of the sheet; expressions are quoted as they are. */
function adapted({ code, zh, en }: Problem, plan: SheetPlan): Said {
  if (code === 'source.missing')
    return { code, zh: '请填“出处”（文件号＋条款，如 D1 第四条）；文件没写的，在“依据”写 derived: 理由', en: 'fill in 出处 (document and place), or 依据 with derived: and the reason where no document says it' };
  if (/^(expression|condition|name|id)\.|\.unknown$/.test(code)) return { code, zh, en };
  const words = new Map<string, string>();
  for (const column of plan.columns) for (const [word, heading] of wordsOf(column)) if (!words.has(word)) words.set(word, heading);
  return { code, zh: zh.replaceAll(/(?<![\w.'"])[a-z][A-Za-z-]*(?![\w'"])/g, (word) => words.get(word) ?? word), en };
}

const wordsOf = ({ key, zh, codec }: Column): [string, string][] => [
  [key.split('.').at(-1)!, `“${zh.split('：').at(-1)!}”`],
  ...(codec.names ?? []).map(([word, said]): [string, string] => [word, `“${said}”`]),
];
