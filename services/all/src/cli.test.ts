import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseScheme } from '@xingchuang/schemes';
import { tempFolder } from '@xingchuang/testkit';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SCHEME = join(ROOT, 'schemes/nanyang-organ-five-star.yaml');
const FACTS = join(ROOT, 'e2e/fixtures/organ-2025-facts.json');

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a person would. */
const xingchuang = (...args: string[]): Promise<Said> =>
  new Promise((resolve) => {
    execFile('node', [join(ROOT, 'bin/xingchuang.mjs'), ...args], { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

function file(name: string, text: string): string {
  const path = join(tempFolder('cli'), name);
  writeFileSync(path, text);
  return path;
}

describe('decide', () => {
  test('gives the ten branches of the bureau their levels, as JSON of the documented shape', async () => {
    const { code, out } = await xingchuang('decide', '--scheme', 'nanyang-organ-five-star', '--facts', FACTS, '--json');
    expect(code).toBe(0);
    const { units, ...head } = JSON.parse(out);
    expect(head).toEqual({ scheme: 'nanyang-organ-five-star', version: 1 });
    expect(units.map((one: { unit: string; level: string; stars: string[]; vetoes: string[]; caps: string[] }) => [one.unit, one.level, one.stars.join(), one.vetoes.join(), one.caps.join()])).toEqual([
      ['B01', 'five', 'S1,S2,S3,S4,S5', '', ''],
      ['B02', 'four', 'S1,S2,S3,S4', '', ''],
      ['B03', 'four', 'S1,S2,S3,S4', '', ''],
      ['B04', 'three', 'S1,S3,S4', '', ''],
      ['B05', 'two', 'S1,S3', '', ''],
      ['B06', 'three', 'S2,S3,S4', '', ''],
      ['B07', 'three', 'S1,S2,S4', '', ''],
      ['B08', 'one', 'S1,S2,S4', '', 'V1'],
      ['B09', 'none', '', 'V2', 'V1'],
      ['B10', 'four', 'S1,S2,S3,S4', '', ''],
    ]);
    for (const unit of units) expect(Object.keys(unit)).toEqual(['unit', 'level', 'stars', 'score', 'vetoes', 'caps', 'explanation']);
    const star = units[3].explanation.find((node: { clause: string }) => node.clause === 'S2');
    expect(Object.keys(star)).toEqual(['clause', 'source', 'expression', 'facts', 'verdict', 'children']);
    expect(star.children[0]).toEqual({ clause: 'S2.a', source: 'S0 L131「前6名」', expression: 'provincial_rank <= 6', facts: { provincial_rank: 7 }, verdict: false, children: [] });
  });

  test('tells people in Chinese, by the path of a scheme too', async () => {
    const { code, out } = await xingchuang('decide', '--scheme', SCHEME, '--facts', FACTS);
    expect(code).toBe(0);
    expect(out).toMatch(/^B08 {3}一星 .* V1$/m);
    expect(out).toContain('距四星还差1颗星，尚缺：\n  - 有排名的在省内前6名（业务省内排名：7）');
  });

  test('names every fault of the facts and decides nothing', async () => {
    const facts = JSON.parse(readFileSync(FACTS, 'utf8'));
    facts.units[1].facts.provincial_rank = 'third';
    facts.units[2].facts.morale = 5;
    delete facts.units[3].facts.two_roles_played;
    const { code, out, err } = await xingchuang('decide', '--scheme', SCHEME, '--facts', file('facts.json', `\uFEFF${JSON.stringify(facts)}`), '--json');
    expect([code, out]).toEqual([1, '']);
    expect(err.trim().split('\n').map((line) => line.split(' ').slice(1, 3))).toEqual([['B02', 'facts.provincial_rank'], ['B03', 'facts.morale'], ['B04', 'facts.two_roles_played']]);
  });

  test.each([
    ['facts that are not JSON', SCHEME, file.bind(null, 'no.json', '{"units": ['), 1, /not JSON/],
    ['a faulty scheme', () => file('bad.yaml', 'format: 1\n'), () => FACTS, 1, /bad\.yaml:1:1 .* \/ .*/],
    ['a scheme that is nowhere', 'no-such-scheme', () => FACTS, 2, /no-such-scheme/],
  ])('refuses %s', async (_, scheme, facts, exit, words) => {
    const { code, out, err } = await xingchuang('decide', '--scheme', typeof scheme === 'string' ? scheme : scheme(), '--facts', facts());
    expect([code, out]).toEqual([exit, '']);
    expect(err).toMatch(words);
  });
});

describe('scheme check', () => {
  test('accepts the scheme of this repository', async () => {
    expect(await xingchuang('scheme', 'check', SCHEME)).toMatchObject({ code: 0, err: '' });
  });

  test('names line, column and what to write instead', async () => {
    const lines = readFileSync(SCHEME, 'utf8').split('\n');
    const spoil = (was: string, is: string): number => {
      const at = lines.findIndex((line) => line.includes(was));
      lines[at] = lines[at]!.replace(was, is);
      return at + 1;
    };
    const rank = spoil('expr: provincial_rank <= 6', 'expr: provincial_rnak <= 6');
    const cap = spoil('r.rank_from_bottom <= 10)', 'r.rank_from_botom <= 10)');
    const path = file('spoilt.yaml', lines.join('\n'));
    const { code, out } = await xingchuang('scheme', 'check', path);
    expect(code).toBe(1);
    const told = out.trim().split('\n');
    expect(told.map((line) => line.slice(path.length + 1).split(':')[0])).toEqual([`${rank}`, `${cap}`]);
    expect(told[0]).toMatch(/:\d+:\d+ .*provincial_rnak.* \/ .*provincial_rank/);
  });
});

describe('scheme to-excel and from-excel', () => {
  test('a scheme goes to a workbook and back and decides the same', async () => {
    const [book, back] = [file('book.xlsx', ''), file('back.yaml', '')];
    expect(await xingchuang('scheme', 'to-excel', 'nanyang-organ-five-star', '--out', book)).toMatchObject({ code: 0, err: '' });
    expect(await xingchuang('scheme', 'from-excel', book, '--out', back)).toMatchObject({ code: 0, err: '' });
    expect(parseScheme(readFileSync(back, 'utf8'))).toEqual(parseScheme(readFileSync(SCHEME, 'utf8')));
  });

  test('the empty template says sheet and cell of what is missing', async () => {
    const book = file('template.xlsx', '');
    expect(await xingchuang('scheme', 'template', '--out', book)).toMatchObject({ code: 0, err: '' });
    const { code, out, err } = await xingchuang('scheme', 'from-excel', book);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/template\.xlsx: 基本信息!B3 请填写“办法标识” \/ fill in 办法标识/);
  });

  test('what is no workbook is refused', async () => {
    expect(await xingchuang('scheme', 'from-excel', SCHEME)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('Excel') });
  });
});

describe('deadline', () => {
  test.each([
    ['W1', ['--from', '2026-02-13', '--workdays', '5'], '2026-02-27', '2026-02-28', '2026-02-28'],
    ['W2', ['--from', '2026-02-13', '--workdays', '5', '--count-start'], '2026-02-26', '2026-02-27', '2026-02-27'],
    ['W4', ['--from', '2026-03-02', '--months', '3'], '2026-06-02', '2026-06-03', '2026-06-03'],
    ['W5', ['--from', '2026-06-03', '--months', '6'], '2026-12-03', '2026-12-04', '2026-12-04'],
  ])('%s', async (_, args, lastDay, firstDayAfter, firstWorkdayAfter) => {
    const { code, out } = await xingchuang('deadline', ...args, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ lastDay, firstDayAfter, firstWorkdayAfter, provisional: false });
    expect(Object.keys(JSON.parse(out)).sort()).toEqual(['derivation', 'firstDayAfter', 'firstWorkdayAfter', 'lastDay', 'provisional']);
  });

  test('a day that is none is refused', async () => {
    const { code, out, err } = await xingchuang('deadline', '--from', '2026-02-30', '--months', '1', '--json');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('Not a day');
  });
});

test.each([
  ['no command', []],
  ['an unknown command', ['rate']],
  ['an unknown option', ['deadline', '--from', '2026-01-05', '--days', '3']],
  ['both lengths', ['deadline', '--from', '2026-01-05', '--months', '3', '--workdays', '5']],
  ['no facts', ['decide', '--scheme', 'nanyang-organ-five-star']],
  ['no file to check', ['scheme', 'check']],
  ['an unknown part', ['scheme', 'chekc', SCHEME]],
  ['no workbook', ['scheme', 'from-excel', 'nowhere.xlsx']],
])('%s is wrong usage: the help and exit code 2', async (_, args) => {
  const { code, out, err } = await xingchuang(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('xingchuang decide --scheme');
});
