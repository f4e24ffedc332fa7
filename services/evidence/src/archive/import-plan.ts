import { Inject, Injectable } from '@nestjs/common';
import type { BagImportView } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { DATABASE, fromDocument, UNITS, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { FileStore } from '../file/file-store.ts';
import { RecordCatalogue } from '../record/record-catalogue.ts';
import { RecordStore } from '../record/record-store.ts';
import { TaskService } from '../task/task-service.ts';
import { portable } from './bag-content.ts';
import { isSame, type Incoming, type IncomingFile, type IncomingFrozen, type IncomingLink, type IncomingRecord } from './bag-import-content.ts';
import { FrozenStore } from './frozen-store.ts';

export interface ImportPlan {
  readonly unit: KnownUnit | undefined;
  readonly files: readonly IncomingFile[];
  readonly records: readonly IncomingRecord[];
  readonly links: readonly IncomingLink[];
  readonly frozen: readonly IncomingFrozen[];
  readonly tallies: BagImportView['tallies'];
  readonly conflicts: readonly Refusal[];
  readonly warnings: readonly Refusal[];
}

type Stored = Record<string, unknown> & { _id: string };
const version = (thing: object): Record<string, unknown> => ({ ...portable(thing), version: undefined });

/** What taking a package in would do here: what is new, what is here with the same content, and what stands against it. */
@Injectable()
export class ImportPlanner {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(TaskService) readonly tasks: TaskService,
    @Inject(FrozenStore) readonly frozen: FrozenStore,
  ) {}

  async plan({ about, files, records, links, frozen }: Incoming): Promise<ImportPlan> {
    const conflicts: Refusal[] = [];
    const against = (code: Refusal['code'], facts: Record<string, unknown>, at: string) => conflicts.push(new Refusal('conflict', code, facts, at));
    const unit = await this.units.find(about.unit.id);
    if (!unit) conflicts.push(new Refusal('conflict', 'bag.unit-unknown', { unit: `${about.unit.name}（${about.unit.code}）` }, 'data/archive.json'));

    const [filesHere, recordsHere, linksHere, setsHere] = [await this.#here('files', files), await this.#here('records', records.map(({ record }) => record)), await this.#here('task-links', links), await this.#here('frozen-sets', frozen.map(({ set }) => set))];
    const freshFiles: IncomingFile[] = [];
    for (const file of files) {
      const { path, ...stored } = file;
      const here = filesHere.get(file.id);
      if (here && !isSame(version(here), version(stored))) conflicts.push(new Refusal('conflict', 'bag.other-content', { path, id: file.id }, path));
      if (here) continue;
      freshFiles.push(file);
      const [twin] = await this.files.findSame([file]);
      if (twin) conflicts.push(new Refusal('conflict', 'bag.other-id', { path, id: twin.id }, path));
      this.#shape('files', stored, path, conflicts);
    }
    const freshRecords: IncomingRecord[] = [];
    for (const one of records) {
      const path = `data/records/${one.record.type}/${one.record.id}.json`;
      const here = recordsHere.get(one.record.id);
      if (here) {
        const isHere = isSame(version(here), version(one.record)) && isSame(portable(await this.records.history(here.id)), portable(one.revisions));
        if (!isHere) conflicts.push(new Refusal('conflict', 'bag.other-content', { path, id: here.id }, path));
        continue;
      }
      freshRecords.push(one);
      this.#shape('records', one.record, path, conflicts);
      for (const revision of one.revisions) this.#shape('record-revisions', revision, path, conflicts);
    }
    const types = new Set(this.catalogue.list().map(({ id }) => id));
    for (const type of new Set(records.map(({ record }) => record.type))) if (!types.has(type)) against('bag.type-unknown', { type }, `data/records/${type}`);
    const freshLinks = links.filter(({ id }) => !linksHere.has(id));
    const freshSets: IncomingFrozen[] = [];
    for (const one of frozen) {
      const path = `data/frozen/${one.set.id}.json`;
      const here = setsHere.get(one.set.id);
      const other = here ?? (await this.frozen.ofSubmission(one.set.candidacyId, one.set.submission));
      if (other && (other.id !== one.set.id || (other as { digest?: unknown }).digest !== one.set.digest)) conflicts.push(new Refusal('conflict', 'bag.other-content', { path, id: other.id }, path));
      if (here) continue;
      freshSets.push(one);
      this.#shape('frozen-sets', one.set, path, conflicts);
      for (const item of one.items) this.#shape('frozen-entries', item, path, conflicts);
    }
    const tally = (kind: BagImportView['tallies'][number]['kind'], all: readonly unknown[], fresh: readonly unknown[]) => ({ kind, fresh: fresh.length, same: all.length - fresh.length });
    return {
      unit, files: freshFiles, records: freshRecords, links: freshLinks, frozen: freshSets, conflicts, warnings: await this.#warnings({ about, files, records, links, frozen }),
      tallies: [tally('file', files, freshFiles), tally('record', records, freshRecords), tally('link', links, freshLinks), tally('frozen', frozen, freshSets)],
    };
  }

  async #warnings({ files, records }: Incoming): Promise<Refusal[]> {
    const known = new Set((await this.tasks.list()).map(({ id }) => id));
    const unknown = new Set([...files.map((file) => (file['tasks'] as string[] | undefined) ?? []), ...records.map(({ record }) => record.tasks)].flat().filter((task) => !known.has(task)));
    return [...unknown].sort().map((task) => new Refusal('conflict', 'bag.task-unknown', { task }, 'data/tasks.json'));
  }

  async #here(collection: string, things: readonly { readonly id: string }[]): Promise<Map<string, { id: string }>> {
    const found = (await this.database.connection.models[collection]!.find({ _id: { $in: things.map(({ id }) => id) } }).lean()) as unknown as Stored[];
    return new Map(found.map((document) => [document._id, fromDocument<{ id: string }>(document)]));
  }

  /** A thing must come back from the store as it is in the package: no field too many, none of another kind. */
  #shape(collection: string, thing: Record<string, unknown>, path: string, conflicts: Refusal[]): void {
    const field = shapeFault(this.database.connection.models[collection]!, thing);
    if (field !== undefined) conflicts.push(new Refusal('conflict', 'bag.shape', { path, field }, path));
  }
}

type Model = Database['connection']['models'][string];

function shapeFault(model: Model, { id, ...rest }: Record<string, unknown>): string | undefined {
  try {
    const made = new model({ _id: id, ...rest });
    const fault = made.validateSync();
    if (fault) return Object.keys(fault.errors)[0] ?? 'id';
    const back = portable(made.toObject({ minimize: false }) as object);
    return Object.keys(rest).find((key) => key !== 'path' && !isSame(back[key] ?? null, (portable(rest) as Record<string, unknown>)[key] ?? null));
  } catch (error) {
    return (error as { path?: string }).path ?? 'id';
  }
}
