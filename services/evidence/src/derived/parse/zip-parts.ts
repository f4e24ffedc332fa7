import type { Readable } from 'node:stream';
import yauzl, { type Entry } from 'yauzl';
import { LackOf } from './lack-of.ts';

/** Bytes that the parts of one document may unpack to, counted as they come and whatever the directory claims. */
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_ENTRIES = 10_000;

/** Reads the parts of a zip that are asked for, in the order of their names (`slide10` after `slide2`). */
export async function* zipParts(path: string, wanted: (name: string) => boolean): AsyncGenerator<{ readonly name: string; readonly text: string }> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }).catch(() => {
    throw new LackOf('damaged');
  });
  try {
    if (zip.entryCount > MOST_ENTRIES) throw new LackOf('too-much');
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) if (wanted(entry.fileName)) entries.push(entry);
    let left = MOST_BYTES;
    for (const entry of entries.sort((a, b) => a.fileName.localeCompare(b.fileName, 'en', { numeric: true }))) {
      const bytes = await bytesOf(await zip.openReadStreamPromise(entry), left);
      left -= bytes.length;
      yield { name: entry.fileName, text: bytes.toString('utf8') };
    }
  } finally {
    zip.close();
  }
}

async function bytesOf(stream: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new LackOf('too-much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
