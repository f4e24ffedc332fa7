import { createHash, generateKeyPairSync } from 'node:crypto';
import { canonicalJson } from './canonical.ts';
import { signCheckpoint } from './checkpoint.ts';
import { Frontier, inclusionProof, leafHash, rootAt, type Hash } from './merkle.ts';
import { keyOf, keyText } from './note.ts';
import { commitmentOf, leafBytes } from './statement.ts';
import { joinEntries, joinHashes, TILE_WIDTH, tilePath, tilesOf } from './tiles.ts';
import type { Reader } from './verify-report.ts';

export type Files = ReadonlyMap<string, Buffer>;
const ORIGIN = 'archive.example/evidence-log';
const AT = '2026-01-05T02:00:00.000Z';
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const json = (value: unknown): string => `${canonicalJson(value)}\n`;

export const readerOf = (files: Files): Reader => {
  const paths = [...files.keys()];
  return { list: () => paths, read: (path) => files.get(path) };
};

/** A log of statements, with all that a copy of it has. */
export class SmallLog {
  readonly privateKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  readonly said: { readonly act: string; readonly objectId: string; readonly content: Record<string, unknown>; readonly salt: string; readonly leaf: Buffer }[] = [];
  readonly #frontier = new Frontier();
  readonly #nodes = new Map<string, Hash>();

  say(act: string, objectId: string, content: Record<string, unknown>): void {
    const salt = sha256(Buffer.from(`${this.said.length} ${objectId}`)).slice(0, 32);
    const leaf = leafBytes({ v: 1, at: AT, act, object: objectId, commitment: commitmentOf(salt, content), by: 'f'.repeat(32) });
    this.said.push({ act, objectId, content, salt, leaf });
    this.#frontier.append(leafHash(leaf), (level, index, hash) => this.#nodes.set(`${level} ${index}`, hash));
  }

  node = (level: number, index: number): Hash => this.#nodes.get(`${level} ${index}`)!;
  checkpoint = (size = this.said.length): string => signCheckpoint({ origin: ORIGIN, size, root: rootAt(size, this.node) }, [this.privateKey]);
  keys = (): string => json([{ name: ORIGIN, verifier: keyText(keyOf(ORIGIN, this.privateKey)), state: 'current' }]);

  copy(earlier: readonly number[] = []): Files {
    const size = this.said.length;
    const files = new Map<string, Buffer>([['checkpoint', Buffer.from(this.checkpoint())], ['keys.json', Buffer.from(this.keys())]]);
    for (const one of earlier) files.set(`checkpoints/${String(one).padStart(16, '0')}.txt`, Buffer.from(this.checkpoint(one)));
    for (const tile of tilesOf(size)) {
      const places = Array.from({ length: tile.width }, (_, n) => tile.index * TILE_WIDTH + n);
      const { level } = tile;
      files.set(tilePath(tile), level === 'entries' ? joinEntries(places.map((n) => this.said[n]!.leaf)) : joinHashes(places.map((n) => this.node(level * 8, n))));
    }
    return files;
  }

  proofs(): Files {
    const size = this.said.length;
    const lines = this.said.map(({ act, objectId, content, salt, leaf }, index) =>
      json({ id: `s${index}`, act, objectId, content, by: 'somebody', at: AT, salt, index, leaf: leaf.toString(), proof: inclusionProof(index, size, this.node).map((hash) => hash.toString('hex')) }),
    );
    return new Map([['proofs/log/checkpoint', this.checkpoint()], ['proofs/log/keys.json', this.keys()], ['proofs/log/entries.jsonl', lines.join('')]].map(([path, text]) => [path!, Buffer.from(text!)]));
  }
}

/** A package in the form of docs/archive-package.md. */
export function smallPackage(fileCount: number, recordCount: number): Files {
  const log = new SmallLog();
  const payload = new Map<string, Buffer>();
  const lines: string[] = [];
  for (let n = 0; n < fileCount; n += 1) {
    const id = `file-${String(n).padStart(6, '0')}`;
    const bytes = Buffer.from(`${'内容'.repeat(n % 40)} of ${id}`);
    const about = { id, unitId: 'unit-1', name: `照片${n}.jpg`, sha256: sha256(bytes), size: bytes.length, mediaType: 'image/jpeg', eventDate: null, period: null, receivedAt: AT, uploadedBy: 'somebody' };
    const { eventDate: _, period: __, ...kept } = about;
    const path = `data/files/2026-01/照片${n}.jpg`;
    payload.set(path, bytes);
    lines.push(json({ path, ...kept, tasks: [] }));
    log.say('file.received', id, about);
  }
  payload.set('data/files.jsonl', Buffer.from(lines.join('')));
  for (let n = 0; n < recordCount; n += 1) {
    const id = `record-${String(n).padStart(6, '0')}`;
    const [day, title, fields, fileIds] = ['2026-01-04', `会议${n}`, { minutes: 30 + n, text: '记录。'.repeat(n % 20) }, [`file-${String(n % fileCount).padStart(6, '0')}`]];
    const tasks = n % 2 === 0 ? ['s/1'] : [];
    const digest = JSON.parse(lines[n % fileCount]!) as { sha256: string };
    log.say('record.filed', id, { record: id, revision: 1, unit: 'unit-1', type: 'meeting', day, title, fields, steps: {}, files: [{ id: fileIds[0], sha256: digest.sha256 }], tasks: [], filedBy: 'somebody', filedAt: AT });
    if (tasks.length > 0) log.say('task.linked', id, { task: 's/1' });
    const record = { id, version: 1, revision: 1, unitId: 'unit-1', type: 'meeting', day, title, fields, steps: {}, fileIds, digests: { [fileIds[0]!]: digest.sha256 }, tasks, filedBy: 'somebody', filedAt: AT };
    payload.set(`data/records/meeting/${id}.json`, Buffer.from(json({ record, revisions: [] })));
  }
  const manifest = Buffer.from([...payload].map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`).join(''));
  const tags = new Map([...log.proofs(), ['bagit.txt', Buffer.from('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n')] as const, ['manifest-sha256.txt', manifest] as const]);
  const tagManifest = Buffer.from([...tags].map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`).join(''));
  return new Map([...payload, ...tags, ['tagmanifest-sha256.txt', tagManifest]]);
}
