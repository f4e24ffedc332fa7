import { createHash } from 'node:crypto';
import { closeSync, createWriteStream, mkdirSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import type { Reader } from '@xingchuang/transparency';

/** A folder as the verifier reads it. */
export function folderReader(folder: string): Reader {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());
  const paths = new Set(files.map((path) => path.split(sep).join('/')));
  const at = (path: string): string => join(folder, ...path.split('/'));
  return {
    list: () => [...paths],
    read: (path) => (paths.has(path) ? readFileSync(at(path)) : undefined),
    digest: (path) => (paths.has(path) ? digestOf(at(path)) : undefined),
  };
}

function digestOf(path: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(1024 * 1024);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) hash.update(chunk.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** Writes the files of a ZIP file into a folder; names that reach outside it are refused by the reader of the format. */
export async function unzip(path: string, folder: string): Promise<void> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true, decodeStrings: true });
  try {
    for await (const entry of zip.eachEntry()) {
      const target = join(folder, ...entry.fileName.split('/'));
      if (entry.fileName.endsWith('/')) continue;
      mkdirSync(dirname(target), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { flags: 'wx' }));
    }
  } finally {
    zip.close();
  }
}
