import fc from 'fast-check';
import { canonicalJson, NotCanonical } from './canonical.ts';
import { parseJson } from './parse-json.ts';

/** The example of RFC 8785, 3.2.2 to 3.2.4; its first number has more digits than come back, which we refuse. */
const RFC = '{"numbers":[333333333.3333333,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}';
const RFC_BYTES =
  '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d';

test('the example of the standard', () => {
  expect(Buffer.from(canonicalJson(parseJson(RFC))).toString('hex')).toBe(RFC_BYTES);
  expect(() => parseJson(RFC.replace('333333333.3333333', '333333333.33333329'))).toThrow(NotCanonical);
});

test('keys are sorted by their UTF-16 units', () => {
  const keys = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '\ud83d\ude00': 'Emoji: Grinning Face', '\u0080': 'Control', '\u00f6': 'Latin Small Letter O With Diaeresis' };
  const order = Object.values(JSON.parse(canonicalJson(keys)) as Record<string, string>);
  expect(canonicalJson(keys).match(/"[^"]*":"([A-Z])/g)!.map((part) => part.at(-1))).toEqual(['C', 'O', 'C', 'L', 'E', 'E', 'H']);
  expect(order).toHaveLength(7);
});

test.each<[number, string]>([
  [0, '0'], [-0, '0'], [5e-324, '5e-324'], [1.7976931348623157e308, '1.7976931348623157e+308'], [9007199254740991, '9007199254740991'], [295147905179352830000, '295147905179352830000'],
  [9.999999999999997e22, '9.999999999999997e+22'], [1e23, '1e+23'], [1e21, '1e+21'], [333333333.3333332, '333333333.3333332'], [-0.0000033333333333333333, '-0.0000033333333333333333'], [1424953923781206.2, '1424953923781206.2'],
])('the number %p is written %s', (value, written) => expect(canonicalJson(value)).toBe(written));

test.each<[string, unknown]>([
  ['a date', { at: new Date(0) }], ['a function', { f: () => 1 }], ['infinity', [Infinity]], ['no number', [NaN]], ['a lone surrogate', { name: '\ud83d' }], ['a lone surrogate in a key', { '\ude00': 1 }],
  ['a big integer', [1n]], ['a map', new Map()], ['bytes', Buffer.from('a')], ['nothing at all', undefined],
])('%s has no canonical text', (_, value) => expect(() => canonicalJson(value)).toThrow(NotCanonical));

test.each<[string, string | Uint8Array]>([
  ['a key twice', '{"a":1,"b":2,"a":1}'], ['a key twice, once escaped', '{"a":1,"\\u0061":1}'], ['a byte order mark', '\uFEFF{}'], ['a byte order mark in bytes', Buffer.from('efbbbf7b7d', 'hex')], ['a lone surrogate', '["\\ud83d"]'],
  ['GBK', Buffer.from('22d0c722', 'hex')], ['an integer that no double holds', '[9007199254740993]'], ['more digits than a double has', '[0.12345678901234567890]'], ['too large a number', '[1e400]'], ['a leading zero', '[01]'],
  ['a plus', '[+1]'], ['a trailing comma', '[1,]'], ['a comment', '[1/*one*/]'], ['two values', '{} {}'], ['nothing', ''], ['a raw newline in a text', '["a\nb"]'], ['single quotes', "{'a':1}"], ['no end', '{"a":[1'], ['no colon', '{"a" 1}'],
  ['a hundred levels', '['.repeat(100) + ']'.repeat(100)], ['NaN', '[NaN]'], ['a form feed as space', '[\f1]'],
])('%s is refused', (_, text) => expect(() => parseJson(text)).toThrow(NotCanonical));

const json = fc.jsonValue({ maxDepth: 4 });
const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, shuffled(member)]));
};

test('the order of keys and the way of writing do not matter', () => {
  fc.assert(fc.property(json, (value) => {
    const well = JSON.parse(JSON.stringify(value).replaceAll(/\\ud[89a-f][0-9a-f]{2}/g, 'x')) as unknown;
    expect(canonicalJson(shuffled(well))).toBe(canonicalJson(well));
    expect(canonicalJson(parseJson(JSON.stringify(well, null, 3)))).toBe(canonicalJson(well));
  }), { numRuns: 2_000 });
});

test('what is read is what JSON.parse reads, and the canonical text reads back to itself', () => {
  fc.assert(fc.property(fc.json(), (text) => {
    let read: unknown;
    try {
      read = parseJson(text);
    } catch (error) {
      expect(error).toBeInstanceOf(NotCanonical);
      return;
    }
    expect(read).toEqual(JSON.parse(text));
    expect(canonicalJson(parseJson(canonicalJson(read)))).toBe(canonicalJson(read));
  }), { numRuns: 2_000 });
});

test('two contents have two texts', () => {
  fc.assert(fc.property(json, json, (one, other) => {
    const [a, b] = [one, other].map((value) => JSON.parse(JSON.stringify(value).replaceAll(/\\ud[89a-f][0-9a-f]{2}/g, 'x')) as unknown);
    expect(canonicalJson(a) === canonicalJson(b)).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)));
  }), { numRuns: 2_000 });
  expect(canonicalJson('\u00e9')).not.toBe(canonicalJson('e\u0301')); // composed and decomposed are two texts
});

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return ['an object', ...Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, member]) => [key, sorted(member)])];
};

test('a key that means something to JavaScript is only a key', () => {
  const read = parseJson('{"__proto__":{"polluted":true},"constructor":1}');
  expect(canonicalJson(read)).toBe('{"__proto__":{"polluted":true},"constructor":1}');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
