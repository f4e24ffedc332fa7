import { fromBufferPromise } from 'yauzl';
import { canonicalJson, type Reader } from '@xingchuang/transparency';
import { SIGNATURE, sha256 } from '@xingchuang/transparency/campaign';
import type { Client } from '@xingchuang/testkit';

export type Files = Map<string, Buffer>;

/** The ZIP file of a campaign, byte by byte. */
export async function fetchPackage(by: Client, campaignId: string): Promise<Buffer> {
  const answer = await fetch(`${by.url}/api/assessment/campaigns/${campaignId}/package`, { headers: { authorization: `Bearer ${by.token}` } });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** Its files by their path under the one folder. */
export async function unpack(bytes: Buffer): Promise<Files> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const files: Files = new Map();
  for await (const entry of zip.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    files.set(entry.fileName.split('/').slice(1).join('/'), Buffer.concat(parts));
  }
  return files;
}

export const readerOf = (files: Files): Reader => ({ list: () => [...files.keys()], read: (path) => files.get(path) });

/** A forger's package: every line that fits changed, the manifests made anew. */
export function changed(files: Files, path: string, fits: (value: any) => boolean, change: (value: any) => unknown): Files { // eslint-disable-line @typescript-eslint/no-explicit-any -- any part of it
  let count = 0;
  const lines = files.get(path)!.toString().trimEnd().split('\n').map((text) => {
    const value = JSON.parse(text);
    if (!fits(value)) return text;
    change(value);
    count += canonicalJson(value) === text ? 0 : 1;
    return canonicalJson(value);
  });
  if (count === 0) throw new Error(`nothing of ${path} was changed`);
  return sealed(new Map(files).set(path, Buffer.from(`${lines.join('\n')}\n`)));
}

export function sealed(files: Files): Files {
  const manifest = (paths: readonly string[]): Buffer => Buffer.from(paths.toSorted().map((path) => `${sha256(files.get(path)!)}  ${path}\n`).join(''));
  files.delete(SIGNATURE); // a forger has no key
  files.set('manifest-sha256.txt', manifest([...files.keys()].filter((path) => path.startsWith('data/'))));
  files.set('tagmanifest-sha256.txt', manifest(['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt']));
  return files;
}
