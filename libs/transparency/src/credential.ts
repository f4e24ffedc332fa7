import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { canonicalJson } from './canonical.ts';

/** A verifiable credential, or anything else that carries a Data Integrity proof. */
export type Securable = Readonly<Record<string, unknown>>;
interface Proof {
  readonly type: 'DataIntegrityProof';
  readonly cryptosuite: 'eddsa-jcs-2022';
  readonly created: string;
  readonly verificationMethod: string;
  readonly proofPurpose: 'assertionMethod';
}

const ED25519_PUBLIC = Buffer.from('ed01', 'hex'); // multicodec
const BEFORE_KEY = Buffer.from('302a300506032b6570032100', 'hex'); // SubjectPublicKeyInfo of a raw Ed25519 key

/** The key as `did:key`: it says itself which key it is, nobody need be asked. The key is PKCS 8 in DER. */
export function didOf(privateKey: Buffer): string {
  const spki = createPublicKey(keyOf(privateKey)).export({ format: 'der', type: 'spki' });
  return `did:key:${multibase(Buffer.concat([ED25519_PUBLIC, spki.subarray(-32)]))}`;
}

/** Adds a proof of the suite eddsa-jcs-2022 (W3C Data Integrity EdDSA Cryptosuites, 3.3). `created` is an instant in UTC. */
export function secure(document: Securable, privateKey: Buffer, created: string): Securable {
  const proof: Proof = { type: 'DataIntegrityProof', cryptosuite: 'eddsa-jcs-2022', created, verificationMethod: methodOf(privateKey), proofPurpose: 'assertionMethod' };
  const proofValue = multibase(sign(null, digest(document, proof), keyOf(privateKey)));
  return { ...document, proof: { '@context': document['@context'], ...proof, proofValue } };
}

/** Whether the proof is that of the key which its own method names; only `did:key` methods name one. */
export function isSecured({ proof, ...document }: Securable, key?: string): boolean {
  const { proofValue, ...options } = (proof ?? {}) as Record<string, unknown> & { proofValue?: string; verificationMethod?: string };
  const named = key ?? /^did:key:(z\w+)#\1$/.exec(options.verificationMethod ?? '')?.[1];
  const [raw, signature] = [bytesOf(named), bytesOf(proofValue)];
  if (options['type'] !== 'DataIntegrityProof' || options['cryptosuite'] !== 'eddsa-jcs-2022' || !raw || raw.length !== 34 || !raw.subarray(0, 2).equals(ED25519_PUBLIC) || !signature) return false;
  const spki = createPublicKey({ key: Buffer.concat([BEFORE_KEY, raw.subarray(2)]), format: 'der', type: 'spki' });
  return verify(null, digest(document, options), spki, signature);
}

const methodOf = (privateKey: Buffer): string => `${didOf(privateKey)}#${didOf(privateKey).slice('did:key:'.length)}`;
const keyOf = (der: Buffer) => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What is signed: the digest of the proof's own words with the context, then that of the document. */
const digest = (document: Securable, proof: object): Buffer =>
  Buffer.concat([sha256(canonicalJson({ '@context': document['@context'], ...proof })), sha256(canonicalJson(document))]);

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Base58 as Bitcoin writes it, with the `z` by which multibase tells it. */
export function multibase(bytes: Buffer): string {
  let [rest, text] = [BigInt(`0x0${bytes.toString('hex')}`), ''];
  for (; rest > 0n; rest /= 58n) text = ALPHABET[Number(rest % 58n)]! + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return `z${'1'.repeat(zeros < 0 ? bytes.length : zeros)}${text}`;
}

function bytesOf(text: string | undefined): Buffer | undefined {
  if (text === undefined || !/^z[1-9A-HJ-NP-Za-km-z]+$/.test(text)) return undefined;
  const rest = [...text.slice(1)].reduce((sum, letter) => sum * 58n + BigInt(ALPHABET.indexOf(letter)), 0n);
  const hex = rest === 0n ? '' : rest.toString(16);
  const zeros = /^1*/.exec(text.slice(1))![0].length;
  return Buffer.from('00'.repeat(zeros) + (hex.length % 2 ? `0${hex}` : hex), 'hex');
}
