import { Inject, Injectable } from '@nestjs/common';
import type { IntegrityFault } from '@xingchuang/contracts';
import { commitmentOf, Frontier, leafHash, parseCheckpoint, parseKey, parseLeaf, isSignedBy, splitEntries, splitHashes, TILE_WIDTH, type Hash } from '@xingchuang/transparency';
import { LogStore, type LogEntry } from '../log/log-store.ts';
import { DocumentCheck } from './document-check.ts';

/** Compares the tiles with the leaves, the leaves with the statements, and the checkpoints with the tree. */
@Injectable()
export class LogCheck {
  constructor(
    @Inject(LogStore) readonly log: LogStore,
    @Inject(DocumentCheck) readonly documents: DocumentCheck,
  ) {}

  /** One bundle of 256 leaves: `seen` tells how many there are; none at the end of the log. */
  async bundle(index: number): Promise<{ readonly faults: IntegrityFault[]; readonly seen: number }> {
    const { size } = await this.log.state();
    const from = index * TILE_WIDTH;
    if (from >= size) return { faults: [], seen: 0 };
    const width = Math.min(TILE_WIDTH, size - from);
    const entries = await this.log.entriesBetween(from, from + width);
    const faults = [...(await this.documents.lost(entries))];
    const bundle = await this.log.tile('entries', index);
    const leaves = bundle && splitEntries(bundle.bytes, bundle.width);
    const tile = await this.log.tile(0, index);
    const hashes = tile && splitHashes(tile.bytes, tile.width);
    if (!leaves || leaves.length < width) faults.push(fault(leaves || bundle ? 'changed' : 'missing', `tile/entries/${index}`, `log-tiles/entries/${index}`));
    if (!hashes || hashes.length < width) faults.push(fault(tile ? 'changed' : 'missing', `tile/0/${index}`, `log-tiles/0/${index}`));
    const bySeq = new Map(entries.map((entry) => [entry.seq!, entry]));
    for (let n = 0; n < width && leaves && hashes; n += 1) faults.push(...leafFaults(from + n, leaves[n], hashes[n], bySeq.get(from + n)));
    return { faults, seen: width };
  }

  /** The tree above the leaves, and every checkpoint ever signed. */
  async tree(): Promise<IntegrityFault[]> {
    const state = await this.log.state();
    const faults: IntegrityFault[] = [];
    const frontier = new Frontier();
    const upper = new Map<string, Hash[]>();
    const roots = new Map<number, Hash>([[0, frontier.root]]);
    const checkpoints = (await this.#checkpoints()).filter(({ size }) => size <= state.size); // the log may grow meanwhile
    const sizes = new Set(checkpoints.map(({ size }) => size));
    for (let index = 0; index * TILE_WIDTH < state.size; index += 1) {
      const tile = await this.log.tile(0, index);
      const hashes = (tile && splitHashes(tile.bytes, tile.width)) ?? [];
      for (const hash of hashes.slice(0, state.size - index * TILE_WIDTH)) {
        frontier.append(hash, (level, at, whole) => {
          if (level === 0 || level % 8 !== 0) return;
          const key = `${level / 8}/${Math.floor(at / TILE_WIDTH)}`;
          upper.set(key, [...(upper.get(key) ?? []), whole]);
        });
        if (sizes.has(frontier.size)) roots.set(frontier.size, frontier.root);
      }
    }
    for (const [key, expected] of upper) {
      const [level, index] = key.split('/').map(Number);
      const tile = await this.log.tile(level!, index!);
      const found = tile && splitHashes(tile.bytes, tile.width);
      expected.forEach((hash, n) => {
        if (!found?.[n]?.equals(hash)) faults.push(fault(found ? 'changed' : 'missing', `tile/${key}`, `log-tiles/${key}[${n}]`, hash.toString('hex'), found?.[n]?.toString('hex')));
      });
    }
    const keys = (await this.log.keys()).flatMap(({ verifier }) => parseKey(verifier) ?? []);
    for (const { id, size, text } of checkpoints) {
      const parsed = parseCheckpoint(text);
      const root = roots.get(size);
      const place = `log-checkpoints/${id}`;
      if (!parsed || parsed.size !== size || parsed.origin !== state.origin || !keys.some((key) => isSignedBy(parsed.note, key))) faults.push(fault('changed', `checkpoint ${size}`, place, 'a signature of the log', 'none that holds'));
      else if (!root?.equals(parsed.root)) faults.push(fault('changed', `checkpoint ${size}`, place, parsed.root.toString('hex'), root?.toString('hex')));
    }
    if (checkpoints.at(-1)?.text !== state.checkpoint) faults.push(fault('changed', 'checkpoint', 'log-states/log.checkpoint'));
    return faults;
  }

  async #checkpoints() {
    const all = [];
    for (let page = await this.log.checkpointsAfter(-1, 1_000); page.length > 0; page = await this.log.checkpointsAfter(page.at(-1)!.size, 1_000)) all.push(...page);
    return all;
  }
}

function leafFaults(seq: number, leaf: Buffer | undefined, hash: Hash | undefined, entry: LogEntry | undefined): IntegrityFault[] {
  const place = `log-tiles/entries/${Math.floor(seq / TILE_WIDTH)}[${seq % TILE_WIDTH}]`;
  const parsed = leaf && parseLeaf(leaf);
  if (!leaf || !hash || !leafHash(leaf).equals(hash)) return [fault('changed', entry?.objectId ?? `leaf ${seq}`, place, hash?.toString('hex'), leaf && leafHash(leaf).toString('hex'))];
  if (!parsed) return [fault('changed', `leaf ${seq}`, place)];
  if (!entry) return [fault('missing', parsed.object, `log-entries[seq=${seq}]`)];
  const { act, objectId, at, commitment, id } = entry;
  const expected = { act: parsed.act, objectId: parsed.object, at: parsed.at, commitment: parsed.commitment };
  const found: Record<string, string> = { act, objectId, at, commitment };
  const faults = Object.entries(expected).filter(([name, value]) => found[name] !== value).map(([name, value]) => fault('changed', parsed.object, `log-entries/${id}.${name}`, value, found[name]));
  if (faults.length > 0 || entry.erased) return faults;
  const recomputed = commitmentOf(entry.salt, entry.content);
  return recomputed === parsed.commitment ? [] : [fault('changed', objectId, `log-entries/${id}.content`, parsed.commitment, recomputed)];
}

const fault = (verdict: IntegrityFault['verdict'], objectId: string, place: string, expected?: string, found?: string): IntegrityFault => ({
  verdict, kind: 'log', objectId, place, repaired: false, ...(expected !== undefined && { expected }), ...(found !== undefined && { found }),
});
