import { createHmac, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { bits, context, der, integer, nothing, octets, oid, sequence, set, utf8, yes } from './der.ts';
import { derived } from './pkcs12.ts';

const DATA = oid('1.2.840.113549.1.7.1');
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'), nothing);
const MAC_ROUNDS = 2_048;
const EXTENSION = { basicConstraints: oid('2.5.29.19'), keyUsage: oid('2.5.29.15') };

export interface SelfMadeKey {
  /** PKCS #12 with key, certificate and the authority that issued it. */
  readonly file: Buffer;
  /** The authority, PEM: who takes it for trusted sees the signatures as valid. */
  readonly authority: string;
}

/**
 * A key that nobody vouches for, with a certification authority of its own: for demonstrations and rehearsals. What it signs proves
 * that nothing was changed since, never who signed.
 */
export function makeKey(organ: string, password: string, validFrom: Date, validTo: Date): SelfMadeKey {
  const term = { validFrom, validTo };
  const [above, own] = [newPair(), newPair()];
  const issuer = name('演示用根证书（不受信任）');
  const root = certificate({ ...term, issuer, subject: issuer, key: above.publicKey, by: above.privateKey, isAuthority: true });
  const leaf = certificate({ ...term, issuer, subject: name(organ), key: own.publicKey, by: above.privateKey, isAuthority: false });
  const pem = root.toString('base64').replace(/(.{64})/g, '$1\n').trimEnd();
  return { file: pkcs12(own.privateKey, [leaf, root], password), authority: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n` };
}

const newPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const name = (text: string) => sequence(set(sequence(oid('2.5.4.6'), der(0x13, Buffer.from('CN')))), set(sequence(oid('2.5.4.3'), utf8(text))));

interface Wanted {
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly key: KeyObject;
  readonly by: KeyObject;
  readonly isAuthority: boolean;
  readonly validFrom: Date;
  readonly validTo: Date;
}

function certificate({ issuer, subject, key, by, isAuthority, validFrom, validTo }: Wanted): Buffer {
  const critical = (type: Buffer, value: Buffer) => sequence(type, yes, octets(value));
  const extensions = [
    critical(EXTENSION.basicConstraints, isAuthority ? sequence(yes) : sequence()),
    critical(EXTENSION.keyUsage, der(0x03, isAuthority ? Buffer.of(1, 0x06) : Buffer.of(6, 0xc0))), // sign certificates; sign documents
  ];
  const content = sequence(
    context(0, integer(2)),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ECDSA_SHA256,
    issuer,
    sequence(time(validFrom), time(validTo)),
    subject,
    key.export({ type: 'spki', format: 'der' }),
    context(3, sequence(...extensions)),
  );
  return sequence(content, ECDSA_SHA256, bits(sign('sha256', content, by)));
}

/** UTCTime up to 2049, GeneralizedTime after it (RFC 5280). */
function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

function pkcs12(key: KeyObject, certificates: readonly Buffer[], password: string): Buffer {
  const bag = (kind: number, value: Buffer) => sequence(oid(`1.2.840.113549.1.12.10.1.${kind}`), context(0, value));
  const shrouded = key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: password });
  const x509 = (raw: Buffer) => sequence(oid('1.2.840.113549.1.9.22.1'), context(0, octets(raw)));
  const data = (content: Buffer) => sequence(DATA, context(0, octets(content)));
  const safe = sequence(data(sequence(...certificates.map((raw) => bag(3, x509(raw))))), data(sequence(bag(2, shrouded))));
  const salt = randomBytes(16);
  const mac = createHmac('sha256', derived(3, { digest: 'sha256', password, salt, rounds: MAC_ROUNDS, length: 32 })).update(safe).digest();
  return sequence(integer(3), data(safe), sequence(sequence(SHA256, octets(mac)), octets(salt), integer(MAC_ROUNDS)));
}

