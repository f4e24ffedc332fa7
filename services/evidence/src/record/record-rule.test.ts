import { readdirSync, readFileSync } from 'node:fs';
import { duties, parseScheme } from '@xingchuang/schemes';
import { RECORD_TYPES, RecordCatalogue } from './record-catalogue.ts';
import { faultsOf, refuseFaults, type FieldValues, type Known } from './record-rule.ts';
import { parseRecordType } from './record-type.ts';
import { yieldOf } from './record-yield.ts';

const catalogue = new RecordCatalogue(RECORD_TYPES);
const service = catalogue.get('community_service');
const known = (files: readonly string[] = []): Known => ({
  people: new Set(['m1', 'm2', 'guest']), members: new Set(['m1', 'm2']), units: new Map([['u1', 'branch']]), files: new Map(files.map((id) => [id, 'image/png'])), records: new Map([['r1', 'visit']]),
});
const sound: FieldValues = { people: [{ personId: 'm1', minutes: 60 }], time: 'weekend', activity: 'policy' };
const content = (fields: FieldValues, fileIds: string[] = []) => ({ day: '2026-03-01', title: '社区清扫', fields, fileIds, steps: {} });
const faults = (fields: FieldValues, type = service) => faultsOf(type, content(fields), known()).map(({ field, zh }) => `${field} ${zh}`);

test('a sound record has no fault', () => {
  expect(faults(sound)).toEqual([]);
});

test.each<[string, FieldValues, string]>([
  ['without time category (R-159)', { people: sound['people']!, activity: 'policy' }, 'fields.time “时间类别”必填'],
  ['without activity type (R-159)', { people: sound['people']!, time: 'weekend', activity: ' ' }, 'fields.activity “活动类型”必填'],
  ['without people', { ...sound, people: [] }, 'fields.people “参加党员”必填'],
  ['a value that is not offered', { ...sound, time: 'night' }, 'fields.time “时间类别”应为其中之一：8小时之外（after_hours）、主题党日（party_day）、节假日（holiday）、双休日（weekend）'],
  ['an unknown person', { ...sound, people: [{ personId: 'x', minutes: 5 }] }, 'fields.people[0] “参加党员”中有未登记的人员'],
  ['another unit’s member', { ...sound, people: [{ personId: 'guest', minutes: 5 }] }, 'fields.people[0] “参加党员”中有当日不属于本单位的人员'],
  ['a person twice', { ...sound, people: [{ personId: 'm1', minutes: 5 }, { personId: 'm1', minutes: 6 }] }, 'fields.people[1] “参加党员”中有人重复'],
  ['a person without minutes', { ...sound, people: [{ personId: 'm1' }] }, 'fields.people[0] “参加党员”中每人应填分钟数（1 至 1440 的整数）'],
  ['no minute at all', { ...sound, people: [{ personId: 'm1', minutes: 0 }] }, 'fields.people[0] “参加党员”中每人应填分钟数（1 至 1440 的整数）'],
  ['text where people belong', { ...sound, people: 'm1' }, 'fields.people “参加党员”应为人员名单'],
  ['a number where text belongs', { ...sound, community: 7 }, 'fields.community “服务社区”应为文字'],
  ['a field that the type lacks', { ...sound, weather: 'fine' }, 'fields.weather “社区服务记录”没有这一项'],
])('%s', (_, fields, fault) => {
  expect(faults(fields)).toEqual([fault]);
});

test('every fault is told, in both languages', () => {
  const all = faultsOf(service, content({}), known());
  expect(all.map(({ field, en }) => `${field}: ${en}`)).toEqual(['fields.people: members is required', 'fields.time: time category is required', 'fields.activity: activity type is required']);
  expect(() => refuseFaults(all)).toThrow(expect.objectContaining({ code: 'input.invalid', field: 'fields.people' }) as Error);
});

