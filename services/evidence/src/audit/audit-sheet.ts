import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@xingchuang/bus';
import { Refusal, type Actor } from '@xingchuang/rules';
import { BUS, UNITS, type UnitDirectory } from '@xingchuang/server';
import { FlagStore } from '../flag/flag-store.ts';
import { printed } from '../printed.ts';
import { RecordCatalogue } from '../record/record-catalogue.ts';
import { AuditAccess } from './audit-access.ts';
import { asPublished } from './audit-item-rule.ts';
import { AuditItemStore } from './audit-item-store.ts';
import { sheetDocument } from './sheet-document.ts';

/** Puts an audit on paper; the same state of it and of its flags gives the same bytes. */
@Injectable()
export class AuditSheet {
  constructor(
    @Inject(BUS) readonly bus: Bus,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(AuditAccess) readonly access: AuditAccess,
    @Inject(FlagStore) readonly flags: FlagStore,
    @Inject(AuditItemStore) readonly items: AuditItemStore,
  ) {}

  async make(id: string, unitId: string | undefined, by: Actor): Promise<Uint8Array> {
    const { audit, of } = await this.access.toRead(id, by);
    if (!audit.population) throw new Refusal('missing', 'audit.not-drawn');
    const all = await this.access.titled(await this.items.all(id, of), by);
    const items = all.filter((item) => unitId === undefined || item.unitId === unitId).map((item) => (of.unitId === undefined ? item : asPublished(item)));
    const units = await this.units.byIds([audit.unitId, ...new Set(items.map((item) => item.unitId))]);
    const types = new Map(this.catalogue.list().map((type) => [type.id, type.zh]));
    const data = sheetDocument(audit, items, await this.flags.kindsOf(items), { unit: (one) => units.get(one)?.name ?? one, type: (one) => types.get(one) });
    return printed(this.bus, 'audit-sheet', data);
  }
}
