import { constants, createHash, generateKeyPairSync, privateDecrypt, randomBytes, verify } from 'node:crypto';
import { blind, BLIND_EXPONENT, inverseOf, power, toBytes, toNumber, unblind, type Blinded } from './blind.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: Number(BLIND_EXPONENT) });
const n = toNumber(Buffer.from(publicKey.export({ format: 'jwk' }).n!, 'base64url'));
const sha384 = (bytes: Uint8Array) => Promise.resolve(new Uint8Array(createHash('sha384').update(bytes).digest()));
const chance = (length: number) => new Uint8Array(randomBytes(length));
const sign = (blinded: bigint) => toNumber(privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, toBytes(blinded)));
const isSigned = (token: Uint8Array, signature: bigint) =>
  verify('sha384', token, { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }, toBytes(signature));

async function vote(): Promise<{ token: Uint8Array; asked: Blinded; answer: bigint; signature: bigint }> {
  const token = chance(32);
  const asked = await blind(token, n, sha384, chance);
  const answer = sign(asked.blinded);
  return { token, asked, answer, signature: unblind(answer, asked, n) };
}

test('OpenSSL takes the unblinded signature for an ordinary RSA-PSS one, and only for this token', async () => {
  const { token, signature, answer } = await vote();
  expect(isSigned(token, signature)).toBe(true);
  expect(isSigned(token, answer)).toBe(false);
  expect(isSigned(chance(32), signature)).toBe(false);
});

test('law: whatever the signer saw fits every ballot equally well, so that nothing tells whose it is', async () => {
  const votes = await Promise.all(Array.from({ length: 4 }, vote));
  for (const seen of votes) {
    for (const cast of votes) {
      const r = (seen.answer * inverseOf(cast.signature, n)!) % n; // the blinding that would explain this pair
      expect((power(cast.signature, BLIND_EXPONENT, n) * power(r, BLIND_EXPONENT, n)) % n).toBe(seen.asked.blinded);
    }
  }
});

test('the same token is never asked for twice in the same way', async () => {
  const token = chance(32);
  const [one, other] = [await blind(token, n, sha384, chance), await blind(token, n, sha384, chance)];
  expect(one.blinded).not.toBe(other.blinded);
});

test.each([[3n, 7n, 5n], [2n, 4n, undefined], [0n, 7n, undefined]])('inverse of %s modulo %s is %s', (value, modulus, inverse) => {
  expect(inverseOf(value, modulus)).toBe(inverse);
});
