import { createDecipheriv, createHash, createHmac, createPrivateKey, pbkdf2Sync, timingSafeEqual, type KeyObject } from 'node:crypto';
import { child, children, integerOf, octetsOf, oidOf, readDer, type Der } from './der.ts';
import { decryptRc2 } from './rc2.ts';

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const BAGS = '1.2.840.113549.1.12.10.1.';
const PBES2 = '1.2.840.113549.1.5.13';
const DIGESTS: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const PRFS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const CIPHERS: Readonly<Record<string, readonly [name: string, keyBytes: number]>> = {
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
  '1.2.840.113549.3.7': ['des-ede3-cbc', 24],
};
/** The schemes of PKCS #12 itself, still what many certification offices hand out: name and bytes of the key. */
const OLD: Readonly<Record<string, readonly [name: string, keyBytes: number]>> = {
  '1.2.840.113549.1.12.1.3': ['des-ede3-cbc', 24],
  '1.2.840.113549.1.12.1.5': ['rc2', 16],
  '1.2.840.113549.1.12.1.6': ['rc2', 5],
};

export interface Pkcs12 {
  readonly keys: readonly KeyObject[];
  /** In DER, in the order of the file. */
  readonly certificates: readonly Buffer[];
}

/** The password does not open the file. */
export class WrongPassword extends Error {}

/** Opens a .p12 or .pfx (RFC 7292). Throws WrongPassword, or a RangeError for what is no such file or uses an unknown cipher. */
export function openPkcs12(file: Buffer, password: string): Pkcs12 {
  const [, authSafe, mac] = children(readDer(file));
  if (!authSafe || oidOf(child(authSafe, 0)) !== DATA) throw new RangeError('not a PKCS #12 file protected by a password');
  const safe = octetsOf(child(child(authSafe, 1), 0));
  if (mac) checkMac(mac, safe, password);
  const keys: KeyObject[] = [];
  const certificates: Buffer[] = [];
  for (const bag of children(readDer(safe)).flatMap((part) => bagsOf(part, password))) {
    const value = child(child(bag, 1), 0);
    switch (oidOf(child(bag, 0))) {
      case `${BAGS}1`:
        keys.push(privateKey(value.raw));
        break;
      case `${BAGS}2`:
        keys.push(privateKey(decrypted(child(value, 0), octetsOf(child(value, 1)), password)));
        break;
      case `${BAGS}3`:
        certificates.push(octetsOf(child(child(value, 1), 0)));
    }
  }
  return { keys, certificates };
}

const privateKey = (key: Buffer) => createPrivateKey({ key, format: 'der', type: 'pkcs8' });

function bagsOf(part: Der, password: string): Der[] {
  const content = child(child(part, 1), 0);
  switch (oidOf(child(part, 0))) {
    case DATA:
      return children(readDer(octetsOf(content)));
    case ENCRYPTED_DATA: {
      const [, cipher, secret] = children(child(content, 1)) as [Der, Der, Der];
      return children(readDer(decrypted(cipher, octetsOf(secret), password)));
    }
    default:
      return [];
  }
}

function checkMac(mac: Der, safe: Buffer, password: string): void {
  const [info, salt, rounds] = children(mac) as [Der, Der, Der | undefined];
  const digest = DIGESTS[oidOf(child(child(info, 0), 0))];
  if (!digest) throw new RangeError('unknown check sum');
  const expected = octetsOf(child(info, 1));
  const key = derived(3, { digest, password, salt: salt.content, rounds: rounds ? integerOf(rounds) : 1, length: expected.length });
  if (!timingSafeEqual(createHmac(digest, key).update(safe).digest(), expected)) throw new WrongPassword();
}

function decrypted(algorithm: Der, secret: Buffer, password: string): Buffer {
  const [id, parameters] = children(algorithm) as [Der, Der];
  const name = oidOf(id);
  try {
    return name === PBES2 ? decryptPbes2(parameters, secret, password) : decryptOld(name, parameters, secret, password);
  } catch (error) {
    if (error instanceof RangeError && error.message !== 'bad padding') throw error;
    throw new WrongPassword(); // without a MAC, bad padding is all that a wrong password shows
  }
}

function decryptPbes2(parameters: Der, secret: Buffer, password: string): Buffer {
  const [kdf, cipher] = children(parameters) as [Der, Der];
  const [salt, rounds, ...rest] = children(child(kdf, 1)) as [Der, Der, ...Der[]];
  const prf = rest.find(({ tag }) => tag === 0x30);
  const [digest, found] = [prf ? PRFS[oidOf(child(prf, 0))] : 'sha1', CIPHERS[oidOf(child(cipher, 0))]];
  if (!digest || !found) throw new RangeError('unknown cipher');
  const key = pbkdf2Sync(password.normalize('NFC'), salt.content, integerOf(rounds), found[1], digest);
  const decipher = createDecipheriv(found[0], key, octetsOf(child(cipher, 1)));
  return Buffer.concat([decipher.update(secret), decipher.final()]);
}

function decryptOld(name: string, parameters: Der, secret: Buffer, password: string): Buffer {
  const found = OLD[name];
  if (!found) throw new RangeError('unknown cipher');
  const common = { digest: 'sha1', password, salt: octetsOf(child(parameters, 0)), rounds: integerOf(child(parameters, 1)) };
  const [key, iv] = [derived(1, { ...common, length: found[1] }), derived(2, { ...common, length: 8 })];
  if (found[0] === 'rc2') return decryptRc2(key, iv, secret);
  const decipher = createDecipheriv(found[0], key, iv);
  return Buffer.concat([decipher.update(secret), decipher.final()]);
}

interface Derivation {
  readonly digest: string;
  readonly password: string;
  readonly salt: Buffer;
  readonly rounds: number;
  readonly length: number;
}

/** Keys, start values and MAC keys from a password (RFC 7292, appendix B). */
export function derived(purpose: 1 | 2 | 3, { digest, password, salt, rounds, length }: Derivation): Buffer {
  const block = digest === 'sha384' || digest === 'sha512' ? 128 : 64;
  const text = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const input = Buffer.concat([stretched(salt, block), stretched(text, block)]);
  const found: Buffer[] = [];
  for (let have = 0; have < length; have += found.at(-1)?.length ?? length) {
    let hash = createHash(digest).update(Buffer.alloc(block, purpose)).update(input).digest();
    for (let round = 1; round < rounds; round += 1) hash = createHash(digest).update(hash).digest();
    found.push(hash);
    const addend = stretched(hash, block).subarray(0, block);
    for (let at = 0; at < input.length; at += block) {
      let carry = 1;
      for (let index = block - 1; index >= 0; index -= 1) {
        carry += (input[at + index] ?? 0) + (addend[index] ?? 0);
        input[at + index] = carry & 0xff;
        carry >>= 8;
      }
    }
  }
  return Buffer.concat(found).subarray(0, length);
}

/** Repeated up to a whole number of blocks. */
const stretched = (bytes: Buffer, block: number) => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