const numbers = parseRecordType(
  `{format: 1, id: t, zh: 甲, en: a, subject: unit, attachments: {min: 1},
    fields: [{id: n, zh: 数, en: n, type: number}, {id: m, zh: 时长, en: m, type: minutes}, {id: d, zh: 日, en: d, type: day}, {id: p, zh: 人, en: p, type: people}],
    measures: [{id: n, zh: 数, en: n, kind: sum, of: n}]}`,
  'test',
);

test.each<[FieldValues, string[]]>([
  [{ n: 1.5 }, ['fields.n “数”应为整数']],
  [{ n: '7' }, ['fields.n “数”应为整数']],
  [{ m: 1441 }, ['fields.m “时长”应为分钟数（1 至 1440 的整数）']],
  [{ d: '2026-02-30' }, ['fields.d “日”应为日期，如 2026-03-31']],
  [{ p: [{ personId: 'guest', minutes: 3 }] }, ['fields.p[0] “人”不计分钟']],
  [{ n: 3, m: 90, d: '2026-02-28', p: [{ personId: 'guest' }] }, []],
])('fields of each type: %j', (fields, expected) => {
  expect(faults(fields, numbers)).toEqual([...expected, 'fileIds “甲”至少需要 1 个附件，现有 0 个']);
});

test('attachments must be the unit’s, and each only once', () => {
  const found = faultsOf(numbers, content({}, ['f1', 'f2', 'f1']), known(['f1']));
  expect(found.map(({ field, zh }) => `${field} ${zh}`)).toEqual(['fileIds[1] 本单位没有这个文件', 'fileIds[2] 附件重复']);
});

test('minutes are summed in all and credited to each person (S0 L111)', () => {
  const fields: FieldValues = { ...sound, people: [{ personId: 'm1', minutes: 60 }, { personId: 'm2', minutes: 45 }] };
  expect(yieldOf(service, { fields, steps: {} })).toMatchObject({
    sums: { minutes: 105 },
    credits: [{ personId: 'm1', values: { minutes: 60 } }, { personId: 'm2', values: { minutes: 45 } }],
  });
  expect(yieldOf(numbers, { fields: { n: 4 }, steps: {} })).toMatchObject({ sums: { n: 4 }, credits: [] });
  expect(yieldOf(numbers, { fields: {}, steps: {} })).toMatchObject({ sums: { n: 0 }, credits: [] });
});

test.each([
  ['an unknown key', '{format: 1, id: t, zh: 甲, en: a, subject: unit, fields: [], colour: red}', /colour/],
  ['a choice without values', '{format: 1, id: t, zh: 甲, en: a, subject: unit, fields: [{id: c, zh: 选, en: c, type: choice}]}', /choice needs values/],
  ['a sum of text', '{format: 1, id: t, zh: 甲, en: a, subject: unit, fields: [{id: c, zh: 选, en: c, type: text}], measures: [{id: s, zh: 和, en: s, kind: sum, of: c}]}', /nothing to sum/],
  ['persons without people', '{format: 1, id: t, zh: 甲, en: a, subject: person, fields: []}', /needs a required field of person or people/],
])('a type file with %s is refused', (_, text, fault) => {
  expect(() => parseRecordType(text, 't.yaml')).toThrow(fault);
});

const schemes = new URL('../../../../schemes/', import.meta.url);
const expected = readdirSync(schemes).filter((name) => name.endsWith('.yaml')).flatMap((name) => {
  const scheme = parseScheme(readFileSync(new URL(name, schemes), 'utf8'));
  return duties(scheme).map((duty) => ({ scheme, duty }));
});

test.each(expected.map((one) => [`${one.scheme.id} ${one.duty.id}`, one] as const))('duty %s can be met: its record type is there, of its subject, with its sum', (_, { scheme, duty }) => {
  const type = catalogue.get(duty.record);
  expect(type.subject).toBe(scheme.kinds[duty.each]?.is === 'person' ? 'person' : 'unit');
  expect(duty.expect.sum === undefined || type.measures.some(({ id, kind }) => kind === 'sum' && id === duty.expect.sum)).toBe(true);
});
