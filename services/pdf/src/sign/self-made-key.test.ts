import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pdfsig, pyhanko } from '../judges.fixture.ts';
import { shippedRenderer } from '../render.ts';
import { certificate } from '../template/data.fixture.ts';
import { openssl } from './authority.fixture.ts';
import { makeKey } from './self-made-key.ts';
import { signingKey } from './signing-key.ts';

const PASSWORD = '演示 pass';
const TERM = [new Date('2020-01-01'), new Date('2056-01-01')] as const;

test('a key made for a demonstration is one that OpenSSL, poppler and pyHanko understand', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'self-made-'));
  try {
    const { file, authority } = makeKey('示例市市直机关工委', PASSWORD, ...TERM);
    writeFileSync(join(folder, 'key.p12'), file);
    writeFileSync(join(folder, 'ca.pem'), authority);
    expect(openssl('pkcs12', '-in', join(folder, 'key.p12'), '-passin', `pass:${PASSWORD}`, '-nodes').toString()).toContain('PRIVATE KEY');
    expect(openssl('x509', '-in', join(folder, 'ca.pem'), '-noout', '-text').toString()).toContain('CA:TRUE');
    const pdf = await shippedRenderer().renderSigned('certificate', certificate, { key: signingKey(file, PASSWORD), at: new Date() });
    expect(pdfsig(pdf, join(folder, 'ca.pem'))).toEqual([{ valid: 'Signature is Valid.', certificate: 'Certificate is Trusted.', coversAll: true, signer: '示例市市直机关工委' }]);
    expect((await pyhanko(pdf, join(folder, 'ca.pem'))).ok).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('another password does not open it', () => {
  expect(() => signingKey(makeKey('示例', PASSWORD, ...TERM).file, 'x')).toThrow(expect.objectContaining({ code: 'pdf.key-unreadable' }));
});
