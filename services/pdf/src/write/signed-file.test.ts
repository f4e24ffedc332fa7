import { conformance, pdfsig, pyhanko } from '../judges.fixture.ts';
import { checkStructure, info } from '../probes.fixture.ts';
import { shippedRenderer } from '../render.ts';
import { Authority, PASSWORD, type KeyKind } from '../sign/authority.fixture.ts';
import { signingKey } from '../sign/signing-key.ts';
import { stamperAt } from '../sign/timestamp.ts';
import { certificate } from '../template/data.fixture.ts';

const SIGNER = '中共卧龙市委市直机关工作委员会';
let authority: Authority;
beforeAll(() => {
  authority = new Authority();
});
afterAll(() => authority.close());

function signed(kind: KeyKind, at?: Date): Promise<Buffer> {
  const key = signingKey(authority.issue(kind), PASSWORD);
  return shippedRenderer().renderSigned('certificate', certificate, { key, at: at ?? new Date() }); // never before the certificate's term
}

test.each(['ec', 'rsa'] as const)('%s: poppler and pyHanko trust the signature over the whole file', async (kind) => {
  const pdf = await signed(kind);
  expect(checkStructure(pdf)).toContain('No syntax or stream encoding errors');
  expect(pdfsig(pdf, authority.caFile)).toEqual([{ valid: 'Signature is Valid.', certificate: 'Certificate is Trusted.', coversAll: true, signer: SIGNER }]);
  const verdict = await pyhanko(pdf, authority.caFile);
  expect(verdict.said).toMatch(/The signature is cryptographically sound/);
  expect(verdict.said).toMatch(/The signature covers the entire file/);
  expect(verdict.ok).toBe(true);
});

test('a time-stamp of an authority is in it', async () => {
  const key = signingKey(authority.issue('rsa'), PASSWORD);
  const pdf = await shippedRenderer().renderSigned('certificate', certificate, { key, at: new Date(), stamper: stamperAt(await authority.timeStamps()) });
  expect(pdfsig(pdf, authority.caFile)[0]).toMatchObject({ valid: 'Signature is Valid.', coversAll: true });
  const verdict = await pyhanko(pdf, authority.caFile);
  expect(verdict.said).toMatch(/timestamp token/i);
  expect(verdict.said).toMatch(/时间戳服务/);
  expect(verdict.ok).toBe(true);
});

test('any changed byte is seen by both', async () => {
  const pdf = await signed('ec');
  const at = pdf.indexOf('/Author');
  pdf[at + 12]! ^= 1;
  expect(pdfsig(pdf, authority.caFile)[0]?.valid).not.toBe('Signature is Valid.');
  expect((await pyhanko(pdf, authority.caFile)).ok).toBe(false);
});

test('the time of signing is in the file, the time in the data is that of the document', async () => {
  const pdf = await signed('ec', new Date('2026-12-24T08:00:00Z'));
  expect(pdf.toString('latin1')).toContain(Buffer.from("D:20261224080000+00'00'").toString('hex'));
  expect(info(pdf, '-isodates')).toContain('2026-02-28T');
});

test('a certificate past its term signs nothing', async () => {
  await expect(signed('ec', new Date('2099-01-01'))).rejects.toMatchObject({ kind: 'conflict', code: 'pdf.key-expired' });
});

test('a signed file is still PDF/A and PDF/UA, as is every template unsigned', async () => {
  const renderer = shippedRenderer();
  const samples = [...renderer.layouts].filter(([, layout]) => !('print' in layout)).map(([id, layout]) => [id, renderer.render(id, layout.sample)] as const);
  expect(samples.length).toBeGreaterThan(10);
  const files = Object.fromEntries([...samples, ['signed', await signed('ec')]]);
  for (const flavour of ['2a', '2b', 'ua1']) {
    const found = await conformance(files, flavour);
    expect(found).toEqual(Object.fromEntries(Object.keys(files).map((name) => [name, []])));
  }
});

test('what veraPDF should fail it fails', async () => {
  const pdf = Buffer.from(shippedRenderer().render('certificate', certificate).toString('latin1').replace('/OutputIntents', '/XutputIntents'), 'latin1');
  expect((await conformance({ spoilt: pdf }, '2b'))['spoilt']).not.toEqual([]);
});
