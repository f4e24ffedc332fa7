import type { Condition, Each, RecordField, RecordTypeShape } from './record-type.ts';

interface Fault {
  readonly at: string;
  readonly fault: string;
}

/** Which types of field a key belongs to; anywhere else it would be without effect, which nobody wants. */
const KEYS: Readonly<Partial<Record<keyof RecordField, readonly RecordField['type'][]>>> = {
  long: ['text'], most: ['text'], measure: ['number', 'decimal'], places: ['decimal'],
  min: ['number', 'decimal', 'files', 'table'], max: ['number', 'decimal', 'files', 'table'],
  values: ['choice'], many: ['choice', 'unit', 'link'], minutes: ['people'], members: ['person', 'people'],
  kinds: ['unit'], to: ['link'], media: ['files'], columns: ['table'],
};
const REQUIRED: readonly (readonly [RecordField['type'], keyof RecordField])[] = [['choice', 'values'], ['link', 'to'], ['table', 'columns']];

/** A field, or a column of a table by `table.column`. */
export function fieldAt(fields: readonly RecordField[], path: string): RecordField | undefined {
  const [id, column] = path.split('.');
  const field = fields.find((one) => one.id === id);
  return column === undefined ? field : field?.columns?.find((one) => one.id === column);
}

export const isSummable = ({ type, minutes }: RecordField): boolean => type === 'number' || type === 'decimal' || type === 'minutes' || minutes === true;
const DISTINCT: readonly RecordField['type'][] = ['person', 'people', 'unit', 'choice', 'text', 'link'];

/** What the shape of a type file cannot see: names twice, names of nothing, keys without effect. */
export function checkMeaning(type: RecordTypeShape): Fault[] {
  const faults: Fault[] = [];
  const add = (at: string, fault: string): void => void faults.push({ at, fault });
  const { fields, steps, gaps, measures, expects, subject, about } = type;
  const stepIds = (steps?.items ?? []).map(({ id }) => id);
  const known = new Set([...fields.map(({ id }) => id), ...stepIds]);

  checkTwice('fields', [...fields.map(({ id }) => id), ...stepIds, 'closed'], add);
  for (const [at, list] of [['gaps', gaps], ['measures', measures], ['expects', expects]] as const) checkTwice(at, list.map(({ id }) => id), add);
  const condition = (at: string, given: Condition | undefined, columns: readonly RecordField[] = fields, names: ReadonlySet<string> = known) => {
    for (const [id, test] of Object.entries(given ?? {})) {
      if (id !== 'closed' && !names.has(id)) add(at, `${id} is neither a field nor a step`);
      const values = columns.find((one) => one.id === id)?.values;
      const named = Array.isArray(test) ? test : typeof test === 'string' ? [test] : [];
      for (const value of named) if (values && !values.some((one) => one.id === value)) add(at, `${id} has no value ${value}`);
    }
  };

  fields.forEach((field, i) => {
    checkField(field, `fields.${i}`, add);
    condition(`fields.${i}.requiredWhen`, field.requiredWhen);
    field.columns?.forEach((column, j) => {
      checkField(column, `fields.${i}.columns.${j}`, add);
      condition(`fields.${i}.columns.${j}.requiredWhen`, column.requiredWhen, field.columns, new Set(field.columns!.map(({ id }) => id)));
    });
    checkTwice(`fields.${i}.columns`, field.columns?.map(({ id }) => id) ?? [], add);
  });
  steps?.items.forEach(({ needs = [] }, i) => needs.forEach((id) => known.has(id) || add(`steps.items.${i}.needs`, `${id} is neither a field nor a step`)));
  steps?.items.forEach(({ joins }, i) => {
    condition(`steps.items.${i}.joins.when`, joins?.when);
    if (joins && stepIds[i - 1] !== joins.step) add(`steps.items.${i}.joins.step`, `${joins.step} is not the step before it`);
  });
  gaps.forEach(({ when, needs, linkedFrom }, i) => {
    condition(`gaps.${i}.when`, when);
    needs.forEach((id) => known.has(id) || add(`gaps.${i}.needs`, `${id} is neither a field nor a step`));
    if (needs.length === 0 && linkedFrom === undefined) add(`gaps.${i}`, 'a gap needs something: needs or linkedFrom');
  });
  condition('reading.when', type.reading?.when);
  condition('unitSees', type.unitSees);

  const isOfPeople = (path: string) => ['person', 'people'].includes(fieldAt(fields, path)?.type ?? '');
  if (about !== undefined && !isOfPeople(about)) add('about', `${about} is no field of person or people`);
  if (subject === 'person' && aboutOf(type) === undefined) add('fields', 'a record about persons needs a required field of person or people');
  measures.forEach((measure, i) => {
    const at = `measures.${i}`;
    const of = measure.of === undefined ? undefined : fieldAt(fields, measure.of);
    const table = measure.kind === 'rows' ? of?.columns : undefined;
    condition(`${at}.where`, measure.where, table ?? fields, table ? new Set(table.map(({ id }) => id)) : known);
    condition(`${at}.among`, measure.among);
    if (measure.among && measure.kind !== 'share') add(at, 'among belongs to a share');
    if ((measure.each !== undefined) !== (measure.kind === 'reach')) add(at, 'each belongs to reach');
    if (measure.years !== undefined && measure.kind !== 'reach') add(at, 'years belongs to reach');
    if (measure.vacant !== undefined && !(measure.kind === 'reach' && typeof measure.each === 'object' && 'post' in measure.each)) add(at, 'vacant belongs to reach of posts');
    if ((measure.over !== undefined) !== (measure.kind === 'ratio')) add(at, 'over belongs to a ratio');
    if (measure.kind === 'share' && !measure.where) add(at, 'a share needs where');
    switch (measure.kind) {
      case 'sum':
      case 'average':
        if (!of || !isSummable(of)) add(`${at}.of`, `${measure.of ?? 'nothing'} has nothing to sum`);
        break;
      case 'distinct':
        if (!of || !DISTINCT.includes(of.type)) add(`${at}.of`, `${measure.of ?? 'nothing'} has nothing to tell apart`);
        break;
      case 'by':
        if (of?.type !== 'choice') add(`${at}.of`, `${measure.of ?? 'nothing'} is no choice`);
        break;
      case 'rows':
        if (of?.type !== 'table') add(`${at}.of`, `${measure.of ?? 'nothing'} is no table`);
        break;
      case 'latest':
        if (!of || measure.of!.includes('.')) add(`${at}.of`, `${measure.of ?? 'nothing'} is no field`);
        break;
      case 'ratio':
        for (const key of ['of', 'over'] as const) {
          const name = measure[key] ?? '';
          if (!name.includes('.') && !measures.some(({ id, kind }) => id === name && kind !== 'ratio')) add(`${at}.${key}`, `there is no measure ${name || 'without a name'}`);
        }
        break;
      default:
        if (measure.of !== undefined) add(`${at}.of`, `of is without effect on ${measure.kind}`);
    }
    if (measure.by !== undefined && !fieldAt(fields, measure.by)) add(`${at}.by`, `there is no field ${measure.by}`);
  });
  expects.forEach((expectation, i) => {
    const at = `expects.${i}`;
    const { each, every, months, since, within, where, by, expect } = expectation;
    condition(`${at}.where`, where);
    if ((every === undefined) === (since === undefined)) add(at, 'it needs either every or since');
    if ((since === undefined) !== (within === undefined)) add(at, 'since and within go together');
    if (months && every !== 'month') add(`${at}.months`, 'months goes with every: month');
    const sum = expect.sum === undefined ? undefined : measures.find(({ id, kind }) => id === expect.sum && kind === 'sum');
    if (expect.sum !== undefined && !sum) add(`${at}.expect.sum`, `there is no sum ${expect.sum}`);
    if (sum && fieldAt(fields, sum.of ?? '')?.type === 'decimal') add(`${at}.expect.sum`, 'what is expected is a whole number; decimals are measured with a target');
    if (typeof expect.atLeast === 'object' && !isRegister(each)) add(`${at}.expect.atLeast`, 'of names a field of a register’s record');
    if (by !== undefined && !['person', 'people', 'unit', 'link'].includes(fieldAt(fields, by)?.type ?? '')) add(`${at}.by`, `${by} is no field of persons, units or links`);
    if (since === 'appointment' && !isPost(each)) add(`${at}.since`, 'an appointment is to a post');
    if (since === 'joining' && each !== 'member') add(`${at}.since`, 'joining is of a member');
    if (since === 'opening' && (each === 'member' || isPost(each) || isRegister(each))) add(`${at}.since`, 'opening is of a unit');
    if ((each === 'member' || isPost(each)) && by === undefined && subjectField(type) === undefined) add(at, 'there is no field of person or people that says for whom a record counts');
  });
  return faults;
}

