import fc from 'fast-check';
import { asText, drafted, filled, placesIn } from './place-text.ts';

const values: Readonly<Record<string, string>> = { 'a.b': '3', 'level.five': '{a.b}' };
const value = (name: string) => values[name];

test.each([
  ['共{a.b}个', '共3个'],
  ['写作{{a.b}', '写作{a.b}'],
  ['{level.five}', '{a.b}'], // what is put in is printed as it is
  ['{unknown} { a } {', '{unknown} { a } {'],
])('%s reads %s', (text, printed) => {
  expect(filled(text, value)).toBe(printed);
});

test('what is settled at drafting goes in; numbers stay places, braces stay doubled', () => {
  expect(drafted('{period}共{a.b}个{{x}', (name) => (name === 'period' ? '3月' : undefined))).toBe('3月共{a.b}个{{x}');
  expect(placesIn('{a.b}{{c}{d}')).toEqual(['a.b', 'd']);
});

test('law: whatever a value contains, it is printed so', () => {
  fc.assert(fc.property(fc.string(), (text) => expect(filled(asText(text), () => 'other')).toBe(text)));
});
