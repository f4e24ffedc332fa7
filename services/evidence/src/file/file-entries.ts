import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, Gathered, isDuplicate, STEPS, type Clock, type Database, type StepLog } from '@xingchuang/server';
import { Ledger } from '../log/ledger.ts';
import { TaskLinkStore } from '../task/task-link-store.ts';
import { BatchIntake } from '../upload/batch-intake.ts';
import { Turns } from '../upload/turns.ts';
import { tellReceived, TOLD_TOGETHER } from './file-news.ts';
import { fileStatement } from './file-statement.ts';
import { FileStore, type EvidenceFile } from './file-store.ts';
import type { UploadAbout } from './upload-headers.ts';

export type Receipt = EvidenceFile & { readonly duplicate: boolean };
/** What else belongs into the transaction that enters a file. */
export type Also = (file: EvidenceFile, duplicate: boolean) => Promise<void>;

/** A file whose bytes are kept, and what was said of it. */
interface Entering {
  readonly file: EvidenceFile;
  readonly about: UploadAbout;
  readonly by: Actor;
  readonly also: Also | undefined;
}

/** Enters files: the entry, its statement in the log, its line in a batch and the event, together or not at all. A commit costs what ten files cost, so those that come at once share one, and while one unit alone sends many they wait for each other. */
@Injectable()
export class FileEntries {
  readonly #gathered = new Gathered<Entering, Receipt>((group) => this.database.transaction(() => this.#enter(group)), TOLD_TOGETHER, (waiting) => this.turns.expects(waiting));

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(Ledger) readonly ledger: Ledger,
    @Inject(TaskLinkStore) readonly links: TaskLinkStore,
    @Inject(BatchIntake) readonly batches: BatchIntake,
    @Inject(Turns) readonly turns: Turns,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(CLOCK) readonly clock: Clock,
  ) {}

  /** The same bytes under the same name are one entry of a unit: a later one is told of the first. */
  async enter(file: EvidenceFile, about: UploadAbout, by: Actor, also?: Also): Promise<Receipt> {
    const entering = { file, about, by, also };
    return this.#gathered.do(entering).catch((error: unknown) => {
      if (isDuplicate(error)) return this.#gathered.do(entering); // another process was quicker
      throw error;
    });
  }

  async #enter(group: readonly Entering[]): Promise<Receipt[]> {
    const kept = new Map((await this.files.findSame(group.map(({ file }) => file))).map((file) => [entryOf(file), file]));
    const fresh = group.filter(({ file }) => !kept.has(entryOf(file)) && kept.set(entryOf(file), file));
    await this.#insert(fresh);
    const receipts: Receipt[] = [];
    for (const { file, about, also } of group) {
      const entry = kept.get(entryOf(file))!;
      const duplicate = entry !== file;
      if (about.batch !== undefined && entry.scan.state !== 'refused') await this.batches.arrived(about, entry);
      await also?.(entry, duplicate);
      receipts.push({ ...entry, duplicate });
    }
    return receipts;
  }

  async #insert(fresh: readonly Entering[]): Promise<void> {
    await this.files.insertMany(fresh.map(({ file }) => file));
    await this.ledger.noteAll(fresh.flatMap(({ file, by }) => statementsOf(file, by)));
    for (const { file, by } of fresh) if (file.tasks.length > 0) await this.links.note('link', file.id, file.tasks, by);
    const refused = fresh.map(({ file }) => file).filter(({ scan }) => scan.state === 'refused');
    if (refused.length > 0) await this.steps.add(refused.map((file) => refusedStep(file, this.clock.today())));
    await tellReceived(this.database, fresh.map(({ file }) => file).filter(({ scan }) => scan.state === 'clean'));
  }
}

const entryOf = ({ unitId, sha256, name }: EvidenceFile): string => JSON.stringify([unitId, sha256, name]);

/** The line that a refused file leaves among what the service did by itself, whenever the scanner found it. */
export const refusedStep = ({ id: objectId, unitId, path, scan }: EvidenceFile, day: string) => ({ day, what: 'file-refused', kind: 'file', objectId, unitId, path, text: scan.found ?? '' });

function statementsOf(file: EvidenceFile, by: Actor) {
  const { id: objectId, sha256, scan } = file;
  const received = { act: 'file.received', objectId, content: fileStatement(file), by: by.personId };
  return scan.state === 'refused' ? [received, { act: 'file.refused', objectId, content: { sha256, scan }, by: by.personId }] : [received];
}
