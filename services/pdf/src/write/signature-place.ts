import { createHash } from 'node:crypto';
import { PDFHexString, type PDFContext, type PDFDict } from '@cantoo/pdf-lib';
import { Refusal } from '@xingchuang/rules';
import { detachedSignature, type Stamper } from '../sign/cms.ts';
import type { SigningKey } from '../sign/signing-key.ts';
import { pdfDate } from './metadata.ts';

/** With whose key, and when; with a stamper the time is vouched for by an authority (PAdES B-T), without it said by us (B-B). */
export interface Signing {
  readonly key: SigningKey;
  readonly at: Date;
  readonly stamper?: Stamper | undefined;
}

/** What a signature's dictionary says and how many bytes are kept for the signature: nothing of it is secret. */
export interface SignatureFace {
  readonly name: string;
  readonly at: Date;
  readonly room: number;
}

const ATTRIBUTES = 1024;
const TOKEN = 8192;
const WIDTH = 10;
const UNKNOWN = 10 ** (WIDTH - 1);

export function faceOf({ key, at, stamper }: Signing): SignatureFace {
  const certificates = key.chain.reduce((sum, { length }) => sum + length, 0);
  return { name: key.name, at, room: certificates + key.issuer.length + ATTRIBUTES + (stamper ? TOKEN : 0) };
}

/** A signature's dictionary, with room for what is only known when the file is whole. */
export function signatureDict(context: PDFContext, { name, at, room }: SignatureFace): PDFDict {
  return context.obj({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    Name: PDFHexString.fromText(name),
    M: PDFHexString.of(Buffer.from(pdfDate(at), 'latin1').toString('hex')),
    ByteRange: [0, UNKNOWN, UNKNOWN, UNKNOWN],
    Contents: PDFHexString.of('0'.repeat(2 * room)),
  });
}

/**
 * Signs a finished file in place: everything but the digits of the signature itself, whose dictionary begins at `from`. Refuses
 * `pdf.key-expired` outside the certificate's term: such a signature would be one that readers reject.
 */
export async function signPlace(file: Buffer, from: number, { key, at, stamper }: Signing): Promise<void> {
  if (at < key.validFrom || at > key.validTo) throw new Refusal('conflict', 'pdf.key-expired', { from: key.validFrom.toISOString(), to: key.validTo.toISOString() });
  const start = file.indexOf('/Contents <', from) + '/Contents '.length;
  const end = file.indexOf('>', start) + 1;
  const range = `[ 0 ${start} ${end} ${file.length - end}`;
  const open = file.indexOf('/ByteRange [', from) + '/ByteRange '.length;
  const close = file.indexOf(']', open);
  file.write(range.padEnd(close - open), open, 'latin1');
  const digest = createHash('sha256').update(file.subarray(0, start)).update(file.subarray(end)).digest();
  const signature = await detachedSignature(digest, key, stamper);
  if (2 * signature.length > end - start - 2) throw new Error('the signature is longer than its place');
  file.write(signature.toString('hex'), start + 1, 'latin1');
}
