import { Mark, type FormItem, type InspectionForm } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { markOf, ratio, sum, trimmed } from '../mark.ts';

export const itemsOf = (form: InspectionForm): FormItem[] => form.sections.flatMap(({ items }) => items);

/** Refuses a form that could not be filled in or reckoned. */
export function checkForm(form: InspectionForm): void {
  const ids = itemsOf(form).map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Refusal('invalid', 'form.item-twice', { id: twice }, 'sections');
  const { dropHighest, dropLowest, judges } = form.result;
  if (judges <= dropHighest + dropLowest) throw new Refusal('invalid', 'form.drops-all', { dropped: dropHighest + dropLowest, judges }, 'result.judges');
}

type Values = ReadonlyMap<string, string>;

/** What an answer is worth; undefined where the item bears no marks or has no answer. */
function worth({ kind, most }: FormItem, value: string | undefined): bigint | undefined {
  if (value === undefined || value === '' || most === undefined) return undefined;
  if (kind === 'yes-no') return value === 'yes' ? markOf(most) : 0n;
  return kind === 'score' ? markOf(value) : undefined;
}

const marksOf = (form: InspectionForm, values: Values): bigint[] => itemsOf(form).map((item) => worth(item, values.get(item.id))).filter((mark) => mark !== undefined);

/** The sum of one sheet. */
export const totalOf = (form: InspectionForm, values: Values): string => ratio(sum(marksOf(form, values)), 1, 2);

/** The most that a result can be. */
export function mostOf(form: InspectionForm): string {
  const each = itemsOf(form).filter(({ kind }) => kind === 'score' || kind === 'yes-no').flatMap(({ most }) => (most === undefined ? [] : [markOf(most)!]));
  if (form.result.of === 'totals') return ratio(sum(each), 1, 2);
  return each.length === 0 ? '0' : ratio(sum(each), each.length, form.result.places);
}

/**
 * The result of all sheets by the rule of the form, exact: the mean of the sheets' totals, or of every single mark, in both cases
 * without the extremes that the form drops (in the second case item by item). Null where nothing bears marks.
 */
export function resultOf(form: InspectionForm, sheets: readonly Values[]): string | null {
  const { of, dropHighest, dropLowest, places } = form.result;
  const columns = of === 'totals' ? [sheets.map((values) => sum(marksOf(form, values)))] : itemsOf(form).map((item) => sheets.map((values) => worth(item, values.get(item.id))).filter((mark) => mark !== undefined));
  if (of === 'totals' && sheets.every((values) => marksOf(form, values).length === 0)) return null;
  const left = columns.flatMap((marks) => trimmed(marks, dropHighest, dropLowest));
  return left.length === 0 ? null : ratio(sum(left), left.length, places);
}

const WANTED = { 'yes-no': '是或否', count: '不小于 0 的整数', text: '文字' } as const;

/** Refuses a value that the item cannot have; an empty one takes the answer back. */
export function checkValue(item: FormItem, value: string): void {
  if (value === '') return;
  const wrong = (wanted: string) => new Refusal('invalid', 'entry.bad-value', { item: item.zh, wanted }, 'value');
  switch (item.kind) {
    case 'yes-no':
      if (value !== 'yes' && value !== 'no') throw wrong(WANTED['yes-no']);
      return;
    case 'count':
      if (!/^(0|[1-9]\d{0,6})$/.test(value)) throw wrong(WANTED.count);
      return;
    case 'score': {
      if (!Mark.safeParse(value).success || markOf(value)! > markOf(item.most!)!) throw wrong(`0 至 ${item.most} 的数，最多两位小数`);
      return;
    }
    case 'text':
      return;
  }
}
