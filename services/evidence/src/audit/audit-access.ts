import { Inject, Injectable } from '@nestjs/common';
import { allow, covers, Refusal, scopeOf, type Actor } from '@xingchuang/rules';
import { UNITS, within, type UnitDirectory } from '@xingchuang/server';
import type { AuditQuery } from '@xingchuang/contracts';
import { Readable } from '../archive/readable.ts';
import { FileAccess } from '../file/file-access.ts';
import { RecordStore } from '../record/record-store.ts';
import { reachable } from '../scope.ts';
import type { Audit, AuditItem } from './audit.ts';
import { AuditItemStore, type Seen } from './audit-item-store.ts';
import { AuditStore } from './audit-store.ts';

/** Who sees what of an audit: those above the body that audits see all of it, a unit what was published of itself. */
@Injectable()
export class AuditAccess {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(AuditStore) readonly audits: AuditStore,
    @Inject(AuditItemStore) readonly items: AuditItemStore,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(Readable) readonly readable: Readable,
    @Inject(FileAccess) readonly files: FileAccess,
  ) {}

  async toRead(id: string, by: Actor): Promise<{ readonly audit: Audit; readonly of: Seen }> {
    allow(by, 'audit.read');
    const audit = await this.audits.find(id);
    if (audit && covers(by, 'audit.read', audit)) return { audit, of: {} };
    if (audit && (await this.items.concerns(id, by.unitId))) return { audit, of: { unitId: by.unitId } };
    throw new Refusal('missing', 'thing.missing');
  }

  async toRun(id: string, by: Actor): Promise<Audit> {
    return reachable(await this.audits.find(id), by, 'audit.run');
  }

  async itemToRead(id: string, by: Actor): Promise<{ readonly audit: Audit; readonly item: AuditItem; readonly of: Seen }> {
    const item = await this.items.find(id);
    if (!item) throw new Refusal('missing', 'thing.missing');
    const { audit, of } = await this.toRead(item.auditId, by);
    if (of.unitId !== undefined && (item.unitId !== of.unitId || item.published === 0)) throw new Refusal('missing', 'thing.missing');
    return { audit, item, of };
  }

  async itemToRun(id: string, by: Actor): Promise<{ readonly audit: Audit; readonly item: AuditItem }> {
    const item = await this.items.find(id);
    const audit = reachable(item && (await this.audits.find(item.auditId)), by, 'audit.run');
    return { audit, item: item! }; // an audit was found by it
  }

  /** The items without the titles of what the actor may not read; what is gone is nobody's to read. */
  async titled<Item extends Pick<AuditItem, 'kind' | 'itemId' | 'title'>>(items: readonly Item[], by: Actor): Promise<Item[]> {
    const idsOf = (kind: AuditItem['kind']) => items.filter((item) => item.kind === kind).map(({ itemId }) => itemId);
    const records = await this.readable.among(await this.records.byIds(idsOf('record')), by);
    const files = await this.files.among(await this.files.files.byIds(idsOf('file')), by);
    const readable = new Set([...records, ...files].map(({ id }) => id));
    return items.map((item) => (readable.has(item.itemId) ? item : { ...item, title: '' }));
  }

  async page(query: AuditQuery, by: Actor): Promise<{ readonly audits: Audit[]; readonly of: Seen }> {
    if (scopeOf(by.role, 'audit.read') !== 'own') return { audits: await this.audits.page(await within(by, 'audit.read', undefined, this.units), query), of: {} };
    return { audits: await this.audits.page({ ids: await this.items.auditsOf(by.unitId) }, query), of: { unitId: by.unitId } };
  }
}
