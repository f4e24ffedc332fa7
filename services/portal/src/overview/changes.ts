import type { LevelsOverview, RectificationOverview } from '@xingchuang/contracts';
import type { Cell } from './figure.ts';
import { recordsPage } from './figures.ts';

/** Something that changed, in words, with what is behind it. */
export interface Change extends Cell {
  readonly id: string;
  readonly name: string;
  readonly tone: 'good' | 'bad' | '';
}

const LEVELS = { first: ['新评星级', ''], up: ['升星', 'good'], down: ['降星', 'bad'], gone: ['失去星级', 'bad'] } as const;
const PROBLEMS = { opened: ['新发现问题', ''], closed: ['问题销号', 'good'], late: ['问题逾期', 'bad'], called: ['进入整顿', 'bad'], failed: ['整顿未到位', 'bad'] } as const;

export function changesOf(levels: LevelsOverview | undefined, rectification: RectificationOverview | undefined): Change[] {
  return [
    ...(levels?.changes ?? []).map((one) => ({ id: one.change, name: LEVELS[one.change][0], tone: LEVELS[one.change][1], count: one.count, to: recordsPage('levels', one) })),
    ...(rectification?.changes ?? []).map((one) => ({ id: one.ask, name: PROBLEMS[one.ask][0], tone: PROBLEMS[one.ask][1], count: one.count, to: recordsPage('rectification', one) })),
  ];
}
