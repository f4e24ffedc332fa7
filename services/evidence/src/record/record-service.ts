import { Inject, Injectable } from '@nestjs/common';
import { RecordFiledSchema, type RecordClosing, type RecordCorrection, type RecordFiling, type RecordQuery, type RecordStepping } from '@xingchuang/contracts';
import { allow, Refusal, type Actor, type Place } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, scopeFor, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { TallyService } from '../duty/tally-service.ts';
import { FileAccess } from '../file/file-access.ts';
import { FileGuards } from '../file/file-guards.ts';
import { FileStore } from '../file/file-store.ts';
import { pageOf } from '../keyset.ts';
import { Ledger } from '../log/ledger.ts';
import { sameVersion } from '../scope.ts';
import { linked, type LinkAct } from '../task/task-link-rule.ts';
import { TaskLinkStore, type TaskLink } from '../task/task-link-store.ts';
import { TaskService } from '../task/task-service.ts';
import { isMemberOn, PeopleDirectory } from './people-directory.ts';
import { RecordAccess } from './record-access.ts';
import { faultsOf, gapsOf, named, refuseApart, refuseFaults, withFieldFiles, type RecordContent } from './record-rule.ts';
import { recordStatement } from './record-statement.ts';
import { RecordStore, type EvidenceRecord, type RecordRevision } from './record-store.ts';
import type { RecordType } from './record-type.ts';
import { yieldOf } from './record-yield.ts';

type Filing = Omit<RecordFiling, 'steps'> & Partial<Pick<RecordFiling, 'steps'>>;
type Act = RecordRevision['act'];

