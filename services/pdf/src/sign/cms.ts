import { createHash, sign } from 'node:crypto';
import { child, children, context, integer, nothing, octets, oid, readDer, sequence, set, type Der } from './der.ts';
import type { SigningKey } from './signing-key.ts';

const DATA = oid('1.2.840.113549.1.7.1');
const SIGNED_DATA = oid('1.2.840.113549.1.7.2');
const CONTENT_TYPE = oid('1.2.840.113549.1.9.3');
const MESSAGE_DIGEST = oid('1.2.840.113549.1.9.4');
const SIGNING_CERTIFICATE_V2 = oid('1.2.840.113549.1.9.16.2.47');
const TIME_STAMP_TOKEN = oid('1.2.840.113549.1.9.16.2.14');
export const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
const RSA = sequence(oid('1.2.840.113549.1.1.1'), nothing);
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** Gets a time-stamp over these bytes. */
export type Stamper = (over: Buffer) => Promise<Buffer>;

/**
 * A detached CMS signature over a digest as PAdES B-B asks for it (ETSI EN 319 142-1): the certificate is bound by its hash, and no
 * signing time stands inside, for the time is in the PDF; with a stamper B-T. Issuer and serial are copied as they stand in the
 * certificate: decoding a Chinese name and writing it again has changed its bytes in other libraries.
 */
export async function detachedSignature(digest: Buffer, key: SigningKey, stamper?: Stamper): Promise<Buffer> {
  const parts = signed(digest, key);
  return stamper ? assembled(key, parts, await stamper(parts.signature)) : assembled(key, parts);
}

/** The same without a time-stamp, at once. */
export function detachedSignatureNow(digest: Buffer, key: SigningKey): Buffer {
  return assembled(key, signed(digest, key));
}

interface Signed {
  readonly attributes: readonly Buffer[];
  readonly signature: Buffer;
}

function signed(digest: Buffer, key: SigningKey): Signed {
  const attributes = [attribute(CONTENT_TYPE, DATA), attribute(MESSAGE_DIGEST, octets(digest)), attribute(SIGNING_CERTIFICATE_V2, boundTo(key))];
  return { attributes, signature: sign('sha256', set(...attributes), key.privateKey) };
}

function assembled(key: SigningKey, { attributes, signature }: Signed, token?: Buffer): Buffer {
  const signerInfo = sequence(
    integer(1),
    key.issuerAndSerial,
    SHA256,
    implicit(0, attributes),
    key.privateKey.asymmetricKeyType === 'ec' ? ECDSA_SHA256 : RSA,
    octets(signature),
    ...(token ? [implicit(1, [attribute(TIME_STAMP_TOKEN, token)])] : []),
  );
  const certificates = context(0, ...key.chain.toSorted(Buffer.compare));
  return sequence(SIGNED_DATA, context(0, sequence(integer(1), set(SHA256), sequence(DATA), certificates, set(signerInfo))));
}

/** ESSCertIDv2 with the issuer beside the hash. */
function boundTo({ certificate, issuer, serial }: SigningKey): Buffer {
  const hash = createHash('sha256').update(certificate).digest();
  const issuerSerial = sequence(sequence(context(4, issuer)), serial);
  return sequence(sequence(sequence(octets(hash), issuerSerial)));
}

const attribute = (type: Buffer, value: Buffer) => sequence(type, set(value));
const implicit = (number: number, attributes: readonly Buffer[]) => context(number, ...attributes.toSorted(Buffer.compare));

/** What a certificate says that a signature must repeat, byte for byte. */
export function issuerAndSerial(certificate: Buffer): { issuer: Buffer; serial: Buffer } {
  const fields = children(child(readDer(certificate), 0));
  const from = fields[0]?.tag === 0xa0 ? 1 : 0; // the version is left out in the oldest
  const [serial, , issuer] = fields.slice(from) as [Der, Der, Der];
  return { issuer: issuer.raw, serial: serial.raw };
}
