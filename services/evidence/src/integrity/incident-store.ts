import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { IncidentQuery, IntegrityFault } from '@xingchuang/contracts';
import { CLOCK, DATABASE, newId, PLATFORM, type Clock, type Database, type Platform, type Stored } from '@xingchuang/server';

/** Something kept is not as it was: open until it is mended or explained. */
export interface Incident extends Stored, Omit<IntegrityFault, 'repaired'> {
  readonly state: 'open' | 'repaired' | 'closed';
  /** What is wrong where; of what is open there is one. */
  readonly key: string;
  readonly openedAt: string;
  readonly closedAt?: string;
}

const schema = new Schema({
  _id: String, version: Number, verdict: String, kind: String, objectId: String, unitId: String, name: String, place: String, expected: String, found: String,
  state: String, key: String, openedAt: String, closedAt: String,
});
schema.index({ key: 1 }, { unique: true, partialFilterExpression: { state: 'open' } }); // one open incident a fault, however often it is found
schema.index({ state: 1, _id: -1 }); // those that are open, newest first

export const INCIDENT_PAGE = 50;
const keyOf = ({ kind, objectId, place }: Pick<IntegrityFault, 'kind' | 'objectId' | 'place'>): string => `${kind} ${objectId} ${place}`;

@Injectable()
export class IncidentStore {
  readonly #incidents;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PLATFORM) readonly platform: Platform,
  ) {
    this.#incidents = database.model<Incident>('integrity-incidents', schema);
  }

  countOpen = (): Promise<number> => this.#incidents.count({ state: 'open' });
  open = (): Promise<Incident[]> => this.#incidents.list({ state: 'open' }, { _id: -1 }, 1_000);
  page({ state, pageToken }: IncidentQuery): Promise<Incident[]> {
    return this.#incidents.list({ ...(state && { state }), ...(pageToken && { _id: { $lt: pageToken } }) }, { _id: -1 }, INCIDENT_PAGE + 1);
  }

  /** Opens an incident unless one is open for it; of what was mended at once a closed one tells. */
  async note({ repaired, ...fault }: IntegrityFault): Promise<void> {
    const key = keyOf(fault);
    const [open] = await this.#incidents.list({ key, state: 'open' }, { _id: 1 }, 1);
    if (open && !repaired) return;
    const at = this.clock.now().toISOString();
    if (open) await this.#incidents.save({ ...open, state: 'repaired', closedAt: at });
    else await this.#incidents.insert({ ...fault, key, id: newId(), version: 1, openedAt: at, ...(repaired ? { state: 'repaired', closedAt: at } : { state: 'open' }) });
    const { kind, verdict, objectId, place } = fault;
    if (repaired) this.platform.log.warn({ kind, verdict, objectId, place }, 'something kept was not as it was, and was repaired from the second copy');
    else this.platform.log.error({ kind, verdict, objectId, place }, 'something kept is not as it was');
  }

  /** Closes what is well again. */
  async settle(fault: Pick<IntegrityFault, 'kind' | 'objectId' | 'place'>): Promise<void> {
    const [open] = await this.#incidents.list({ key: keyOf(fault), state: 'open' }, { _id: 1 }, 1);
    if (open) await this.#incidents.save({ ...open, state: 'closed', closedAt: this.clock.now().toISOString() });
  }
}
