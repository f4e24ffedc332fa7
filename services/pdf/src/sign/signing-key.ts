import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { Refusal } from '@xingchuang/rules';
import { issuerAndSerial } from './cms.ts';
import { sequence } from './der.ts';
import { openPkcs12, WrongPassword } from './pkcs12.ts';

/** An organisation's key with its certificate, ready to sign. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** DER, as it stands in the file. */
  readonly certificate: Buffer;
  /** The certificate and those above it, DER. */
  readonly chain: readonly Buffer[];
  readonly issuer: Buffer;
  readonly serial: Buffer;
  readonly issuerAndSerial: Buffer;
  /** Who signs, as the certificate says. */
  readonly name: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** The key of a PKCS #12 file. Refuses `pdf.key-unreadable` with a reason that a person who exported the file can act on. */
export function signingKey(file: Buffer, password: string): SigningKey {
  const { keys, certificates } = opened(file, password);
  const known = certificates.map((raw) => ({ raw, certificate: new X509Certificate(raw) }));
  for (const privateKey of keys) {
    if (privateKey.asymmetricKeyType !== 'rsa' && privateKey.asymmetricKeyType !== 'ec') continue;
    const publicKey = createPublicKey(privateKey);
    const own = known.find(({ certificate }) => certificate.publicKey.equals(publicKey));
    if (own) return keyWith(privateKey, own, known);
  }
  throw unreadable(keys.length === 0 ? 'no private key' : 'no RSA or EC key with its certificate');
}

function opened(file: Buffer, password: string) {
  try {
    return openPkcs12(file, password);
  } catch (error) {
    throw unreadable(error instanceof WrongPassword ? 'wrong password' : error instanceof Error ? error.message : String(error));
  }
}

interface Known {
  readonly raw: Buffer;
  readonly certificate: X509Certificate;
}

function keyWith(privateKey: KeyObject, own: Known, known: readonly Known[]): SigningKey {
  const chain = [own];
  for (let last = own; !last.certificate.checkIssued(last.certificate);) {
    const above = known.find((one) => !chain.includes(one) && last.certificate.checkIssued(one.certificate));
    if (!above) break;
    chain.push(above);
    last = above;
  }
  const { issuer, serial } = issuerAndSerial(own.raw);
  const { subject, validFrom, validTo } = own.certificate;
  return {
    privateKey,
    certificate: own.raw,
    chain: chain.map(({ raw }) => raw),
    issuer,
    serial,
    issuerAndSerial: sequence(issuer, serial),
    name: /^CN=(.+)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', '),
    validFrom: new Date(validFrom),
    validTo: new Date(validTo),
  };
}

const unreadable = (reason: string) => new Refusal('invalid', 'pdf.key-unreadable', { reason }, 'SIGNING_KEY');
