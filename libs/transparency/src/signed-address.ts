import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

/** What a code says of an award besides its number, which stands in the address. */
export interface Claims {
  readonly unitName: string;
  readonly levelName: string;
  readonly issuedOn: string;
  /** Empty where there is no end. */
  readonly validUntil: string;
}

/** An address that says by itself what it is about; `isNameCut` where the code had no room for the whole name. */
export interface SignedAddress extends Claims {
  readonly address: string;
  readonly number: string;
  readonly isNameCut: boolean;
}

const FORM = /^(?<address>https?:\/\/\S+\/verify\/(?<number>[^/#\s]+))#(?<claims>[\w-]+)\.(?<signature>[\w-]{86})$/;
const CUT = '…';
const SIGNATURE_LENGTH = 87; // a point and 64 bytes in base64url

/**
 * `address#claims.signature`: the claims are lines of text in base64url, the signature (Ed25519) is over every character before the
 * point, so that whoever cuts the text there can check it with openssl alone. A name that would make the code too fine to be read is cut.
 * The key is PKCS 8 in DER; throws where even a cut name finds no room.
 */
export function signAddress(address: string, claims: Claims, privateKey: Buffer, longest: number): string {
  const letters = [...claims.unitName];
  for (let kept = letters.length; kept > 0; kept -= 1) {
    const unitName = kept === letters.length ? claims.unitName : `${letters.slice(0, kept).join('')}${CUT}`;
    const lines = [unitName, claims.levelName, claims.issuedOn, claims.validUntil].join('\n');
    const text = `${address}#${Buffer.from(lines).toString('base64url')}`;
    if (text.length + SIGNATURE_LENGTH > longest) continue;
    const key = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' });
    return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
  }
  throw new RangeError(`no room for a signed address within ${longest} characters: ${address}`);
}

/** What the address says, or undefined where the key (PEM) did not sign exactly this text. */
export function readSignedAddress(text: string, publicKeyPem: string): SignedAddress | undefined {
  const found = FORM.exec(text)?.groups;
  if (!found) return undefined;
  const signature = Buffer.from(found['signature']!, 'base64url');
  if (signature.toString('base64url') !== found['signature']) return undefined; // another spelling of the same bytes
  if (!verify(null, Buffer.from(text.slice(0, text.lastIndexOf('.'))), createPublicKey(publicKeyPem), signature)) return undefined;
  const lines = Buffer.from(found['claims']!, 'base64url').toString().split('\n');
  const [unitName = '', levelName = '', issuedOn = '', validUntil = ''] = lines;
  return { address: found['address']!, number: decodeURIComponent(found['number']!), unitName, levelName, issuedOn, validUntil, isNameCut: unitName.endsWith(CUT) };
}
