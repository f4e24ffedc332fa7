import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CLOCK, DATABASE, newId, PLATFORM, type Clock, type Database, type Platform } from '@xingchuang/server';
import { Frontier, joinEntries, joinHashes, leafBytes, leafHash, parseCheckpoint, TILE_WIDTH, type Hash } from '@xingchuang/transparency';
import { KEY_ROTATED, LogKeys, pseudonym } from './log-keys.ts';
import { LogStore, type LogState } from './log-store.ts';
import { WitnessBox } from './witness-box.ts';

type Waiting = Awaited<ReturnType<LogStore['waitingLeaves']>>[number];

/** At most so many statements a step: one transaction of less than half a second. */
const STEP = 2_048;
const PAUSE_MS = 250;
/** Who finds work that nobody does for so long, by its own steady clock, takes the lease: work itself is the sign of life. */
const PATIENCE_MS = 2_000;

/** The lease went to somebody else between two steps: what this one prepared is thrown away with its transaction. */
class LeaseLost extends Error {}

/**
 * Gives each statement its place. There is one at a time: the lease says which process, and every step compares the lease's epoch
 * and the size of the log inside its transaction, so that one who lost the lease without noticing writes nothing.
 */
@Injectable()
export class Sequencer implements OnApplicationBootstrap, OnModuleDestroy {
  readonly me = newId();
  #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #seen: { readonly mark: string; readonly since: number } | undefined;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(LogStore) readonly log: LogStore,
    @Inject(LogKeys) readonly keys: LogKeys,
    @Inject(WitnessBox) readonly witness: WitnessBox,
  ) {}

  /** From the first request on there is a log. */
  async onApplicationBootstrap(): Promise<void> {
    await this.keys.prepare();
    this.#running = this.#run();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    await this.log.release(this.me).catch(() => undefined); // the next one then need not wait
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const placed = await this.step().catch((error: unknown) => {
        if (!(error instanceof LeaseLost)) this.platform.log.error({ err: error }, 'the log could not go on; the next step tries again');
        return 0;
      });
      if (placed < STEP) await wait(PAUSE_MS, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
    }
  }

  /** Places what waits, at most one batch; how many it were. Nothing where another process has the lease. */
  async step(): Promise<number> {
    if ((await this.log.waiting(1)).length === 0) return 0;
    const state = await this.log.state();
    if (!(await this.#holdsLease(state)) || !(await this.witness.agrees())) return 0;
    const placed = await this.database.transaction(() => this.#place());
    await this.witness.catchUp();
    return placed;
  }

  async #holdsLease({ holder, epoch, size }: LogState): Promise<boolean> {
    if (holder === this.me) return true;
    const mark = `${epoch} ${size}`;
    if (this.#seen?.mark !== mark) this.#seen = { mark, since: performance.now() };
    if (holder !== '' && performance.now() - this.#seen.since < PATIENCE_MS) return false;
    this.witness.askAnew();
    return this.log.take(this.me, epoch);
  }

  async #place(): Promise<number> {
    const state = await this.log.state();
    if (state.holder !== this.me) throw new LeaseLost();
    const batch = await this.log.waitingLeaves(STEP);
    if (batch.length === 0) return 0;
    const leaves = await this.#leaves(batch, state);
    const frontier = new Frontier(state.size, state.frontier.map((hash) => Buffer.from(hash, 'base64')));
    refuseFork(state, frontier);
    await this.#grow(state.size, leaves, frontier);
    const head = { origin: state.origin, size: frontier.size, root: frontier.root };
    const checkpoint = await this.keys.sign(head, batch.some(({ act }) => act === KEY_ROTATED));
    const at = this.clock.now().toISOString();
    await this.log.place(batch.map(({ id }) => id), state.size);
    await this.log.keepCheckpoint({ size: head.size, text: checkpoint, at });
    const held = { holder: this.me, epoch: state.epoch, size: state.size };
    const next = { size: head.size, frontier: frontier.hashes.map((hash) => hash.toString('base64')), checkpoint, checkpointAt: at };
    if (!(await this.log.advance(held, next))) throw new LeaseLost();
    return batch.length;
  }

  async #leaves(batch: readonly Waiting[], { secret, size }: LogState): Promise<Buffer[]> {
    const last = await this.log.lastPlaces([...new Set(batch.map(({ objectId }) => objectId))]);
    return batch.map(({ at, act, objectId, commitment, by }, n) => {
      const prev = last.get(objectId);
      last.set(objectId, size + n);
      return leafBytes({ v: 1, at, act, object: objectId, commitment, by: pseudonym(secret, by), ...(prev === undefined ? {} : { prev }) });
    });
  }

  /** Appends the leaves to the tree, and writes every tile that grew by it. */
  async #grow(size: number, leaves: readonly Buffer[], frontier: Frontier): Promise<void> {
    const grown = new Map<string, { readonly level: number; readonly index: number; readonly from: number; readonly hashes: Hash[] }>();
    for (const leaf of leaves) {
      frontier.append(leafHash(leaf), (level, at, hash) => {
        if (level % 8 !== 0) return; // nodes between two tile levels are not stored
        const [tile, index] = [level / 8, Math.floor(at / TILE_WIDTH)];
        const key = `${tile}/${index}`;
        if (!grown.has(key)) grown.set(key, { level: tile, index, from: at % TILE_WIDTH, hashes: [] });
        grown.get(key)!.hashes.push(hash);
      });
    }
    const tiles = [];
    for (const { level, index, from, hashes } of grown.values()) {
      tiles.push(await this.#appended(level, index, from, hashes.length, joinHashes(hashes)));
    }
    for (let n = 0; n < leaves.length; ) {
      const at = (size + n) % TILE_WIDTH;
      const part = leaves.slice(n, n + TILE_WIDTH - at);
      tiles.push(await this.#appended('entries', Math.floor((size + n) / TILE_WIDTH), at, part.length, joinEntries(part)));
      n += part.length;
    }
    await this.log.growTiles(tiles);
  }

  async #appended(level: number | 'entries', index: number, from: number, count: number, bytes: Buffer) {
    const before = from === 0 ? { width: 0, bytes: Buffer.alloc(0) } : await this.log.tile(level, index);
    if (before?.width !== from) throw new Error(`tile ${level}/${index} has ${before?.width ?? 'no'} places where ${from} were expected`);
    return { level, index, width: from + count, bytes: Buffer.concat([before.bytes, bytes]) };
  }
}

/** The edge must still be that of the last checkpoint: nothing is signed that would not follow from it. */
function refuseFork({ checkpoint, size }: LogState, frontier: Frontier): void {
  const last = parseCheckpoint(checkpoint);
  if (last?.size !== size || !last.root.equals(frontier.root)) throw new Error(`the edge of the log does not lead to its last checkpoint of size ${size}`);
}
