import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { BagFile } from './bag-content.ts';
import { BAGIT_TXT, infoText, manifestText } from './bag-text.ts';

/** The same for every entry: what a file is does not depend on when it was packed. */
const MTIME = new Date('2000-01-01T00:00:00Z');
const FIXED = { mtime: MTIME, mode: 0o100644 };
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const digestOf = (file: BagFile): string => ('text' in file ? sha256(file.text) : file.sha256);
const sizeOf = (file: BagFile): number => ('text' in file ? Buffer.byteLength(file.text) : file.size);

export interface Bag {
  /** The folder in the ZIP file. */
  readonly name: string;
  readonly payload: readonly BagFile[];
  /** Beside `data/`: proofs. */
  readonly tags: readonly BagFile[];
  readonly info: readonly (readonly [string, string])[];
}

export const bytesOf = ({ payload, tags }: Pick<Bag, 'payload' | 'tags'>): number => [...payload, ...tags].reduce((sum, file) => sum + sizeOf(file), 0);

/** A bag as a ZIP file, byte by byte as it is read; bytes of the store are opened one after the other. The stream fails where one of them is damaged. */
export function writeBag({ name, payload, tags, info }: Bag, open: (sha256: string) => Promise<Readable>): NodeJS.ReadableStream {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  zip.on('error', (error: Error) => out.destroy(error));
  const add = (file: BagFile): void => {
    const path = `${name}/${file.path}`;
    if ('text' in file) return zip.addBuffer(Buffer.from(file.text), path, FIXED);
    zip.addReadStreamLazy(path, { ...FIXED, size: file.size, compress: false }, (taken) => {
      open(file.sha256).then(
        (bytes) => taken(null, bytes.on('error', (error: Error) => out.destroy(error))),
        (error: Error) => out.destroy(error),
      );
    });
  };
  const oxum = `${payload.reduce((sum, file) => sum + sizeOf(file), 0)}.${payload.length}`;
  const about: BagFile[] = [
    { path: 'bagit.txt', text: BAGIT_TXT },
    { path: 'bag-info.txt', text: infoText([...info, ['Payload-Oxum', oxum]]) },
    { path: 'manifest-sha256.txt', text: manifestText(payload.map((file) => ({ path: file.path, sha256: digestOf(file) }))) },
    ...tags,
  ];
  for (const file of [...about, ...payload]) add(file);
  add({ path: 'tagmanifest-sha256.txt', text: manifestText(about.map((file) => ({ path: file.path, sha256: digestOf(file) }))) });
  zip.end();
  return out;
}
