/**
 * Blind signatures of RSA (RFC 9474, RSABSSA-SHA384-PSS-Deterministic): the signer sees who asks but not what it signs, and whoever
 * later shows the signed token cannot be told from any other who asked. Here is the voter's half; the signer's is one raw RSA power.
 */
export type Digest = (bytes: Uint8Array) => Promise<Uint8Array>;
export type Chance = (length: number) => Uint8Array;
export const BLIND_BYTES = 256;
export const BLIND_EXPONENT = 65_537n;
const HASH = 48;
const SALT = 48;

export interface Blinded {
  /** What the signer gets. */
  readonly blinded: bigint;
  /** What only the voter knows: takes the blinding away again. */
  readonly inverse: bigint;
}

/** Hides a token for a signer with modulus `n` of 2048 bits. */
export async function blind(token: Uint8Array, n: bigint, sha384: Digest, chance: Chance): Promise<Blinded> {
  const encoded = toNumber(await encode(token, chance(SALT), sha384));
  for (;;) {
    const r = toNumber(chance(BLIND_BYTES)) % n;
    const inverse = inverseOf(r, n);
    if (inverse !== undefined) return { blinded: (encoded * power(r, BLIND_EXPONENT, n)) % n, inverse };
  }
}

/** The signature of the token itself; an ordinary RSA-PSS one that anybody can verify. */
export const unblind = (blindSignature: bigint, { inverse }: Pick<Blinded, 'inverse'>, n: bigint): bigint => (blindSignature * inverse) % n;

/** EMSA-PSS of RFC 8017 9.1.1 for 2048 bits, SHA-384 and a salt of as many bytes. */
async function encode(message: Uint8Array, salt: Uint8Array, sha384: Digest): Promise<Uint8Array> {
  const hash = await sha384(concat(new Uint8Array(8), await sha384(message), salt));
  const block = new Uint8Array(BLIND_BYTES - HASH - 1);
  block[block.length - SALT - 1] = 1;
  block.set(salt, block.length - SALT);
  const mask = await stretch(hash, block.length, sha384);
  for (const [at, byte] of mask.entries()) block[at]! ^= byte;
  block[0]! &= 0x7f; // one bit less than the modulus
  return concat(block, hash, Uint8Array.of(0xbc));
}

/** MGF1. */
async function stretch(seed: Uint8Array, length: number, sha384: Digest): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let at = 0; at * HASH < length; at += 1) parts.push(await sha384(concat(seed, Uint8Array.of(0, 0, 0, at))));
  return concat(...parts).subarray(0, length);
}

export function power(base: bigint, exponent: bigint, n: bigint): bigint {
  let result = 1n;
  for (let left = exponent, square = base % n; left > 0n; left >>= 1n, square = (square * square) % n) if (left & 1n) result = (result * square) % n;
  return result;
}

/** Undefined where there is none. */
export function inverseOf(value: bigint, n: bigint): bigint | undefined {
  let [a, b, x, y] = [value, n, 1n, 0n];
  while (b > 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return a === 1n ? ((x % n) + n) % n : undefined;
}

export const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('') || '0'}`);
export const toBytes = (value: bigint): Uint8Array => Uint8Array.from(value.toString(16).padStart(BLIND_BYTES * 2, '0').match(/../g)!, (pair) => parseInt(pair, 16));

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
