import { readFileSync } from 'node:fs';
import { chineseCalendar, limitFrom, type Day } from '@xingchuang/calendar';
import { parseScheme, type Scheme } from '@xingchuang/schemes';
import { STILL } from '../clock-rule.ts';
import { notice, type Finding } from '../finding/finding-rule.ts';
import type { Moment } from '../happening.ts';
import { begin } from './case-rule.ts';
import { chainOf, overtaken, type LadderRules, type Standing } from './ladder-rule.ts';

const read = (id: string): Scheme => parseScheme(readFileSync(new URL(`../../../../schemes/${id}.yaml`, import.meta.url), 'utf8'));
export const ORGAN = read('nanyang-organ-five-star');
export const VILLAGE = read('nanyang-village-community-five-star');
export const calendar = chineseCalendar();
export const AT = '2026-01-01T00:00:00.000Z';

export function rulesOf(scheme: Scheme): LadderRules {
  let made = 0;
  return { scheme, calendar, place: { unitId: 'U', path: ['C', 'U'] }, newId: () => `case-${(made += 1)}`, at: AT };
}

export function aFinding(id: string, aspect: string, foundOn: Day): Finding {
  return {
    ...STILL, id, version: 1, unitId: 'U', path: ['C', 'U'], schemeId: 's', aspect, aspectName: aspect, category: '', title: id, detail: '', severity: 'ordinary', origin: 'observation', foundOn, sources: [],
    fileIds: [], matterId: '', joinedTo: '', owner: '', ownerId: '', responsible: { leading: '', working: '', direct: 'U' }, cause: '', plan: '', measure: '', reportedOn: '', clause: 'X', state: 'open', number: '',
    demand: '', acknowledgedOn: '', proof: null, statement: null, lookBack: 'none', openedOn: foundOn, closedOn: '', history: [],
  };
}

export const by = (personId: string, today: Day): Moment => ({ at: AT, today, by: { unitId: 'X', personId } });
export const noticed = (finding: Finding, today: Day, workdays: number): Finding => notice(finding, { number: '1', demand: 'mend', limit: limitFrom(calendar, today, { workdays }), lookBack: false }, by('boss', today));
/** Somebody takes the rung in hand that is called for. */
export function assigned(now: Standing, today: Day): Standing {
  const called = now.cases.find((one) => one.chain && one.state === 'called');
  if (!called) return now;
  const order = chainOf(ORGAN).map(({ id }) => id);
  const months = called.rung === 'R1' ? 3 : 6;
  const begun = begin(called, limitFrom(calendar, today, { months }), today, { at: AT, day: today, what: 'assigned', by: 'X', text: '' });
  return { ...now, cases: overtaken(now.cases.map((one) => (one === called ? begun : one)), begun, (rung) => order.indexOf(rung), today, AT) };
}
