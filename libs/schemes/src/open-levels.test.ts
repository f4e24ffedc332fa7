import { readFileSync } from 'node:fs';
import { openLevels, parseScheme, refuseUnset, refuseUnsetSettings, type Scheme } from './index.ts';

const read = (...changes: readonly (readonly [string, string])[]): Scheme => {
  const text = readFileSync(new URL('../../../schemes/jiaozuo-five-star-model-branch.yaml', import.meta.url), 'utf8');
  return parseScheme(changes.reduce((all, [was, next]) => all.replace(was, next), text));
};
const SET = { aspect_names: ['一'], aspect_points: 10, daily_points: 30, pass_line: 85, lower_level: 'none', scorer: 'work_committee', naming_body: 'work_committee' };

test.each<[string, object, string[]]>([
  ['no line is drawn below the highest', {}, ['none', 'five_star']],
  ['one line', { line_three: 60 }, ['none', 'three', 'five_star']],
  ['all lines', { line_one: 40, line_two: 50, line_three: 60, line_four: 70 }, ['none', 'one', 'two', 'three', 'four', 'five_star']],
])('%s', (_, more, levels) => {
  expect(openLevels(read(), { ...SET, ...more })).toEqual(levels);
});

test('a level that only facts keep away is there; one part of an “or” that a setting closes does not close it', () => {
  const either = read(['when: line_three > 0 && total >= line_three', 'when: line_three > 0 || total >= 60']);
  expect(openLevels(either, SET)).toContain('three');
  const never = read(['when: line_three > 0 && total >= line_three', 'when: line_three > 0']);
  expect([openLevels(never, SET).includes('three'), openLevels(never, { ...SET, line_three: 1 }).includes('three')]).toEqual([false, true]);
});

test('nobody names a level that the round does not have', () => {
  const scheme = read();
  expect(() => refuseUnset(scheme, 'four', SET)).toThrow(expect.objectContaining({ code: 'level.unset', facts: expect.objectContaining({ open: ['未获评', '五星级示范党支部'] }) }));
  expect(() => refuseUnset(scheme, 'six', SET)).toThrow(expect.objectContaining({ code: 'level.unknown' }));
  expect(() => refuseUnsetSettings(scheme, { ...SET, lower_level: 'four' })).toThrow(expect.objectContaining({ code: 'level.unset', field: 'parameters.lower_level' }));
  refuseUnsetSettings(scheme, { ...SET, lower_level: 'four', line_four: 70 });
});
