import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readSignedAddress, signAddress } from './signed-address.ts';

const pair = generateKeyPairSync('ed25519');
const key = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
const pem = String(pair.publicKey.export({ format: 'pem', type: 'spki' }));
const claims = { unitName: '中共卧龙市䶮溪镇㛃水社区第一支部委员会', levelName: '五星级党支部', issuedOn: '2026-02-28', validUntil: '2028-02-27' };
const ADDRESS = 'https://xc.example.org/verify/XC-2026-0001';
const LONGEST = 330;
const signed = signAddress(ADDRESS, claims, key, LONGEST);

test('says what was signed, to whoever has the key', () => {
  expect(signed.startsWith(`${ADDRESS}#`)).toBe(true);
  expect(readSignedAddress(signed, pem)).toEqual({ ...claims, address: ADDRESS, number: 'XC-2026-0001', isNameCut: false });
  const other = String(generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }));
  expect(readSignedAddress(signed, other)).toBeUndefined();
});

test('no character of it can be another one', () => {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.#/:';
  fc.assert(
    fc.property(fc.nat(signed.length - 1), fc.constantFrom(...ALPHABET), (at, letter) => {
      const changed = signed.slice(0, at) + letter + signed.slice(at + 1);
      expect(readSignedAddress(changed, pem) === undefined).toBe(changed !== signed);
    }),
    { numRuns: 500 },
  );
});

test.each(['', ADDRESS, `${ADDRESS}#abc`, 'https://xc.example.org/verify/#.', `${signed}A`, signed.toUpperCase()])('%j is no signed address', (text) => expect(readSignedAddress(text, pem)).toBeUndefined());

test('a long name is cut, and says so; the code never grows too fine', () => {
  const long = signAddress(ADDRESS, { ...claims, unitName: '𬭎龘'.repeat(100) }, key, LONGEST);
  expect(long.length).toBeLessThanOrEqual(LONGEST);
  const read = readSignedAddress(long, pem)!;
  expect([read.isNameCut, read.unitName.isWellFormed(), /^(𬭎龘)+𬭎?…$/u.test(read.unitName)]).toEqual([true, true, true]);
  expect(() => signAddress(`https://${'x'.repeat(300)}.org/verify/1`, claims, key, LONGEST)).toThrow(RangeError);
});

test('openssl and two cuts of a shell are enough', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signed-address-'));
  try {
    writeFileSync(join(folder, 'key.pem'), pem);
    const RECIPE = /```sh qr\n([^`]+)```/.exec(readFileSync(new URL('../../../docs/documents.md', import.meta.url), 'utf8'))![1]!; // as people are told
    const run = (text: string) => execFileSync('sh', ['-ec', RECIPE, 'sh', text, 'key.pem'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    expect(run(signed)).toBe(`Signature Verified Successfully\n${Object.values(claims).join('\n')}`);
    expect(() => run(signed.replace('XC-2026-0001', 'XC-2026-0002'))).toThrow('Command failed');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
