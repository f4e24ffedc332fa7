import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signAddress } from '@xingchuang/transparency';

const BIN = fileURLToPath(new URL('../../../bin/xingchuang.mjs', import.meta.url));
const pair = generateKeyPairSync('ed25519');
const text = signAddress('https://xc.example.org/verify/XC-2026-0001', { unitName: '示例局第一支部', levelName: '五星级党支部', issuedOn: '2026-02-28', validUntil: '' }, pair.privateKey.export({ format: 'der', type: 'pkcs8' }), 330);
const run = (...args: readonly string[]): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => execFile(process.execPath, [BIN, 'verify-qr', ...args], (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr })));

let folder: string;
const put = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'xingchuang-verify-qr-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('says what the code of an award says, if its issuer signed that; else says no, with 1', async () => {
  const key = put('key.pem', pair.publicKey.export({ format: 'pem', type: 'spki' }));
  const good = await run(text, '--key', key);
  expect(good).toEqual({ code: 0, out: expect.stringMatching(/签名有效[\s\S]*XC-2026-0001[\s\S]*示例局第一支部[\s\S]*五星级党支部[\s\S]*2026-02-28/) });
  expect(JSON.parse((await run(text, '--key', key, '--json')).out)).toMatchObject({ valid: true, number: 'XC-2026-0001', isNameCut: false });
  const changed = await run(text.replace('0001', '0002'), '--key', key);
  expect(changed).toEqual({ code: 1, out: expect.stringContaining('不符') });
});

test('a key that is none is wrong usage', async () => {
  expect((await run(text)).code).toBe(2);
  expect((await run(text, '--key', put('rsa.pem', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'pem', type: 'spki' })))).code).toBe(2);
});
