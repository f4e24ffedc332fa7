import { generateKeyPairSync } from 'node:crypto';
import { didOf, isSecured, multibase, secure } from './credential.ts';

/** The example of the W3C recommendation (Data Integrity EdDSA Cryptosuites v1.0, appendix B): key, credential, proof. */
const SEED = Buffer.from('c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6', 'hex');
const PUBLIC = 'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2';
const privateKey = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), SEED]);
const credential = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
  id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
  type: ['VerifiableCredential', 'AlumniCredential'],
  name: 'Alumni Credential',
  description: 'A minimum viable example of an Alumni Credential.',
  issuer: 'https://vc.example/issuers/5678',
  validFrom: '2023-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:abcdefgh', alumniOf: 'The School of Examples' },
};

test('signs as the recommendation does', () => {
  expect(didOf(privateKey)).toBe(`did:key:${PUBLIC}`);
  expect(secure(credential, privateKey, '2023-02-24T23:36:38Z')['proof']).toMatchObject({
    proofValue: 'z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX',
  });
});

test('a proof holds for the key it names, and for nothing that was changed since', () => {
  const own = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  const signed = secure(credential, own, '2026-03-01T00:00:00Z');
  const { proof } = signed as unknown as { proof: Record<string, string> };
  expect(isSecured(signed)).toBe(true);
  expect(isSecured({ ...signed, validFrom: '2023-01-02T00:00:00Z' })).toBe(false);
  expect(isSecured({ ...signed, proof: { ...proof, created: '2026-03-02T00:00:00Z' } })).toBe(false);
  expect(isSecured(signed, PUBLIC)).toBe(false);
  expect(isSecured(credential)).toBe(false);
});

test.each([['', 'z'], ['00', 'z1'], ['0000287fb4cd', 'z11233QC4'], ['48656c6c6f20576f726c6421', 'z2NEpo7TZRRrLZSi2U']])('%s is %s', (hex, text) => expect(multibase(Buffer.from(hex, 'hex'))).toBe(text));
