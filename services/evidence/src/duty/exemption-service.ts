import { Inject, Injectable } from '@nestjs/common';
import type { ExemptionGrant, ExemptionQuery, ExemptionUndo } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, isDuplicate, newId, scopeFor, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { pageOf } from '../keyset.ts';
import { Ledger } from '../log/ledger.ts';
import { reachable, sameVersion } from '../scope.ts';
import { DutyService } from './duty-service.ts';
import { ExemptionStore, type Exemption } from './exemption-store.ts';

/** Lets somebody off an expected record, with the reason; it can be taken back. */
@Injectable()
export class ExemptionService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(DutyService) readonly duties: DutyService,
    @Inject(ExemptionStore) readonly exemptions: ExemptionStore,
    @Inject(Ledger) readonly ledger: Ledger,
  ) {}

  async grant(input: ExemptionGrant, by: Actor): Promise<Exemption> {
    const { unitId, scheme, duty, period, personId, recordId, reason } = input;
    const unit = await this.units.get(unitId);
    allow(by, 'duty.exempt', { unitId, path: unit.path });
    const owed = await this.duties.isOwed(unit, input);
    if (owed === undefined) throw new Refusal('invalid', 'duty.unknown', { duty: `${scheme}/${duty}` }, 'duty');
    if (!owed) throw new Refusal('invalid', 'duty.not-owed', {}, 'period');
    const exemption: Exemption = {
      id: newId(), version: 1, unitId, path: unit.path, scheme, duty, period, ...(personId !== undefined && { personId }), ...(recordId !== undefined && { recordId }), reason, by: by.personId, at: this.clock.now().toISOString(),
    };
    try {
      return await this.database.transaction(async () => {
        await this.ledger.note({ act: 'duty.exempted', objectId: exemption.id, content: { unit: unitId, scheme, duty, period, person: personId ?? '', record: recordId ?? '', reason }, by: by.personId });
        return this.exemptions.insert(exemption);
      });
    } catch (error) {
      if (isDuplicate(error)) throw new Refusal('conflict', 'exemption.exists', {});
      throw error;
    }
  }

  async undo(id: string, { reason }: ExemptionUndo, ifMatch: string | undefined, by: Actor): Promise<Exemption> {
    const was = reachable(await this.exemptions.find(id), by, 'duty.exempt');
    sameVersion(was.version, ifMatch);
    if (was.undone) throw new Refusal('conflict', 'exemption.undone', { at: was.undone.at });
    return this.database.transaction(async () => {
      await this.ledger.note({ act: 'duty.exemption-undone', objectId: id, content: { reason }, by: by.personId });
      return this.exemptions.save({ ...was, undone: { reason, by: by.personId, at: this.clock.now().toISOString() } });
    });
  }

  async list(query: ExemptionQuery, by: Actor): Promise<{ items: Exemption[]; nextPageToken?: string }> {
    const found = await this.exemptions.page(await scopeFor(by, 'duty.read', query, this.units), query.pageToken, query.limit);
    return pageOf(found, query.limit, ({ at }) => at);
  }
}
