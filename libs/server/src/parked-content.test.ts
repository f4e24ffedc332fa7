import { create, toBinary } from '@bufbuild/protobuf';
import { UnitChangedSchema } from '@xingchuang/contracts';
import { shownContent } from './parked-content.ts';

const unit = { unitId: '01a1fc76-df17-77a8-a49a-ce51e7f9fa14', code: 'B01', name: '某局第一支部', kind: 'branch', path: ['01a1fc76-df17-77a8-a49a-ce51e7f9fa14'], version: 3, openedOn: '2026-01-01' };
const body = toBinary(UnitChangedSchema, create(UnitChangedSchema, unit));

test('ids, days, numbers and listed words are shown; a name is only named as hidden', () => {
  const shown = shownContent({ type: UnitChangedSchema.typeName, body });
  expect(Object.fromEntries(shown.content.map(({ field, value }) => [field, value]))).toEqual({ unitId: unit.unitId, code: 'B01', kind: 'branch', path: unit.unitId, version: '3', openedOn: '2026-01-01' });
  expect(shown.hidden).toEqual(['name']);
  expect(JSON.stringify(shown)).not.toContain('某局');
});

test('a listed field that holds a sentence is not shown either', () => {
  const odd = toBinary(UnitChangedSchema, create(UnitChangedSchema, { ...unit, code: '张三 13800000000' }));
  expect(shownContent({ type: UnitChangedSchema.typeName, body: odd }).hidden).toEqual(['code', 'name']);
});

test.each([
  ['an unknown type', 'xingchuang.other.v1.Thing', body],
  ['bytes that are none', UnitChangedSchema.typeName, new Uint8Array([255, 255, 255])],
])('%s shows nothing', (_, type, bytes) => {
  expect(shownContent({ type, body: bytes })).toEqual({ content: [], hidden: [] });
});
