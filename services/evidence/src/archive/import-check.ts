import { createReadStream } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { Spool } from '@xingchuang/blobs';
import { Refusal } from '@xingchuang/rules';
import {
  canonicalJson, commitmentOf, isSignedBy, leafHash, parseCheckpoint, parseJson, parseKey, parseLeaf, verifyInclusion,
} from '@xingchuang/transparency';
import { FileProbe } from '../file/file-probe.ts';
import { sniff } from '../file/file-sniff.ts';
import { Scanner } from '../file/scanner.ts';
import { PROOF_FILES } from './bag-proofs.ts';
import { readContent, type Incoming } from './bag-import-content.ts';
import type { BagReader } from './bag-reader.ts';
import { digestOfRevision, digestOfSet } from './frozen-set.ts';

/** So many faults are told; a package with more is wrong from the ground up. */
export const MOST_FAULTS = 100;

export interface Checked {
  readonly incoming: Incoming;
  readonly proven: number;
  /** Things of the package of which its log says nothing. */
  readonly unlogged: number;
}

interface Proven {
  readonly act: string;
  readonly objectId: string;
  readonly content: Record<string, unknown>;
}

type Tell = (fault: Refusal) => void;

/** Looks through a package from beginning to end: nothing is taken from it before all of it holds. */
@Injectable()
export class ImportCheck {
  constructor(
    @Inject(Spool) readonly spool: Spool,
    @Inject(FileProbe) readonly probe: FileProbe,
    @Inject(Scanner) readonly scanner: Scanner,
  ) {}

  /** What it holds, or undefined where `tell` heard of a fault; `step` is called from time to time. */
  async check(bag: BagReader, tell: Tell, step: () => Promise<void>): Promise<Checked | undefined> {
    let faults = 0;
    const told: Tell = (fault) => {
      faults += 1;
      if (faults <= MOST_FAULTS) tell(fault);
    };
    const manifest = await bag.manifest(told);
    for (const [path, sha256] of manifest) {
      if (!bag.entries.has(path) || path.startsWith('data/files/')) continue;
      if ((await bag.digest(path)) !== sha256) told(differs(path));
    }
    if (faults > 0) return undefined;
    const incoming = await readContent(bag);
    await this.#files(bag, incoming, manifest, told, step);
    this.#agree(incoming, told);
    const proven = await this.#proofs(bag, told);
    const unlogged = contradictions(incoming, proven, told);
    return faults > 0 ? undefined : { incoming, proven: proven.length, unlogged };
  }

