import fc from 'fast-check';
import { disposition, rangeOf } from './content-headers.ts';
import { fileName } from './file-name-rule.ts';

test('a name of 200 Chinese characters with emoji comes through', () => {
  const name = `${'䶮㛃会议记录'.repeat(33)}🎉👨‍👩‍👧.jpg`;
  expect(fileName(encodeURIComponent(name))).toBe(name);
});

test.each([
  [undefined, 'file.name-missing'],
  ['', 'file.name-missing'],
  ['%20%20', 'file.name-length'],
  [encodeURIComponent('记'.repeat(1_001)), 'file.name-length'],
  ['%E4%BC', 'file.name-encoding'], // half a character
  ['%BB%E1%D2%E9.txt', 'file.name-encoding'], // GBK
  ['100%.txt', 'file.name-encoding'],
  ['..%2F..%2Fetc%2Fpasswd', 'file.name-characters'],
  ['a%5Cb.txt', 'file.name-characters'],
  ['a%00.jpg', 'file.name-characters'],
  ['a%0D%0ASet-Cookie:x', 'file.name-characters'],
])('%s is refused as %s', (header, code) => {
  expect(() => fileName(header)).toThrow(expect.objectContaining({ code }) as Error);
});

test.each([
  ['a thousand characters beyond the basic plane', '𠮷'.repeat(1_000)],
  ['decomposed letters', 'Cafe\u0301 re\u0301union.pdf'],
  ['composed letters', 'Caf\u00e9 r\u00e9union.pdf'],
  ['right to left and joiners', '‮gpj.رم‍ز👨‍👩‍👧.jpg'],
])('%s stay as they were typed', (_, name) => {
  expect(fileName(encodeURIComponent(name))).toBe(name);
});

test('any name gives a header of plain ASCII from which it can be read again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (name) => {
      const header = disposition(name);
      expect(header).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]*$/);
      expect(header.match(/"/g)).toHaveLength(2);
      expect(decodeURIComponent(header.split("UTF-8''")[1]!)).toBe(name);
    }),
  );
});

test.each([
  [undefined, undefined],
  ['bytes=0-9', { from: 0, to: 9 }],
  ['bytes=90-', { from: 90, to: 99 }],
  ['bytes=-5', { from: 95, to: 99 }],
  ['bytes=-500', { from: 0, to: 99 }],
  ['bytes=50-4000', { from: 50, to: 99 }],
  ['bytes=0-1,5-6', undefined],
  ['items=0-1', undefined],
  ['bytes=-', undefined],
])('range %s of 100 bytes', (header, range) => {
  expect(rangeOf(header, 100)).toEqual(range);
});

test.each(['bytes=100-', 'bytes=9-3', 'bytes=-0'])('range %s of 100 bytes is refused', (header) => {
  expect(() => rangeOf(header, 100)).toThrow(expect.objectContaining({ code: 'file.range' }) as Error);
});
