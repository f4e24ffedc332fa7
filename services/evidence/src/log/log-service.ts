import { Inject, Injectable } from '@nestjs/common';
import type { ItemReceipt, LogHistory, LogKeyCare, LogKeyList, LogStatus } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { parseCheckpoint } from '@xingchuang/transparency';
import { FileAccess } from '../file/file-access.ts';
import { IncidentStore } from '../integrity/incident-store.ts';
import { RunStore } from '../integrity/run-store.ts';
import { RecordAccess } from '../record/record-access.ts';
import { LogKeys } from './log-keys.ts';
import { LogReader } from './log-reader.ts';
import { LogStore, type LogEntry } from './log-store.ts';
import { WitnessBox } from './witness-box.ts';

/** A statement must have its place within this time; what waits longer is an alarm. */
export const PROMISED_SECONDS = 60;

/** What the log tells: to anybody how it stands, to those who may see a thing what was said of it, with the proof. */
@Injectable()
export class LogService {
  constructor(
    @Inject(LogStore) readonly log: LogStore,
    @Inject(LogReader) readonly reader: LogReader,
    @Inject(LogKeys) readonly keys: LogKeys,
    @Inject(WitnessBox) readonly witness: WitnessBox,
    @Inject(FileAccess) readonly files: FileAccess,
    @Inject(RecordAccess) readonly records: RecordAccess,
    @Inject(RunStore) readonly runs: RunStore,
    @Inject(IncidentStore) readonly incidents: IncidentStore,
  ) {}

  /** How many statements wait for their place, and how long the first of them has. */
  async delay(): Promise<Pick<LogStatus, 'waiting' | 'oldestWaitingSeconds' | 'late'>> {
    const [oldest] = await this.log.waiting(1);
    if (!oldest) return { waiting: 0, oldestWaitingSeconds: 0, late: false };
    const seconds = ageOf(oldest);
    return { waiting: await this.log.countWaiting(), oldestWaitingSeconds: seconds, late: seconds > PROMISED_SECONDS };
  }

  async status(): Promise<LogStatus> {
    const { origin, checkpoint, checkpointAt } = await this.log.state();
    const { size, root } = parseCheckpoint(checkpoint)!;
    const last = await this.runs.lastFinished('all');
    return {
      origin, size, root: root.toString('base64'), checkpointAt, ...(await this.delay()),
      witness: this.witness.isConfigured ? (this.witness.disagreement ? 'disagrees' : 'agrees') : 'none',
      ...(last?.finishedAt && { lastCheck: { ...last.counts, finishedAt: last.finishedAt } }),
      openIncidents: await this.incidents.countOpen(),
    };
  }

  async listKeys(): Promise<LogKeyList> {
    const { origin } = await this.log.state();
    return { origin, items: (await this.log.keys()).map(({ verifier, state, since, until }) => ({ verifier, state, since, ...(until && { until }) })) };
  }

  async history(smaller: number): Promise<LogHistory> {
    const { root, proof, checkpoint } = await this.reader.history(smaller);
    return { size: smaller, root: root.toString('base64'), proof: proof.map((hash) => hash.toString('base64')), checkpoint };
  }

  async fileReceipt(id: string, by: Actor): Promise<ItemReceipt> {
    const file = await this.files.get(id, by);
    return this.#receipt(id, file.sha256);
  }

  async recordReceipt(id: string, by: Actor): Promise<ItemReceipt> {
    return this.#receipt((await this.records.get(id, by)).id);
  }

  async #receipt(objectId: string, sha256?: string): Promise<ItemReceipt> {
    const entries = await this.log.entriesOf(objectId);
    if (entries.length === 0) throw new Refusal('missing', 'log.nothing-said');
    const { checkpoint, entries: placed } = await this.reader.proofsOf([objectId]);
    const proofs = new Map(placed.map((entry) => [entry.id, { index: entry.index, leaf: entry.leaf, proof: this.reader.proofFile(entry, checkpoint) }]));
    return {
      objectId,
      ...(sha256 !== undefined && { sha256 }),
      state: proofs.size === entries.length ? 'placed' : 'promised',
      checkpoint,
      keys: (await this.log.keys()).map(({ verifier }) => verifier),
      statements: entries.map(({ id, act, at, content, salt, commitment }) => ({ id, act, at, content, salt, commitment, ...proofs.get(id) })),
    };
  }

  /** What those who keep the log see of its keys beyond what is published. */
  async keyCare(): Promise<LogKeyCare> {
    const asked = await this.log.findRotation();
    return { ...(await this.listKeys()), ...(asked && { asked: { by: asked.by, at: asked.at } }) };
  }

  async rotateKey(by: Actor): Promise<LogKeyCare> {
    await this.keys.rotate(by.personId);
    return this.keyCare();
  }

  async withdrawRotation(by: Actor): Promise<LogKeyCare> {
    await this.keys.withdrawRotation(by.personId);
    return this.keyCare();
  }
}

/** By the moment in its id, which is the machine's: a rehearsal clock may leap while a statement waits. */
function ageOf({ id }: LogEntry): number {
  const made = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  return Math.max(0, Math.round((Date.now() - made) / 1_000));
}
