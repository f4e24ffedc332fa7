import fc from 'fast-check';
import { compileExpression } from './cel-compile.ts';
import { NamesBuilder, type Frame, type Value } from './cel-types.ts';

const builder = new NamesBuilder().levels(['low', 'mid', 'high']);
const slots = {
  n: builder.add('n', { is: 'number', places: 0 }),
  d: builder.add('d', { is: 'number', places: 2 }),
  maybe: builder.add('maybe', { is: 'number', places: 0, nullable: true }),
  b: builder.add('b', { is: 'boolean' }),
  t: builder.add('t', { is: 'text', values: ['red', 'blue'] }),
  on: builder.add('on', { is: 'day' }),
  level: builder.add('level', { is: 'level' }),
  words: builder.add('words', { is: 'texts' }),
  list: builder.add('list', {
    is: 'records',
    fields: new Map([
      ['n', { slot: 0, type: { is: 'number' as const, places: 0 } }],
      ['end', { slot: 1, type: { is: 'day' as const, nullable: true } }],
    ]),
  }),
};
let asked = 0;
builder.function('above', 'level', (frame, level) => {
  asked += 1;
  return (frame[slots.level.slot] as number) - level;
});
const names = builder.build();

function run(text: string, values: Partial<Record<keyof typeof slots, Value>> = {}): unknown {
  const result = compileExpression(text, names, 'boolean');
  if ('fault' in result) throw new Error(`${result.fault.code} ${result.fault.en}`);
  const frame: Frame = new Array<Value>(names.width).fill(null);
  const all = { n: 0, d: 0, b: false, t: 'red', on: '2026-01-01', level: 0, words: [], list: [], ...values };
  for (const [name, value] of Object.entries(all)) frame[slots[name as keyof typeof slots].slot] = value;
  return result.ok.run(frame);
}

const fault = (text: string): string => {
  const result = compileExpression(text, names, 'boolean');
  return 'fault' in result ? result.fault.code : 'ok';
};

test.each<[string, Parameters<typeof run>[1], boolean]>([
  ['d < 75', { d: 7499 }, true],
  ['d < 75', { d: 7500 }, false],
  ['d == 75.50', { d: 7550 }, true],
  ['d + 0.1 == 0.3', { d: 20 }, true],
  ['d * 1.5 >= 1.125', { d: 75 }, true],
  ['-n < 0', { n: 1 }, true],
  ['n * 100 >= 80 * 10', { n: 8 }, true],
  ['n - 1 == 0 ? b : !b', { n: 1, b: true }, true],
  ["t in ['red', 'blue']", { t: 'blue' }, true],
  ["t != 'red'", {}, false],
  ["'x' in words", { words: ['x'] }, true],
  ['n in [1, 2]', { n: 3 }, false],
  ["on >= '2026-01-01' && on < '2026-02-01'", { on: '2026-01-31' }, true],
  ['level >= mid', { level: 1 }, true],
  ['level in [low, mid]', { level: 2 }, false],
  ['above(low) == 2', { level: 2 }, true],
  ['maybe == null', {}, true],
  ['maybe != null && maybe > 3', { maybe: 4 }, true],
  ['maybe == null || maybe > 3', {}, true],
  ['!(maybe == null) ? maybe > 3 : b', { maybe: 4 }, true],
  ['maybe == 4', {}, false],
  [
    'list.exists(x, x.n > 3)',
    {
      list: [
        [1, null],
        [4, null],
      ],
    },
    true,
  ],
  [
    'list.all(x, x.n > 3)',
    {
      list: [
        [1, null],
        [4, null],
      ],
    },
    false,
  ],
  [
    'list.filter(x, x.n > 0).size() >= 2',
    {
      list: [
        [1, null],
        [4, null],
      ],
    },
    true,
  ],
  [
    'size(list.filter(x, x.end != null && x.end < on)) == 1',
    {
      list: [
        [1, '2025-12-31'],
        [4, null],
      ],
    },
    true,
  ],
  [
    'list.exists(x, list.exists(y, y.n == x.n + 1))',
    {
      list: [
        [1, null],
        [2, null],
      ],
    },
    true,
  ],
  ['list.all(x, false)', { list: [] }, true],
])('%s over %j is %s', (text, values, verdict) => {
  expect(run(text, values)).toBe(verdict);
});

test.each([
  ['maybe > 3', 'expression.maybe-null'],
  ['maybe != null || maybe > 3', 'expression.maybe-null'],
  ['maybe + 1 == 2', 'expression.maybe-null'],
  ['list.exists(x, x.end < on)', 'expression.maybe-null'],
  ['n', 'expression.type'],
  ['b && n', 'expression.type'],
  ['b == n', 'expression.type'],
  ['b < b', 'expression.type'],
  ["on < 'tomorrow'", 'expression.type'],
  ["t == 'green'", 'expression.unknown-value'],
  ['list == list', 'expression.type'],
  ['list.exists(n, true)', 'expression.name-taken'],
  ['list.exists(x, x)', 'expression.type'],
  ['list[0].n == 1', 'expression.operator'],
  ['{"a": 1} == {"a": 1}', 'expression.operator'],
  ['list.map(x, x.n).size() == 0', 'expression.unknown-function'],
  ['n % 2 == 0', 'expression.operator'],
  ['n == 1.23456', 'expression.number'],
  ['n == 1e3', 'expression.number'],
  ['n == 12345678901', 'expression.number'],
  ['constructor == n', 'expression.unknown-name'],
  ['n.constructor == n', 'expression.unknown-name'],
  ['above(n) == 1', 'expression.type'],
  ['b ? n : d', 'expression.type'],
  ['has(list.n)', 'expression.unknown-function'],
])('%s is refused: %s', (text, code) => {
  expect(fault(text)).toBe(code);
});

test.each(['abs(abs(abs(above(low) - 1) - 1) - 1) < 0', 'max(min(max(min(above(low), 9), 1), 9), 1) < 0', '((above(low) in [3, 4, 5]) in [true, true]) in [true, true]'])(
  'what stands within functions is computed once: %s',
  (text) => {
    asked = 0;
    expect(run(text, { level: 2 })).toBe(false);
    expect(asked).toBe(1);
  },
);

test('numbers compare as exact decimals', () => {
  const decimal = fc.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 9_999 }));
  fc.assert(
    fc.property(fc.integer({ min: -9_999_999, max: 9_999_999 }), decimal, (d, [whole, fraction]) => {
      const literal = `${Math.abs(whole)}.${String(fraction).padStart(4, '0')}`;
      const expected = BigInt(d) * 100n < (BigInt(Math.abs(whole)) * 10_000n + BigInt(fraction)) * (whole < 0 ? -1n : 1n);
      expect(run(`d < ${whole < 0 ? '-' : ''}${literal}`, { d })).toBe(expected);
    }),
  );
});

test('any text is either compiled or refused, never thrown', () => {
  const piece = fc.constantFrom(
    'n',
    'd',
    'b',
    'maybe',
    'list',
    '.exists(',
    'x',
    ',',
    ')',
    '(',
    '&&',
    '||',
    '==',
    '<',
    '1',
    "'red'",
    '!',
    '?',
    ':',
    'in',
    '[',
    ']',
    'null',
    'size(',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      fault(pieces.join(' '));
    }),
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (text) => {
      fault(text);
    }),
  );
});
