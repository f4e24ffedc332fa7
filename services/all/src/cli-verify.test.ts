import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { smallPackage, SmallLog, type Files } from '../../../libs/transparency/src/verify.fixture.ts';

const BIN = fileURLToPath(new URL('../../../bin/xingchuang.mjs', import.meta.url));
let folder: string;
const log = new SmallLog();

function put(name: string, files: Files): string {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), bytes);
  }
  return join(folder, name);
}
function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path, bytes);
}
const verify = (...args: readonly string[]): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => execFile(process.execPath, [BIN, 'verify', ...args], (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr })));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xingchuang-verify-test-'));
  for (let n = 0; n < 300; n += 1) log.say('thing.said', `thing-${n}`, { n });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a package that is as it was', async () => {
  const path = put('good', smallPackage(5, 3));
  expect(await verify(path)).toMatchObject({ code: 0, out: expect.stringContaining('全部相符') as string });
});

test('a package with one bit changed: named, with its place and both digests', async () => {
  const path = put('bad', smallPackage(5, 3));
  flip(join(path, 'data/files/2026-01/照片3.jpg'));
  const { code, out } = await verify(path);
  expect(code).toBe(1);
  expect(out).toMatch(/file-000003 照片3\.jpg\n.*data\/files\/2026-01\/照片3\.jpg\n.*[0-9a-f]{64}\n.*[0-9a-f]{64}\n/);
  expect(out).toContain('1 处不符');
});

test('a package in the folder that holds it', async () => {
  put('outer/B01-2026', smallPackage(2, 1));
  expect((await verify(join(folder, 'outer'))).code).toBe(0);
});

test('a copy of the log, as JSON', async () => {
  const path = put('log', log.copy([1, 299]));
  expect(JSON.parse((await verify(path, '--json')).out)).toMatchObject({ differences: [] });
  flip(join(path, 'tile/entries/000'));
  const { code, out } = await verify(path, '--json');
  expect([code, (JSON.parse(out) as { differences: { place: string }[] }).differences[0]!.place]).toEqual([1, expect.stringContaining('tile/entries/000')]);
});

test('a log whose key is not the one that is believed', async () => {
  const key = JSON.parse(new SmallLog().keys()) as { verifier: string }[];
  expect(await verify(put('foreign', log.copy()), '--key', key[0]!.verifier)).toMatchObject({ code: 1 });
});

test.each([
  [['no-such-place'], '没有这个文件'], [['.', '--key', 'nonsense'], '不是公钥'], [[], '需要 1 个参数'], [[tmpdir(), '--frobnicate'], 'frobnicate'],
])('wrong usage: %j', async (args, words) => expect(await verify(...args)).toMatchObject({ code: 2, out: expect.stringContaining(words) as string }));