const isPost = (each: Each): boolean => typeof each === 'object' && 'post' in each;
const isRegister = (each: Each): boolean => typeof each === 'object' && 'register' in each;

/** The field that says of which persons a record is evidence. */
export const aboutOf = ({ subject, about, fields }: Pick<RecordTypeShape, 'subject' | 'about' | 'fields'>): RecordField | undefined =>
  subject === 'person' ? fields.find(({ id, type, required }) => (about === undefined ? required && (type === 'people' || type === 'person') : id === about)) : undefined;

/** The field by which a record counts for persons, where an expectation names none. */
export const subjectField = (type: Pick<RecordTypeShape, 'subject' | 'about' | 'fields'>): RecordField | undefined =>
  aboutOf(type) ?? type.fields.find(({ type: of }) => of === 'person' || of === 'people');

function checkField(field: RecordField, at: string, add: (at: string, fault: string) => void): void {
  for (const [key, types] of Object.entries(KEYS)) {
    if (field[key as keyof RecordField] !== undefined && !types.includes(field.type)) add(`${at}.${key}`, `${key} belongs to ${types.join(', ')}, not to ${field.type}`);
  }
  for (const [type, key] of REQUIRED) if (field.type === type && field[key] === undefined) add(at, `${type} needs ${key}`);
  if (field.min !== undefined && field.max !== undefined && field.min > field.max) add(at, 'min is above max');
  checkTwice(`${at}.values`, field.values?.map(({ id }) => id) ?? [], add);
}

function checkTwice(at: string, ids: readonly string[], add: (at: string, fault: string) => void): void {
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) add(at, `${twice} stands twice`);
}
