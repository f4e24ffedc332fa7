import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { canonicalJson } from '@xingchuang/transparency';
import { SIGNATURE } from '@xingchuang/transparency/campaign';

/** A file of the package, written as it is read. */
export interface PackageFile {
  readonly path: string;
  readonly text: () => AsyncIterable<string> | Iterable<string>;
}

/** The same for every entry: what a package is does not depend on when it was made. */
const FIXED = { mtime: new Date('2000-01-01T00:00:00Z'), mode: 0o100644 };
/** Lines are handed on in pieces of about this size. */
const PIECE = 64 * 1024;
const BAGIT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export const line = (value: unknown): string => `${canonicalJson(value)}\n`;

/** A BagIt 1.0 bag in a ZIP file, byte by byte as it is read; the manifests come last, when every digest is known, and after them the signature of the last one. The stream fails where a file does. */
export function writePackage(name: string, payload: readonly PackageFile[], info: readonly (readonly [string, string])[], sign: (digest: string) => Promise<string>): Readable {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  zip.on('error', (error: Error) => out.destroy(error));
  const [data, tags] = [new Map<string, string>(), new Map<string, string>()];
  let bytes = 0;
  const add = ({ path, text }: PackageFile): void => {
    const digests = path.startsWith('data/') ? data : tags;
    const pieces = async function* (): AsyncGenerator<Buffer> {
      const hash = createHash('sha256');
      for await (const piece of gathered(text())) {
        hash.update(piece);
        if (digests === data) bytes += piece.length;
        yield piece;
      }
      digests.set(path, hash.digest('hex'));
    };
    zip.addReadStreamLazy(`${name}/${path}`, FIXED, (taken) => taken(null, Readable.from(pieces()).on('error', (error: Error) => out.destroy(error))));
  };
  for (const file of payload) add(file);
  add({ path: 'bagit.txt', text: () => [BAGIT] });
  add({ path: 'bag-info.txt', text: () => [...info, ['Payload-Oxum', `${bytes}.${data.size}`] as const].map(([key, value]) => `${key}: ${value.replaceAll(/[\r\n]+/g, ' ')}\n`) });
  add({ path: 'manifest-sha256.txt', text: () => [manifest(data)] });
  let digest = '';
  add({ path: 'tagmanifest-sha256.txt', text: () => [sealing(manifest(tags))] });
  add({ path: SIGNATURE, text: () => once(() => sign(digest)) });
  zip.end();
  return out;

  function sealing(text: string): string {
    digest = createHash('sha256').update(text).digest('hex');
    return text;
  }
}

const manifest = (digests: ReadonlyMap<string, string>): string => [...digests].sort(([one], [other]) => (one < other ? -1 : 1)).map(([path, digest]) => `${digest}  ${path}\n`).join('');

async function* once(text: () => Promise<string>): AsyncGenerator<string> {
  yield await text();
}

async function* gathered(texts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Buffer> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}
