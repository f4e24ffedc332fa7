import { Inject, Injectable } from '@nestjs/common';
import { FileQuery, RecordQuery, type AuditPreviewing, type AuditScope } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CAMPAIGNS, UNITS, type CampaignDirectory, type KnownUnit, type Scoped, type UnitDirectory } from '@xingchuang/server';
import { digestOf } from '../archive/frozen-set.ts';
import { FileStore, type EvidenceFile } from '../file/file-store.ts';
import { dayOfFile } from '../flag/flag-marks.ts';
import { pageOf } from '../keyset.ts';
import { PeopleDirectory } from '../record/people-directory.ts';
import type { RecordContent } from '../record/record-rule.ts';
import { RecordStore, type EvidenceRecord } from '../record/record-store.ts';
import type { AuditItem } from './audit.ts';
import type { Judge } from './audit-item-rule.ts';
import type { Candidate } from './sample-rule.ts';

/** One thing that can be drawn, with all that is frozen of it when it is. */
export type Drawable = Candidate & Pick<AuditItem, 'path' | 'kind' | 'itemId' | 'fileIds' | 'digest' | 'type' | 'title' | 'day' | 'tasks' | 'filedBy' | 'arrivedAt' | 'revision'>;

type Selection = Pick<AuditPreviewing, 'scope' | 'from' | 'to'> & { readonly tasks: readonly string[]; readonly kinds: readonly AuditItem['kind'][] };
interface Reach {
  readonly units: ReadonlyMap<string, KnownUnit>;
  readonly own: readonly string[];
  readonly scopes: readonly Scoped[];
}

const MOST = 200_000;
const PAGE = 500;

/** What a record said when it was drawn, in a digest that anyone who has that content gets too. */
export const digestOfContent = ({ day, title, fields, fileIds }: RecordContent): string => digestOf(JSON.parse(JSON.stringify({ day, title, fields, fileIds })));

/** Finds what an audit can draw from. */
@Injectable()
export class AuditPopulation {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
  ) {}

  /** Nobody audits the unit at which they sit, nor the one of which they are a member. */
  async judge(by: Actor): Promise<Judge> {
    const person = (await this.people.byIds([by.personId]))[0];
    return { personId: by.personId, unitIds: [by.unitId, ...(person ? [person.unitId] : [])] };
  }

  async find(selection: Selection, by: Actor): Promise<{ readonly items: Drawable[]; readonly own: readonly string[]; readonly units: ReadonlyMap<string, KnownUnit> }> {
    const { units, own, scopes } = await this.#reach(selection.scope, by);
    const isMeant = (unitId: string, day: string, tasks: readonly string[]) =>
      units.has(unitId) && selection.from <= day && day <= selection.to && (selection.tasks.length === 0 || tasks.some((task) => selection.tasks.includes(task)));
    const found = new Map<string, Drawable>();
    const carried = new Set<string>();
    const add = (item: Drawable) => {
      found.set(item.key, item);
      if (found.size > MOST) throw new Refusal('limit', 'audit.population-too-large', { most: MOST }, 'scope');
    };
    for (const scope of scopes) {
      if (selection.kinds.includes('record')) {
        for await (const record of this.#eachRecord(scope, selection)) {
          if (!isMeant(record.unitId, record.day, record.tasks)) continue;
          record.fileIds.forEach((id) => carried.add(id));
          add(ofRecord(record));
        }
      }
      if (selection.kinds.includes('file')) {
        for await (const file of this.#eachFile(scope, selection.from)) {
          if (isMeant(file.unitId, dayOfFile(file), file.tasks)) add(ofFile(file));
        }
      }
    }
    return { items: [...found.values()].filter(({ kind, itemId }) => kind === 'record' || !carried.has(itemId)), own, units };
  }

  async #reach(scope: AuditScope, by: Actor): Promise<Reach> {
    const { unitIds: barred } = await this.judge(by);
    if (scope.of === 'units') {
      for (const [index, unitId] of scope.unitIds.entries()) {
        allow(by, 'audit.run', await this.units.place(unitId));
        if (barred.includes(unitId)) throw new Refusal('forbidden', 'audit.own-unit', {}, `scope.unitIds[${index}]`);
      }
      return { units: await this.units.byIds(scope.unitIds), own: [], scopes: [...new Set(scope.unitIds)].map((unitId) => ({ unitId })) };
    }
    const { root, kinds } = scope.of === 'subtree' ? { root: scope.unitId, kinds: undefined } : await this.#campaign(scope.campaignId);
    allow(by, 'audit.run', await this.units.place(root));
    const all = (await this.units.under(root)).filter(({ kind }) => kinds?.includes(kind) ?? true);
    const units = new Map(all.filter(({ id }) => !barred.includes(id)).map((unit) => [unit.id, unit]));
    return { units, own: all.filter(({ id }) => barred.includes(id)).map(({ id }) => id), scopes: [{ path: root }] };
  }

  /** The node whose rated units take part in a campaign, and of which kinds those are. */
  async #campaign(id: string): Promise<{ root: string; kinds: string[] }> {
    const { campaign, scheme } = await this.campaigns.rules(id);
    const kinds = Object.keys(scheme.kinds).filter((kind) => scheme.kinds[kind]!.is === 'rated');
    return { root: (await this.units.get(campaign.unitId)).jurisdictionId, kinds };
  }

  async *#eachRecord(scope: Scoped, { from, to }: Selection): AsyncGenerator<EvidenceRecord> {
    for (let pageToken: string | undefined, more = true; more; ) {
      const page = pageOf(await this.records.page(scope, RecordQuery.parse({ from, to, pageToken, limit: PAGE })), PAGE, ({ day }) => day);
      yield* page.items;
      [pageToken, more] = [page.nextPageToken, page.nextPageToken !== undefined];
    }
  }

  /** What shows a day was received on it or later. */
  async *#eachFile(scope: Scoped, from: string): AsyncGenerator<EvidenceFile> {
    for (let pageToken: string | undefined, more = true; more; ) {
      const page = pageOf(await this.files.page(scope, FileQuery.parse({ from, pageToken, limit: PAGE })), PAGE, ({ receivedAt }) => receivedAt);
      yield* page.items;
      [pageToken, more] = [page.nextPageToken, page.nextPageToken !== undefined];
    }
  }
}

function ofRecord(record: EvidenceRecord): Drawable {
  const { id, unitId, path, revision, fileIds, type, title, day, tasks, filedBy, filedAt } = record;
  return { key: `record:${id}`, unitId, path, kind: 'record', itemId: id, revision, fileIds, digest: digestOfContent(record), type, title, day, tasks, filedBy, arrivedAt: filedAt };
}

function ofFile(file: EvidenceFile): Drawable {
  const { id, unitId, path, sha256, mediaType, name, tasks, uploadedBy, receivedAt } = file;
  return { key: `file:${id}`, unitId, path, kind: 'file', itemId: id, fileIds: [], digest: sha256, type: mediaType, title: name, day: dayOfFile(file), tasks, filedBy: uploadedBy, arrivedAt: receivedAt };
}
