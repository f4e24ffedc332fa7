import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@xingchuang/rules';
import { DATABASE, UNITS, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { canonicalJson } from '@xingchuang/transparency';
import { FileAccess } from '../file/file-access.ts';
import type { EvidenceFile } from '../file/file-store.ts';
import { RecordCatalogue } from '../record/record-catalogue.ts';
import { RecordStore, type EvidenceRecord, type RecordRevision } from '../record/record-store.ts';
import { TaskLinkStore, type TaskLink } from '../task/task-link-store.ts';
import { TaskService } from '../task/task-service.ts';
import { ArchiveStore, dayOfFile } from './archive-store.ts';
import { indexPage } from './bag-index.ts';
import { filePaths } from './bag-names.ts';
import { recordTable, table } from './bag-table.ts';
import type { FrozenEntry, FrozenSet } from './frozen-set.ts';
import { FrozenStore } from './frozen-store.ts';
import { Readable } from './readable.ts';

/** One file of a package: text that is here, or bytes of the store. */
export type BagFile = { readonly path: string; readonly text: string } | { readonly path: string; readonly sha256: string; readonly size: number };

export interface BagContent {
  readonly unit: KnownUnit;
  readonly payload: readonly BagFile[];
  /** Everything of which the log may have said something. */
  readonly objectIds: readonly string[];
  /** Everybody whom it names. */
  readonly people: readonly string[];
}

export interface BagScope {
  readonly unitId: string;
  readonly year: number;
  readonly scheme?: string | undefined;
}

interface Gathered {
  readonly files: readonly EvidenceFile[];
  readonly records: readonly { readonly record: EvidenceRecord; readonly revisions: readonly RecordRevision[] }[];
  readonly links: readonly TaskLink[];
  readonly frozen: readonly { readonly set: FrozenSet; readonly items: readonly FrozenEntry[] }[];
  readonly leftOut: number;
}

export const ARCHIVE_FORMAT = 'xingchuang-archive/1';
/** A stored thing as a package has it: without its place in the tree and who may read it, which the receiving system finds itself, and its lock. */
export const portable = (thing: object): Record<string, unknown> => JSON.parse(JSON.stringify({ ...thing, path: undefined, guards: undefined, closed: undefined })) as Record<string, unknown>;
const json = (value: unknown): string => `${canonicalJson(JSON.parse(JSON.stringify(value)))}\n`;
const lines = (values: readonly unknown[]): string => values.map(json).join('');
const byId = (one: { readonly id: string }, other: { readonly id: string }): number => (one.id < other.id ? -1 : 1);

/** Gathers what a package holds: what its maker may read of a unit's year. Only the bytes of files are left where they are. */
@Injectable()
export class BagContents {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(ArchiveStore) readonly archive: ArchiveStore,
    @Inject(RecordStore) readonly recordStore: RecordStore,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(FileAccess) readonly access: FileAccess,
    @Inject(Readable) readonly readable: Readable,
    @Inject(TaskLinkStore) readonly links: TaskLinkStore,
    @Inject(TaskService) readonly tasks: TaskService,
    @Inject(FrozenStore) readonly frozen: FrozenStore,
  ) {}

  async gather(scope: BagScope, by: Actor): Promise<BagContent> {
    const unit = await this.units.get(scope.unitId);
    const gathered = await this.database.transaction(() => this.#gather(scope, by)); // one moment of the archive
    const { files, records, frozen, links } = gathered;
    const paths = filePaths(files);
    const people = peopleIn([files, records, links]);
    const payload: BagFile[] = [
      ...files.map(({ id, sha256, size }) => ({ path: paths.get(id)!, sha256, size })),
      { path: 'data/files.jsonl', text: lines(files.map((file) => ({ path: paths.get(file.id), ...portable(file) }))) },
      ...records.map(({ record, revisions }) => ({ path: `data/records/${record.type}/${record.id}.json`, text: json({ record: portable(record), revisions }) })),
      ...this.#types(records.map(({ record }) => record)),
      { path: 'data/links/log.jsonl', text: lines(links) },
      { path: 'data/links/tasks.csv', text: table([['任务', '种类', '编号', '名称'], ...linkRows(gathered)]) },
      ...frozen.map(({ set, items }) => ({ path: `data/frozen/${set.id}.json`, text: json({ set: { ...portable(set), locked: undefined, version: undefined }, items: items.toSorted(byId) }) })),
      ...(await this.#about(scope, unit, gathered, paths)),
      { path: 'data/people.json', text: json(people.map((id) => ({ id }))) },
    ];
    const objectIds = [...files, ...records.map(({ record }) => record), ...frozen.map(({ set }) => set)].map(({ id }) => id);
    return { unit, payload, objectIds, people };
  }

  async #gather({ unitId, year, scheme }: BagScope, by: Actor): Promise<Gathered> {
    const serves = ({ tasks }: { readonly tasks: readonly string[] }) => scheme === undefined || tasks.some((task) => task.startsWith(`${scheme}/`));
    const all = (await this.archive.records(unitId, year)).filter(serves);
    const readable = await this.readable.among(all, by);
    const records = [];
    for (const record of readable) records.push({ record, revisions: await this.recordStore.history(record.id) });
    const files = await this.#files(unitId, year, serves, records, by);
    const ids = [...files, ...readable].map(({ id }) => id);
    const links: TaskLink[] = [];
    for (const id of ids) links.push(...(await this.links.log(id)));
    const sets = await this.frozen.byIds([...new Set((await this.frozen.holding(ids)).map(({ setId }) => setId))]);
    const frozen = [];
    for (const set of sets.filter((one) => one.unitId === unitId)) frozen.push({ set, items: await this.frozen.entries(set.id) });
    return { files, records, links: links.sort(byId), frozen, leftOut: all.length - readable.length };
  }

  /** Those of the year and those that the records have or had, as far as the maker may read them. */
  async #files(unitId: string, year: number, serves: (file: EvidenceFile) => boolean, records: Gathered['records'], by: Actor): Promise<EvidenceFile[]> {
    const named = new Set(records.flatMap(({ revisions }) => revisions.flatMap(({ fileIds }) => fileIds)));
    const ofYear = (await this.access.among(await this.archive.files(unitId, year), by)).filter((file) => isClean(file) && serves(file));
    const known = new Set(ofYear.map(({ id }) => id));
    const others = (await this.access.among(await this.archive.filesById(unitId, [...named].filter((id) => !known.has(id))), by)).filter(isClean);
    return [...ofYear, ...others].sort(byId);
  }

  #types(records: readonly EvidenceRecord[]): BagFile[] {
    const known = new Map(this.catalogue.list().map((type) => [type.id, type]));
    return [...Map.groupBy(records, ({ type }) => type)].flatMap(([id, ofType]) => {
      const type = known.get(id);
      const fields = (type?.fields ?? []).map(({ id: field, zh }) => ({ id: field, zh }));
      return [{ path: `data/records/${id}.csv`, text: recordTable(fields, ofType) }, ...(type ? [{ path: `data/record-types/${id}.json`, text: json(type) }] : [])];
    });
  }

  async #about({ year, scheme }: BagScope, unit: KnownUnit, { files, records, links, frozen, leftOut }: Gathered, paths: ReadonlyMap<string, string>): Promise<BagFile[]> {
    const used = new Set([...files, ...records.map(({ record }) => record)].flatMap(({ tasks }) => tasks));
    const tasks = (await this.tasks.list()).filter((task) => (scheme === undefined ? [...used].some((one) => one.startsWith(`${task.scheme}/`)) : task.scheme === scheme));
    const types = new Map(this.catalogue.list().map(({ id, zh }) => [id, zh]));
    const items = [
      ...files.map((file) => ({ name: file.name, day: dayOfFile(file), kind: '材料', path: paths.get(file.id)!.slice('data/'.length), tasks: file.tasks })),
      ...records.map(({ record }) => ({ name: record.title, day: record.day, kind: types.get(record.type) ?? record.type, path: `records/${record.type}/${record.id}.json`, tasks: record.tasks })),
    ].sort((one, other) => (`${one.day} ${one.path}` < `${other.day} ${other.path}` ? -1 : 1));
    const { id, code, name, kind } = unit;
    const units = [...(await this.units.byIds(unit.path)).values()].map((one) => ({ id: one.id, code: one.code, name: one.name, kind: one.kind })).sort(byId);
    const counts = { files: files.length, records: records.length, links: links.length, frozen: frozen.length };
    return [
      { path: 'data/archive.json', text: json({ format: ARCHIVE_FORMAT, unit: { id, code, name, kind }, year, ...(scheme === undefined ? {} : { scheme }), counts, leftOut }) },
      { path: 'data/tasks.json', text: json(tasks) },
      { path: 'data/units.json', text: json(units) },
      { path: 'data/index.html', text: indexPage({ unit, year, tasks, items, frozen: frozen.map(({ set }) => set), leftOut }) },
    ];
  }
}

function linkRows({ files, records }: Gathered): string[][] {
  const items = [...files.map((file) => ['材料', file.id, file.name, file.tasks] as const), ...records.map(({ record }) => ['台账', record.id, record.title, record.tasks] as const)];
  return items.flatMap(([kind, id, name, tasks]) => tasks.map((task) => [task, kind, id, name])).sort((one, other) => (one.join(' ') < other.join(' ') ? -1 : 1));
}

const PERSON_KEYS = new Set(['personId', 'by', 'uploadedBy', 'filedBy']);
/** Everybody whom the things name. */
function peopleIn(things: unknown): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) {
        if (typeof part === 'string' && part !== '' && PERSON_KEYS.has(key)) found.add(part);
        else look(part);
      }
    }
  };
  look(things);
  return [...found].sort();
}

/** What a scanner still has to see is given to nobody. */
const isClean = ({ scan }: EvidenceFile): boolean => scan.state === 'clean';
