import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@xingchuang/rules';
import {
  consistencyProof, cutEntries, inclusionProof, nodesFromTiles, parseCheckpoint, parseTilePath, proofText, rootAt, splitEntries, splitHashes, type Hash, type NodeReader,
} from '@xingchuang/transparency';
import { LogStore, type LogEntry } from './log-store.ts';

/** That a leaf is in the log, for the tree of one checkpoint. */
export interface Inclusion {
  readonly index: number;
  readonly leaf: string;
  readonly proof: readonly Hash[];
}

/** Thrown by a computation that needs a tile which was not read yet. */
class Wanted extends Error {
  constructor(
    readonly level: number,
    readonly index: number,
  ) {
    super('wanted');
  }
}

/** Answers out of the stored tiles, as anybody could who has a copy of them. */
@Injectable()
export class LogReader {
  constructor(@Inject(LogStore) readonly log: LogStore) {}

  async checkpoint(): Promise<string> {
    return (await this.log.state()).checkpoint;
  }

  /** A tile or bundle by its path; refuses what was not published. */
  async tile(path: string): Promise<Buffer> {
    const asked = parseTilePath(`tile/${path}`);
    const found = asked && (await this.log.tile(asked.level, asked.index));
    if (!asked || !found || found.width < asked.width) throw new Refusal('missing', 'log.tile-missing', { path });
    return asked.level === 'entries' ? cutEntries(found.bytes, asked.width)! : found.bytes.subarray(0, asked.width * 32);
  }

  /** Runs a computation over the tree's nodes, reading the tiles that it turns out to need. */
  async compute<T>(work: (node: NodeReader) => T): Promise<T> {
    const read = new Map<string, Hash[]>();
    const node = nodesFromTiles((level, index) => {
      const hashes = read.get(`${level}/${index}`);
      if (!hashes) throw new Wanted(level, index);
      return hashes;
    });
    for (;;) {
      try {
        return work(node);
      } catch (error) {
        if (!(error instanceof Wanted)) throw error;
        const tile = await this.log.tile(error.level, error.index);
        const hashes = tile && splitHashes(tile.bytes, tile.width);
        if (!hashes) throw new Error(`tile ${error.level}/${error.index} of the log is missing or damaged`, { cause: error });
        read.set(`${error.level}/${error.index}`, hashes);
      }
    }
  }

  async inclusion(seq: number, size: number): Promise<Inclusion> {
    const bundle = await this.log.tile('entries', Math.floor(seq / 256));
    const leaf = bundle && splitEntries(bundle.bytes, bundle.width)?.[seq % 256];
    if (!leaf) throw new Error(`leaf ${seq} of the log is missing or damaged`);
    return { index: seq, leaf: leaf.toString(), proof: await this.compute((node) => inclusionProof(seq, size, node)) };
  }

  /** The root that the log had at a size, and that every tree since begins with that one. */
  async history(smaller: number): Promise<{ readonly root: Hash; readonly proof: readonly Hash[]; readonly checkpoint: string }> {
    const checkpoint = await this.checkpoint();
    const { size } = parseCheckpoint(checkpoint)!;
    if (smaller > size) throw new Refusal('invalid', 'log.size-ahead', { size }, 'size');
    const [root, proof] = await this.compute((node) => [rootAt(smaller, node), consistencyProof(smaller, size, node)] as const);
    return { root, proof, checkpoint };
  }

  /** Statements about these things that have a place, each with its proof for the newest checkpoint: what an export carries. */
  async proofsOf(objectIds: readonly string[]): Promise<{ readonly checkpoint: string; readonly entries: readonly (LogEntry & Inclusion)[] }> {
    const checkpoint = await this.checkpoint();
    const { size } = parseCheckpoint(checkpoint)!;
    const placed = (await this.log.entriesOfMany(objectIds)).filter(({ seq }) => seq !== undefined && seq < size).sort((one, other) => one.seq! - other.seq!);
    const entries: (LogEntry & Inclusion)[] = [];
    for (const entry of placed) entries.push({ ...entry, ...(await this.inclusion(entry.seq!, size)) });
    return { checkpoint, entries };
  }

  /** The proof as a file that any verifier of the format reads, with the leaf in it. */
  proofFile = ({ index, leaf, proof }: Inclusion, checkpoint: string): string => proofText({ index, hashes: proof, checkpoint, extra: Buffer.from(leaf) });
}
