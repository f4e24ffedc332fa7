import { constants, createCipheriv, createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, generateKeyPair, hkdfSync, privateDecrypt, randomBytes, timingSafeEqual, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { Answers } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { keptSecret } from '@xingchuang/server';
import { ASSESSMENT_CONFIG, type AssessmentConfig } from '../config.ts';

const LEAST_PADDED = 1_024;
const NONCE = 12;
const TAG = 16;

/** The secrets of one open round: one key seals its ballots, one key for each side signs its papers. Gone when it is closed. */
export interface RoundKeys {
  readonly seal: string;
  /** PKCS 8, base64, by side. */
  readonly sides: Readonly<Record<string, string>>;
}

/** All that is secret about voting. The database holds it only in a shape that needs a secret which is not in the database. */
@Injectable()
export class BallotBox {
  readonly #secret: Buffer;

  constructor(@Inject(ASSESSMENT_CONFIG) config: AssessmentConfig) {
    this.#secret = Buffer.from(hkdfSync('sha256', config.BALLOT_SECRET ?? keptSecret(config.DATA_DIR, 'ballot-secret'), '', 'xingchuang ballots', 32));
  }

  /** New keys for a round, and the public modulus of each side. */
  async make(sideIds: readonly string[]): Promise<{ keys: RoundKeys; publicKeys: Record<string, string> }> {
    const pairs = await Promise.all(sideIds.map(async (id) => [id, await promisify(generateKeyPair)('rsa', { modulusLength: 2_048, publicExponent: 65_537 })] as const));
    const sides = Object.fromEntries(pairs.map(([id, { privateKey }]) => [id, privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')]));
    const publicKeys = Object.fromEntries(pairs.map(([id, { publicKey }]) => [id, publicKey.export({ format: 'jwk' }).n!]));
    return { keys: { seal: randomBytes(32).toString('base64'), sides }, publicKeys };
  }

  wrap = (keys: RoundKeys, roundId: string): string => seal(this.#secret, JSON.stringify(keys), roundId, randomBytes(NONCE));
  unwrap = (wrapped: string, roundId: string): RoundKeys => JSON.parse(unseal(this.#secret, wrapped, roundId)) as RoundKeys;

  /** Signs what cannot be read. The same request gets the same answer. */
  sign(blinded: string, keys: RoundKeys, sideId: string): string {
    const key = privateKeyOf(keys, sideId);
    try {
      return privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, Buffer.from(blinded, 'base64url')).toString('base64url');
    } catch {
      throw new Refusal('invalid', 'paper.not-a-number', {}, 'blinded'); // as large as the modulus or larger
    }
  }

  /** Whether the signature is the side's own over this token. */
  isSigned(token: string, signature: string, keys: RoundKeys, sideId: string): boolean {
    const key = createPublicKey(privateKeyOf(keys, sideId));
    return verify('sha384', Buffer.from(token, 'hex'), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }, Buffer.from(signature, 'base64url'));
  }

  /** The name under which a token's ballot is kept; says nothing of the token. */
  nameOf = (what: string, { seal: key }: RoundKeys): string => createHmac('sha256', Buffer.from(key, 'base64')).update(what).digest('hex');

  /** A ballot that only the round's key opens. All of one size class, and the same ballot of the same name twice gives the same box. */
  close(answers: Answers, name: string, { seal: key }: RoundKeys): string {
    const text = JSON.stringify(answers);
    const bytes = Buffer.byteLength(text);
    const padded = text + ' '.repeat(Math.max(LEAST_PADDED, 2 ** Math.ceil(Math.log2(bytes))) - bytes);
    const nonce = createHmac('sha256', Buffer.from(key, 'base64')).update(`${name}:${padded}`).digest().subarray(0, NONCE);
    return seal(Buffer.from(key, 'base64'), padded, name, nonce);
  }

  open = (box: string, name: string, { seal: key }: RoundKeys): Answers => JSON.parse(unseal(Buffer.from(key, 'base64'), box, name)) as Answers;

  isSame = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

const privateKeyOf = ({ sides }: RoundKeys, sideId: string) => createPrivateKey({ key: Buffer.from(sides[sideId]!, 'base64'), format: 'der', type: 'pkcs8' });

function seal(key: Buffer, text: string, about: string, nonce: Buffer): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

function unseal(key: Buffer, box: string, about: string): string {
  const bytes = Buffer.from(box, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE)).setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8');
}

export const digestOfToken = (token: string): string => createHash('sha256').update(Buffer.from(token, 'hex')).digest('hex');