  /** Every original has its line and its digest, is of the type that its line says, and is nothing that an upload would not be. */
  async #files(bag: BagReader, { files }: Incoming, manifest: ReadonlyMap<string, string>, told: Tell, step: () => Promise<void>): Promise<void> {
    const lined = new Set<string>();
    for (const { path, sha256, size, mediaType } of files) {
      const isNamed = manifest.get(path) === sha256 && bag.entries.get(path)?.uncompressedSize === size && !lined.has(path);
      lined.add(path);
      if (!isNamed) {
        told(differs(path));
        continue;
      }
      await step();
      await this.spool
        .with(bag.stream(path), { sha256, size }, async (spooled) => {
          const found = await sniff(spooled.path, spooled.size, this.probe);
          if (found !== mediaType) told(new Refusal('invalid', 'bag.other-type', { path, mediaType, found }, path));
          const { state } = await this.scanner.scan(async () => createReadStream(spooled.path));
          if (state === 'quarantined') throw new Refusal('away', 'file.quarantined'); // the scanner is: nothing is known of the file yet
          if (state !== 'clean') told(new Refusal('invalid', 'bag.not-clean', { path }, path));
        })
        .catch((error: unknown) => {
          if (isOurs(error)) throw error;
          told(error instanceof Refusal && error.code.startsWith('file.') ? new Refusal(error.kind, error.code, error.facts, path) : differs(path));
        });
    }
    for (const path of bag.entries.keys()) if (path.startsWith('data/files/') && !lined.has(path)) told(new Refusal('invalid', 'bag.untracked', { path }, path));
  }

  /** Records with their contents, frozen sets with their digests, counts with what was counted, and all of one unit. */
  #agree({ about, files, records, links, frozen }: Incoming, told: Tell): void {
    const wrong = (path: string, field: string) => told(new Refusal('invalid', 'bag.shape', { path, field }, path));
    const counts = { files: files.length, records: records.length, links: links.length, frozen: frozen.length };
    if (canonicalJson(counts) !== canonicalJson(about.counts)) wrong('data/archive.json', 'counts');
    const ids = [...files, ...records.map(({ record }) => record), ...frozen.map(({ set }) => set), ...links].map(({ id }) => id);
    if (new Set(ids).size < ids.length) wrong('data/archive.json', 'id');
    for (const { unitId, path } of files) if (unitId !== about.unit.id) wrong(path, 'unitId');
    const contents = new Map<string, string>();
    for (const { record, revisions } of records) {
      const path = `data/records/${record.type}/${record.id}.json`;
      if (record.unitId !== about.unit.id) wrong(path, 'record.unitId');
      revisions.forEach((revision, n) => {
        if (revision.revision !== n + 1 || revision.recordId !== record.id) wrong(path, `revisions[${n}]`);
        contents.set(`${record.id} ${revision.revision}`, digestOfRevision(revision as never));
      });
      const last = revisions.at(-1)!;
      const isLast = record.revision === last.revision && (['day', 'title', 'fields', 'fileIds'] as const).every((field) => canonicalJson(record[field] ?? null) === canonicalJson(last[field] ?? null));
      if (!isLast) wrong(path, 'record');
    }
    const digests = new Map(files.map(({ id, sha256 }) => [id, sha256]));
    for (const { set, items } of frozen) {
      const path = `data/frozen/${set.id}.json`;
      const entries = items.map(({ kind, itemId, revision, digest }) => ({ kind, itemId, digest, ...(revision === undefined ? {} : { revision }) }));
      if (set.unitId !== about.unit.id || items.length !== set.count || items.some(({ setId }) => setId !== set.id) || digestOfSet(entries) !== set.digest) wrong(path, 'set');
      for (const { kind, itemId, revision, digest } of items) {
        const here = kind === 'file' ? digests.get(itemId) : contents.get(`${itemId} ${revision}`);
        if (here !== undefined && here !== digest) wrong(path, itemId);
      }
    }
  }

  /** The statements whose proofs hold; any that does not is told. */
  async #proofs(bag: BagReader, told: Tell): Promise<Proven[]> {
    const [checkpointText, keysText, entriesText] = await Promise.all(PROOF_FILES.map((name) => bag.text(`proofs/log/${name}`)));
    const checkpoint = parseCheckpoint(checkpointText!);
    const keys = (parseJson(keysText!) as { verifier: string }[]).map(({ verifier }) => parseKey(verifier));
    const isSigned = checkpoint !== undefined && keys.some((key) => key !== undefined && key.name === checkpoint.origin && isSignedBy(checkpoint.note, key));
    if (!isSigned) {
      told(new Refusal('invalid', 'bag.log-unsigned', {}, 'proofs/log/checkpoint'));
      return [];
    }
    return entriesText!.split('\n').slice(0, -1).flatMap((line, n) => {
      const place = `proofs/log/entries.jsonl:${n + 1}`;
      const entry = parseJson(line) as Proven & { salt: string; leaf: string; index: number; proof: string[] };
      const leaf = parseLeaf(Buffer.from(entry.leaf));
      const isErased = entry.salt === '';
      const says = leaf !== undefined && leaf.act === entry.act && leaf.object === entry.objectId && (isErased || leaf.commitment === commitmentOf(entry.salt, entry.content));
      const stands = verifyInclusion(leafHash(Buffer.from(entry.leaf)), entry.index, checkpoint.size, entry.proof.map((hash) => Buffer.from(hash, 'hex')), checkpoint.root);
      if (says && stands) return isErased ? [] : [entry];
      told(new Refusal('invalid', 'bag.log-differs', { place }, place));
      return [];
    });
  }
}

/** What the log says of files must be what the package holds; gives how many things the log is silent about. */
function contradictions({ files, records, frozen }: Incoming, proven: readonly Proven[], told: Tell): number {
  const said = Map.groupBy(proven, ({ objectId }) => objectId);
  for (const file of files) {
    const other = (said.get(file.id) ?? []).find(({ content }) => typeof content['sha256'] === 'string' && content['sha256'] !== file.sha256);
    if (other) told(new Refusal('invalid', 'bag.log-contradicts', { path: file.path }, file.path));
  }
  for (const { record } of records) {
    const path = `data/records/${record.type}/${record.id}.json`;
    const same = (said.get(record.id) ?? []).filter(({ content }) => content['revision'] === record.revision && content['title'] !== undefined);
    if (same.some(({ content }) => content['title'] !== record.title || content['day'] !== record.day || canonicalJson(content['fields'] ?? {}) !== canonicalJson(record['fields'] ?? {}))) {
      told(new Refusal('invalid', 'bag.log-contradicts', { path }, path));
    }
  }
  for (const { set } of frozen) {
    const path = `data/frozen/${set.id}.json`;
    if ((said.get(set.id) ?? []).some(({ content }) => content['digest'] !== undefined && content['digest'] !== set.digest)) told(new Refusal('invalid', 'bag.log-contradicts', { path }, path));
  }
  return [...files, ...records.map(({ record }) => record), ...frozen.map(({ set }) => set)].filter(({ id }) => !said.has(id)).length;
}

/** The scanner is away, the disk full: it says nothing of the package. */
const isOurs = (error: unknown): boolean => (error instanceof Refusal ? error.kind === 'away' : (error as NodeJS.ErrnoException).syscall !== undefined);
const differs = (path: string): Refusal => new Refusal('invalid', 'bag.digest-differs', { path }, path);
