import type { Day, Limit } from '@xingchuang/calendar';
import type { Finding } from '../finding/finding-rule.ts';
import type { RectificationCase } from '../ladder/case-rule.ts';
import type { LadderDocument, Row } from './document-rule.ts';

/** Of long texts a document says as much as its cells hold; all of it stands in the ledger. */
const CELL = 280;
const PARAGRAPH = 1_400;
const MOST_ROWS = 500;

export const rowOf = ({ aspectName: aspect, title: problem, foundOn, demand, limit }: Finding): Row & { readonly due?: string | undefined } => ({ aspect, problem, foundOn, demand, due: limit?.lastDay });

/** A unit as a list of a rung names it. */
export const listedRow = (unitName: string, { assignedOn, limit, leader }: RectificationCase) => told({ unitName: cut(unitName, 120), since: assignedOn, due: limit?.lastDay, leader: cut(leader, 60) });

/** What every layout of these documents takes; what is not known is left out. */
export function dataOf(
  document: LadderDocument,
  { unitName, issuer, listed, problems, open }: { readonly unitName: string; readonly issuer: string; readonly listed: readonly object[]; readonly problems: readonly (Row & { readonly due?: string | undefined })[]; readonly open: readonly (Row & { readonly due?: string | undefined })[] },
) {
  const { at: createdAt, title, number: symbol, clause, measure, day, limit, follows, leader, cause, plan, looked, result } = document;
  const list = (rows: typeof problems) => (rows.length === 0 ? undefined : rows.slice(0, MOST_ROWS).map(({ aspect, problem, foundOn, demand, due }) => told({ unitName: cut(unitName, 90), aspect: cut(aspect, 60), problem: cut(problem, CELL), foundOn, demand: cut(demand, CELL), due })));
  return told({
    createdAt, title: cut(title, 150), masthead: cut(issuer, 60), symbol, addressee: unitName, issuer: cut(issuer, 120), date: day, unitName, clause: cut(clause, 120) || measure, measure: cut(measure, 100),
    ...(looked ? { lookedOn: day, result: cut(result, PARAGRAPH) } : { since: day }),
    limit: limit?.lastDay, reckoning: limit ? inBrief(limit) : undefined, leader, cause: cut(cause, PARAGRAPH), plan: cut(plan, PARAGRAPH), follows: cut(follows, 200),
    problems: list(problems), ledger: list(open), units: listed.length === 0 ? undefined : listed.slice(0, MOST_ROWS),
  });
}

/** How a last day was reckoned, in a line: from where, how long, what was passed over, and what day it is. */
export function inBrief({ from, term, lastDay, provisional, derivation }: Limit): string {
  const { workdays, months } = 'until' in term ? {} : term;
  const length = workdays === undefined ? (months === undefined ? undefined : `自${words(from)}起${months}个月`) : `自${words(from)}次日起${workdays}个工作日`;
  const off = workdays === undefined ? 0 : derivation.filter(({ kind }) => kind === 'holiday').length;
  const passed = off > 0 ? `其间放假${off}天不计` : undefined;
  const last = derivation.findLast(({ day }) => day === lastDay);
  return [[length, passed].filter((one) => one !== undefined).join('，'), `${words(lastDay)}为${last?.zh ?? '截止日'}`, ...(provisional ? ['放假安排公布后以重新推算的为准'] : [])].filter((one) => one !== '').join('；').concat('。');
}

const words = (day: Day): string => day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日');

/** As paper shows it: in one line, without what nobody sees. */
function cut(text: string, longest: number): string {
  const seen = [...text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()];
  return seen.length <= longest ? seen.join('') : `${seen.slice(0, longest - 1).join('')}…`;
}

const told = (data: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined && value !== ''));
