import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';

/** The files of a package by their paths within its folder. */
export async function unzip(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true });
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) files.set(entry.fileName.replace(/^[^/]+\//, ''), await buffer(await zip.openReadStreamPromise(entry)));
  return files;
}

/** A package of these files again, as somebody else could have made it. */
export async function zipped(files: ReadonlyMap<string, Buffer>, folder = 'B01-2025'): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, bytes] of files) zip.addBuffer(bytes, `${folder}/${path}`);
  zip.end();
  return buffer(zip.outputStream);
}
