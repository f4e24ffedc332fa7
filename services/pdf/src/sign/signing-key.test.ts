import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Authority, openssl, PASSWORD, WRAPPINGS, type KeyKind } from './authority.fixture.ts';
import { detachedSignature } from './cms.ts';
import { signingKey } from './signing-key.ts';
import { stamperAt } from './timestamp.ts';

let authority: Authority;
beforeAll(() => {
  authority = new Authority();
});
afterAll(() => authority.close());

const MESSAGE = Buffer.from('五星级党支部');
const digest = createHash('sha256').update(MESSAGE).digest();

/** What OpenSSL says to a detached signature over the message; throws when it does not hold. */
function verified(cms: Buffer): string {
  const [signature, content] = [join(authority.folder, 'cms'), join(authority.folder, 'content')];
  writeFileSync(signature, cms);
  writeFileSync(content, MESSAGE);
  return openssl('cms', '-verify', '-binary', '-inform', 'DER', '-in', signature, '-content', content, '-CAfile', authority.caFile, '-purpose', 'any').toString();
}

describe('a key from a PKCS #12 file', () => {
  const wrappings = Object.keys(WRAPPINGS) as (keyof typeof WRAPPINGS)[];
  test.each(wrappings.flatMap((wrapping) => (['ec', 'rsa'] as KeyKind[]).map((kind) => [kind, wrapping] as const)))('%s %s', async (kind, wrapping) => {
    const key = signingKey(authority.issue(kind, wrapping), PASSWORD);
    expect(key.privateKey.asymmetricKeyType).toBe(kind);
    expect(key.name).toBe('中共卧龙市委市直机关工作委员会');
    expect(key.chain).toHaveLength(2);
    expect(verified(await detachedSignature(digest, key))).toBe(MESSAGE.toString());
  });

  test.each(wrappings)('%s: a wrong password is said', (wrapping) => {
    expect(() => signingKey(authority.issue('ec', wrapping), `${PASSWORD}x`)).toThrow(
      expect.objectContaining({ code: 'pdf.key-unreadable', facts: { reason: 'wrong password' } }),
    );
  });

  test.each([Buffer.alloc(0), Buffer.from('-----BEGIN CERTIFICATE-----'), Buffer.from('3080', 'hex'), Buffer.from('30820fff', 'hex'), Buffer.from('3000', 'hex')])('%s is no such file', (file) => {
    expect(() => signingKey(file, PASSWORD)).toThrow(expect.objectContaining({ code: 'pdf.key-unreadable' }));
  });

  test('a file cut anywhere is refused, never taken for another', () => {
    const whole = authority.issue('ec');
    for (let length = 0; length < whole.length; length += 37) {
      expect(() => signingKey(whole.subarray(0, length), PASSWORD)).toThrow(expect.objectContaining({ code: 'pdf.key-unreadable' }));
    }
  });
});

test('a changed message does not verify', async () => {
  const other = createHash('sha256').update('四星级党支部').digest();
  const cms = await detachedSignature(other, signingKey(authority.issue('ec'), PASSWORD));
  expect(() => verified(cms)).toThrow('openssl cms');
});

describe('time-stamps', () => {
  test('one stands in the signature and is over it', async () => {
    const key = signingKey(authority.issue('rsa'), PASSWORD);
    const [bare, stamped] = [await detachedSignature(digest, key), await detachedSignature(digest, key, stamperAt(await authority.timeStamps()))];
    expect(verified(stamped)).toBe(MESSAGE.toString());
    expect(stamped.length).toBeGreaterThan(bare.length + 1000);
    expect(stamped.includes(Buffer.from('060b2a864886f70d010910020e', 'hex'))).toBe(true);
  });

  test.each([
    ['an answer to another question', (right: Buffer) => Buffer.concat([right.subarray(0, -1), Buffer.of((right.at(-1) ?? 0) ^ 1)]), false],
    ['no answer', () => Buffer.alloc(0), true],
    ['a no', () => Buffer.from('30053003020102', 'hex'), true],
    ['a page', () => Buffer.from('<html>'), true],
  ])('%s', async (_, answer, isRefused) => {
    const asked = detachedSignature(digest, signingKey(authority.issue('ec'), PASSWORD), stamperAt(await authority.timeStamps(answer)));
    if (isRefused) await expect(asked).rejects.toMatchObject({ kind: 'conflict', code: 'pdf.timestamp-failed' });
    else await expect(asked).resolves.toBeDefined(); // only the authority's own signature is spoilt: readers of the file judge that
  });

  test('an answer for other bytes is refused', async () => {
    let first: Buffer | undefined;
    const stamper = stamperAt(await authority.timeStamps((right) => (first ??= right)));
    await stamper(Buffer.from('one'));
    await expect(stamper(Buffer.from('two'))).rejects.toMatchObject({ code: 'pdf.timestamp-failed' });
  });

  test('an authority that is away stops the signature', async () => {
    await expect(stamperAt('http://127.0.0.1:9/')(MESSAGE)).rejects.toMatchObject({ code: 'pdf.timestamp-failed' });
  });
});
