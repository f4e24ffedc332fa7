import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbedded } from '@xingchuang/all';
import { tempFolder } from '@xingchuang/testkit';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DOCUMENTS = ['certificate-B01.pdf', 'certificate-B02.pdf', 'certificate-B03.pdf', 'notice.pdf', 'bulletin.pdf', 'ranking.pdf', 'circular.pdf', 'plaque-B01.pdf'];

const xingchuang = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile('node', [join(ROOT, 'bin/xingchuang.mjs'), ...args], { cwd: ROOT, maxBuffer: 16 * 1024 * 1024 }, (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }));
  });

/** The lines of the table of expected and actual. */
const cells = (out: string): string[] => out.split('\n').filter((line) => /(相符|不符)$/.test(line) && !line.includes('格，'));

/** What the commands of the README say, word for word, with nothing but what the demo left. */
async function asAStranger(): Promise<string> {
  const commands = /```sh\n([\s\S]+?)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))![1]!;
  const folder = mkdtempSync(join(tempFolder('stranger'), 'desk-'));
  cpSync(join(ROOT, 'out'), join(folder, 'out'), { recursive: true, filter: (path) => !path.endsWith('.png') });
  return new Promise((resolve) => execFile('sh', ['-ec', commands], { cwd: folder }, (error, out, err) => resolve(`${out}${err}${error?.message ?? ''}`)));
}

test('the demo on a system of its own: every cell equal, documents left behind', async () => {
  for (const name of DOCUMENTS) rmSync(join(ROOT, 'out', name), { force: true });
  const { code, out, err } = await xingchuang('demo');
  expect([code, err]).toEqual([0, '']);
  expect(cells(out).length).toBeGreaterThan(100);
  expect(cells(out).filter((line) => line.includes('不符'))).toEqual([]);
  expect(out).toMatch(/(\d+) 格，\1 格相符，0 格不符/);
  for (const section of ['1.1', '1.2', '1.3', '1.3 U2', '1.4 O1', '1.4 L1', '1.4 L4', '1.4 L5', '1.4 H1', '1.4 Y1', '1.4 Y2', '1.4 D1', '6 T4']) {
    expect(cells(out).some((line) => line.startsWith(`${section}  `))).toBe(true);
  }
  for (const name of ['bulletin.docx', 'ranking.docx', 'circular.docx']) expect(readFileSync(join(ROOT, 'out', name)).subarray(0, 2).toString()).toBe('PK');
  for (const name of DOCUMENTS) {
    const document = readFileSync(join(ROOT, 'out', name));
    expect(document.subarray(0, 5).toString()).toBe('%PDF-');
    expect([name, document.includes('/ETSI.CAdES.detached')]).toEqual([name, !name.startsWith('plaque')]); // signed with the demo's own key, but for what a workshop gets
  }
  expect(await asAStranger()).toContain('Signature Verified Successfully');
}, 900_000);

test('the demo against a running system says what differs and exits with 1', async () => {
  const system = await startEmbedded(mkdtempSync(join(tempFolder('demo'), 'used-')));
  try {
    const first = await xingchuang('demo', '--url', system.url, '--accounts', system.accountsFile);
    expect([first.code, first.err]).toEqual([0, '']);
    // The year has been played here already: the ledger of problems is not as a fresh one.
    const second = await xingchuang('demo', '--url', system.url, '--accounts', system.accountsFile);
    expect(second.code).toBe(1);
    expect(cells(second.out).some((line) => line.endsWith('✘ 不符')) || second.err.includes('未能完成')).toBe(true);
  } finally {
    await system.stop();
  }
}, 900_000);

test.each([
  ['a URL without accounts', ['--url', 'http://127.0.0.1:1']],
  ['a URL and a distributed run', ['--url', 'http://127.0.0.1:1', '--accounts', 'x.json', '--distributed']],
  ['accounts that are nowhere', ['--url', 'http://127.0.0.1:1', '--accounts', 'no-such-file.json']],
])('%s is wrong usage', async (_, args) => {
  expect((await xingchuang('demo', ...args)).code).toBe(2);
});