/** Records typed by data (台账): filed, stepped, closed, corrected with the earlier content kept, linked to tasks. */
@Injectable()
export class RecordService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(RecordAccess) readonly access: RecordAccess,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(FileAccess) readonly fileAccess: FileAccess,
    @Inject(FileGuards) readonly guards: FileGuards,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(TaskService) readonly tasks: TaskService,
    @Inject(TaskLinkStore) readonly links: TaskLinkStore,
    @Inject(TallyService) readonly tallies: TallyService,
    @Inject(Ledger) readonly ledger: Ledger,
  ) {}

  async file({ unitId, type: typeId, tasks: given, steps = {}, ...rest }: Filing, by: Actor): Promise<EvidenceRecord> {
    const unit = await this.units.get(unitId);
    const place: Place = { unitId: unit.id, path: unit.path };
    allow(by, 'record.file', place);
    const type = await this.access.typeFor(typeId, unit, by);
    const tasks = [...new Set([...given, ...(await this.tasks.published(type.tasks))])];
    await this.tasks.check(given, (index) => `tasks[${index}]`);
    const content: RecordContent = withFieldFiles(type, { ...rest, steps });
    const digests = await this.#check(type, place, content, by);
    const record: EvidenceRecord = {
      ...content, ...yieldOf(type, content), ...place, gaps: gapsOf(type, content, new Set()), digests, id: newId(), version: 1, revision: 1, type: type.id, tasks, filedBy: by.personId, filedAt: this.clock.now().toISOString(),
    };
    return this.database.transaction(async () => {
      await this.links.note('link', record.id, tasks, by);
      await this.records.insert(record);
      await this.#follow(record, 'filed', by);
      return record;
    });
  }

  /** A correction is a new content; the one before stays readable in the history. */
  async correct(id: string, { reason, closedOn, steps, ...rest }: RecordCorrection, ifMatch: string | undefined, by: Actor): Promise<EvidenceRecord> {
    const { was, type } = await this.#changed(id, ifMatch, by);
    const { closedOn: before, ...open } = was;
    const closed = closedOn === undefined ? before : (closedOn ?? undefined);
    const content = withFieldFiles(type, { ...rest, steps: steps ?? was.steps, ...(closed !== undefined && { closedOn: closed }) });
    return this.#rewrite({ ...open, ...content }, type, 'corrected', by, reason);
  }

  /** The next step of what goes on in steps; what it adds to fields and files comes with it. */
  async step(id: string, { step: stepId, and, day, note, fields, fileIds }: RecordStepping, ifMatch: string | undefined, by: Actor): Promise<EvidenceRecord> {
    const { was, type } = await this.#changed(id, ifMatch, by);
    const items = type.steps?.items ?? [];
    const step = items.find((one) => one.id === stepId);
    if (!step) throw new Refusal('invalid', 'record.step-unknown', { type: type.zh, typeEn: type.en, step: stepId, known: items.map((one) => `${one.zh}（${one.id}）`) }, 'step');
    if (was.closedOn !== undefined) throw new Refusal('conflict', 'record.closed', { day: was.closedOn });
    const done = was.steps[stepId];
    if (done) throw new Refusal('conflict', 'record.step-done', { step: step.zh, stepEn: step.en, day: done.day }, 'step');
    const held = [stepId, ...and];
    const steps = { ...was.steps, ...Object.fromEntries(held.map((one) => [one, { day, ...(note !== undefined && { note }) }])) };
    const next = { ...was, fields: { ...was.fields, ...fields }, fileIds: [...new Set([...was.fileIds, ...fileIds])], steps };
    refuseApart(type, held, next);
    return this.#rewrite(withFieldFiles(type, next), type, 'stepped', by, held.map((one) => items.find(({ id: known }) => known === one)!.zh).join('、'));
  }

  async close(id: string, { day = this.clock.today() }: RecordClosing, ifMatch: string | undefined, by: Actor): Promise<EvidenceRecord> {
    const { was, type } = await this.#changed(id, ifMatch, by);
    if (was.closedOn !== undefined) throw new Refusal('conflict', 'record.closed', { day: was.closedOn });
    return this.#rewrite({ ...was, closedOn: day }, type, 'closed', by);
  }

  async changeTask(act: LinkAct, id: string, task: string, by: Actor): Promise<EvidenceRecord> {
    const was = await this.access.get(id, by, 'record.file');
    if (act === 'link') await this.tasks.check([task], () => 'task');
    const next = { ...was, tasks: linked(act, was.tasks, task) };
    return this.database.transaction(async () => {
      await this.links.note(act, id, [task], by);
      const saved = await this.records.save(next);
      await this.#tell(saved, by);
      return saved;
    });
  }

  get = (id: string, by: Actor): Promise<EvidenceRecord> => this.access.get(id, by);

  async history(id: string, by: Actor): Promise<RecordRevision[]> {
    return this.records.history((await this.get(id, by)).id);
  }

  async taskLinks(id: string, by: Actor): Promise<TaskLink[]> {
    return this.links.log((await this.get(id, by)).id);
  }

  async list(query: RecordQuery, by: Actor): Promise<{ items: EvidenceRecord[]; nextPageToken?: string }> {
    const scope = await scopeFor(by, 'record.read', query, this.units);
    const found = await this.records.page(scope, query, await this.access.filter(by));
    return pageOf(found, query.limit, ({ day }) => day);
  }

  /** The record as it is, and its type, where this seat may change it. */
  async #changed(id: string, ifMatch: string | undefined, by: Actor): Promise<{ was: EvidenceRecord; type: RecordType }> {
    const was = await this.access.get(id, by, 'record.file');
    sameVersion(was.version, ifMatch);
    if (!this.access.catalogue.find(was.type)) throw new Refusal('conflict', 'record.type-gone', { type: was.type });
    const { kind } = await this.units.get(was.unitId);
    return { was, type: await this.access.typeFor(was.type, { id: was.unitId, kind }, by) };
  }

  async #rewrite(content: EvidenceRecord, type: RecordType, act: Act, by: Actor, reason?: string): Promise<EvidenceRecord> {
    const digests = await this.#check(type, content, content, by);
    return this.database.transaction(async () => {
      const was = (await this.records.find(content.id))!;
      const gaps = gapsOf(type, content, await this.records.linkingTypes(content.id));
      const saved = await this.records.save({ ...content, ...yieldOf(type, content), gaps, digests, revision: content.revision + 1 }); // tells a second author that he is late
      await this.#follow(saved, act, by, reason, was);
      return saved;
    });
  }

  /** Everything that a new content entails, in its transaction. */
  async #follow(record: EvidenceRecord, act: Act, by: Actor, reason?: string, was?: EvidenceRecord): Promise<void> {
    const { id, revision, day, title, fields, fileIds, steps, closedOn, sums } = record;
    await this.records.keep({
      id: newId(), recordId: id, revision, act, day, title, fields, fileIds, steps, ...(closedOn !== undefined && { closedOn }), sums, ...(reason !== undefined && { reason }), by: by.personId, at: this.clock.now().toISOString(),
    });
    await this.ledger.note({ act: `record.${act}`, objectId: id, content: { ...recordStatement(record), ...(reason !== undefined && { reason }) }, by: by.personId });
    for (const target of new Set([...record.links, ...(was?.links ?? [])])) await this.#showGaps(target);
    await this.guards.follow(record, was?.fileIds);
    await this.tallies.recount(record.type, record.unitId, [record.day, ...(was ? [was.day] : [])]);
    await this.#tell(record, by);
  }

  async #showGaps(id: string): Promise<void> {
    const record = await this.records.find(id);
    const type = record && this.access.catalogue.find(record.type);
    if (type && type.gaps.some(({ linkedFrom }) => linkedFrom !== undefined)) await this.records.showGaps(id, gapsOf(type, record, await this.records.linkingTypes(id)));
  }

  /** Refuses a content that its type does not allow, or that names what is not there; gives the digests of its files. */
  async #check(type: RecordType, { unitId }: Place, content: RecordContent, by: Actor): Promise<Record<string, string>> {
    const today = this.clock.today();
    if (!type.ahead && content.day > today) throw new Refusal('invalid', 'record.day-ahead', { day: content.day }, 'day');
    for (const [id, { day }] of Object.entries(content.steps)) if (day > today) throw new Refusal('invalid', 'record.day-ahead', { day }, `steps.${id}.day`);
    if (content.closedOn !== undefined && content.closedOn > today) throw new Refusal('invalid', 'record.day-ahead', { day: content.closedOn }, 'closedOn');
    const names = named(type, content.fields);
    const files = await this.fileAccess.among(await this.files.ofUnit(unitId, content.fileIds), by);
    const people = await this.people.byIds(names.people);
    const members = people.filter((person) => person.unitId === unitId && isMemberOn(person, content.day));
    const units = await this.units.byIds(names.units);
    const filter = names.links.length > 0 ? await this.#readable(names.links, by) : [];
    refuseFaults(
      faultsOf(type, content, {
        people: new Set(people.map(({ id }) => id)),
        members: new Set(members.map(({ id }) => id)),
        units: new Map([...units].map(([id, { kind }]) => [id, kind])),
        files: new Map(files.map(({ id, mediaType }) => [id, mediaType])),
        records: new Map(filter.map((record) => [record.id, record.type])),
      }),
    );
    return Object.fromEntries(files.map(({ id, sha256 }) => [id, sha256]));
  }

  async #readable(ids: readonly string[], by: Actor): Promise<EvidenceRecord[]> {
    const scope = await scopeFor(by, 'record.read', { subtree: false }, this.units);
    return this.records.among(ids, scope, await this.access.filter(by));
  }

  async #tell({ id, unitId, type, day, tasks, fileIds, sums, version, steps }: EvidenceRecord, by: Actor): Promise<void> {
    const told = Object.fromEntries(Object.entries(sums).flatMap(([name, sum]) => (typeof sum === 'number' ? [[name, BigInt(sum)]] : [])));
    await this.database.emit(RecordFiledSchema, id, { recordId: id, unitId, type, day, tasks: [...tasks], fileIds: [...fileIds], sums: told, version, steps: Object.keys(steps), byUnitId: by.unitId });
  }
}
