import { Inject, Injectable } from '@nestjs/common';
import { RecordFiledSchema, type RecordCorrection, type RecordFiling, type RecordQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Actor, type Place } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { FileStore } from '../file/file-store.ts';
import { pageOf } from '../keyset.ts';
import { reachable, sameVersion, scopeFor } from '../scope.ts';
import { linked, type LinkAct } from '../task/task-link-rule.ts';
import { TaskLinkStore, type TaskLink } from '../task/task-link-store.ts';
import { TaskService } from '../task/task-service.ts';
import { isMemberOn, PeopleDirectory } from './people-directory.ts';
import { RecordCatalogue } from './record-catalogue.ts';
import { faultsOf, peopleIn, refuseFaults, yieldOf, type RecordContent } from './record-rule.ts';
import { RecordStore, type EvidenceRecord, type RecordRevision } from './record-store.ts';
import type { RecordType } from './record-type.ts';

/** Records typed by data (台账): filed, corrected with the earlier content kept, linked to tasks. */
@Injectable()
export class RecordService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(TaskService) readonly tasks: TaskService,
    @Inject(TaskLinkStore) readonly links: TaskLinkStore,
  ) {}

  async file({ unitId, type: typeId, tasks: given, ...content }: RecordFiling, by: Actor): Promise<EvidenceRecord> {
    const place = await this.units.place(unitId);
    allow(by, 'record.file', place);
    const type = this.#typeFor(typeId, by);
    const tasks = [...new Set(given)];
    await this.tasks.check(tasks, (index) => `tasks[${index}]`);
    await this.#check(type, place, content);
    const record: EvidenceRecord = {
      ...content, ...yieldOf(type, content.fields), ...place, id: newId(), version: 1, revision: 1, type: type.id, tasks, filedBy: by.personId, filedAt: this.clock.now().toISOString(),
    };
    return this.database.transaction(async () => {
      await this.links.note('link', record.id, tasks, by);
      await this.records.keep(this.#revision(record, by));
      await this.#tell(record);
      return this.records.insert(record);
    });
  }

  /** A correction is a new content; the one before stays readable in the history. */
  async correct(id: string, { reason, ...content }: RecordCorrection, ifMatch: string | undefined, by: Actor): Promise<EvidenceRecord> {
    const was = reachable(await this.records.find(id), by, 'record.file');
    sameVersion(was.version, ifMatch);
    const type = this.#typeFor(was.type, by);
    await this.#check(type, was, content);
    const next: EvidenceRecord = { ...was, ...content, ...yieldOf(type, content.fields), revision: was.revision + 1 };
    return this.database.transaction(async () => {
      const saved = await this.#saveAndTell(next); // first: it is what tells a second corrector that he is late
      await this.records.keep({ ...this.#revision(saved, by), reason });
      return saved;
    });
  }

  async changeTask(act: LinkAct, id: string, task: string, by: Actor): Promise<EvidenceRecord> {
    const was = reachable(await this.records.find(id), by, 'record.file');
    if (act === 'link') await this.tasks.check([task], () => 'task');
    const next = { ...was, tasks: linked(act, was.tasks, task) };
    return this.database.transaction(async () => {
      await this.links.note(act, id, [task], by);
      return this.#saveAndTell(next);
    });
  }

  async get(id: string, by: Actor): Promise<EvidenceRecord> {
    return reachable(await this.records.find(id), by, 'record.read');
  }

  async history(id: string, by: Actor): Promise<RecordRevision[]> {
    return this.records.history((await this.get(id, by)).id);
  }

  async taskLinks(id: string, by: Actor): Promise<TaskLink[]> {
    return this.links.log((await this.get(id, by)).id);
  }

  async list(query: RecordQuery, by: Actor): Promise<{ items: EvidenceRecord[]; nextPageToken?: string }> {
    const found = await this.records.page(await scopeFor(by, 'record.read', query, this.units), query);
    return pageOf(found, query.limit, ({ day }) => day);
  }

  #typeFor(id: string, by: Actor): RecordType {
    const type = this.catalogue.get(id);
    if (type.filedBy && !type.filedBy.includes(by.role)) throw new Refusal('forbidden', 'record.not-yours', { type: type.zh, typeEn: type.en, roles: type.filedBy });
    return type;
  }

  async #check(type: RecordType, { unitId }: Place, content: RecordContent): Promise<void> {
    if (content.day > this.clock.today()) throw new Refusal('invalid', 'record.day-ahead', { day: content.day }, 'day');
    const files = await this.files.idsOf(unitId, content.fileIds);
    const people = await this.people.byIds(peopleIn(content));
    const members = people.filter((person) => person.unitId === unitId && isMemberOn(person, content.day));
    refuseFaults(faultsOf(type, content, files, { known: new Set(people.map(({ id }) => id)), members: new Set(members.map(({ id }) => id)) }));
  }

  #revision({ id, revision, day, title, fields, fileIds, sums }: EvidenceRecord, by: Actor): RecordRevision {
    return { id: newId(), recordId: id, revision, day, title, fields, fileIds, sums, by: by.personId, at: this.clock.now().toISOString() };
  }

  async #saveAndTell(next: EvidenceRecord): Promise<EvidenceRecord> {
    const saved = await this.records.save(next);
    await this.#tell(saved);
    return saved;
  }

  async #tell({ id, unitId, type, day, tasks, fileIds, sums, version }: EvidenceRecord): Promise<void> {
    const told = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, BigInt(sum)]));
    await this.database.emit(RecordFiledSchema, id, { recordId: id, unitId, type, day, tasks: [...tasks], fileIds: [...fileIds], sums: told, version });
  }
}
