import type { Order } from '../api/command.ts';

/** What a duty is about: the filter of the inbox. */
export const AREAS = {
  assessment: '评定',
  evidence: '材料',
  rectification: '整改',
  publicity: '公示表彰',
  onsite: '现场检查',
  rating: '测评',
  system: '系统',
} as const;
export type Area = keyof typeof AREAS;

/** What can be done on the line itself, where nothing must be read first. */
export interface LineAct {
  readonly name: string;
  readonly said: string;
  readonly order: Order;
}

/** One thing to do: verb, object, unit, last day, and the page on which it is done. */
export interface Todo {
  readonly key: string;
  readonly area: Area;
  readonly verb: string;
  readonly object: string;
  readonly unit?: string;
  readonly unitId?: string;
  readonly due?: string;
  readonly to: string;
  readonly act?: LineAct;
}

/** The earliest last day first, so what is overdue comes before all else; what has none comes last. */
export const inOrder = (items: readonly Todo[]): Todo[] => [...items].sort((a, b) => compare(a.due ?? '9', b.due ?? '9') || compare(a.area, b.area));
/** As they are written: rules of a language cost much where there are thousands. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const OVERDUE = 'overdue';
export type Chosen = Area | typeof OVERDUE | '';
export const isOverdue = ({ due }: Todo, today: string | undefined): boolean => due !== undefined && today !== undefined && due < today;
export const chosenOf = (items: readonly Todo[], chosen: Chosen, today: string | undefined): Todo[] =>
  items.filter((one) => chosen === '' || (chosen === OVERDUE ? isOverdue(one, today) : one.area === chosen));

/** Beyond this a number says no more than that there are many. */
const MANY = 1_000;
export const countWords = (count: number): string => (count > MANY ? `${MANY}+` : `${count}`);
