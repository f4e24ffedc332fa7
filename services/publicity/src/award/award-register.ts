import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import type { Day } from '@xingchuang/calendar';
import { PlaqueTakenBackSchema, type AwardHandOver, type AwardLift, type AwardQuery, type AwardRevoke, type AwardSuspend, type PlaqueHang, type PlaqueTakeBack } from '@xingchuang/contracts';
import { allow, Refusal, type Action, type Actor } from '@xingchuang/rules';
import { BLOBS, CLOCK, DATABASE, pageById, type Clock, type Database } from '@xingchuang/server';
import { AwardChanges } from './award-changes.ts';
import { asOf, handOver, hang, liftByHand, revoke, suspend, takeBack, type Award, type Moment } from './award-rule.ts';
import { AwardStore, PAGE } from './award-store.ts';

/** The register of certificates and plaques: looked up by everybody, kept by those who issue them. */
@Injectable()
export class AwardRegister {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(AwardStore) readonly store: AwardStore,
    @Inject(AwardChanges) readonly changes: AwardChanges,
  ) {}

  async list(query: AwardQuery): Promise<{ items: Award[]; nextPageToken?: string }> {
    const { items, ...rest } = pageById(await this.store.page(query), PAGE);
    return { items: items.map((award) => this.#today(award)), ...rest };
  }

  async get(id: string): Promise<Award> {
    return this.#today(await this.store.get(id));
  }

  /** What anybody may ask: the award of a number as it stands at this moment. */
  async byNumber(number: string): Promise<Award> {
    return this.#today(await this.store.byNumber(number));
  }


  revoke = (id: string, { reason, clause }: AwardRevoke, version: string | undefined, by: Actor): Promise<Award> =>
    this.#change(id, 'award.revoke', version, by, (was, moment) => revoke(was, reason, clause, moment));

  /** By hand, where the reason is not one that the system hears of by itself. */
  suspend = (id: string, { reason, clause }: AwardSuspend, version: string | undefined, by: Actor): Promise<Award> =>
    this.#change(id, 'award.revoke', version, by, (was, moment) => {
      if (was.ending) throw new Refusal('conflict', 'award.not-standing');
      return suspend(was, { id: `hand-${moment.at}`, since: moment.on, reason, clause }, moment);
    });

  lift = (id: string, { reason }: AwardLift, version: string | undefined, by: Actor): Promise<Award> => this.#change(id, 'award.revoke', version, by, (was, moment) => liftByHand(was, reason, moment));

  handOver = (id: string, { on, to }: AwardHandOver, version: string | undefined, by: Actor): Promise<Award> =>
    this.#change(id, 'award.issue', version, by, (was, moment) => handOver(was, to, { ...moment, on: on as Day }, moment.on));

  hang = (id: string, { on, photoId }: PlaqueHang, version: string | undefined, by: Actor): Promise<Award> =>
    this.#change(id, 'plaque.hang', version, by, (was, moment) => hang(was, photoId, { ...moment, on: on as Day }, moment.on));

  takeBack = (id: string, { on, note }: PlaqueTakeBack, version: string | undefined, by: Actor): Promise<Award> =>
    this.#change(id, 'award.issue', version, by, async (was, moment) => {
      const next = takeBack(was, note, { ...moment, on: on as Day }, moment.on);
      await this.database.emit(PlaqueTakenBackSchema, was.id, { awardId: was.id, campaignId: was.campaignId, unitId: was.unitId, takenOn: on });
      return next;
    });

  #today = (award: Award): Award => asOf(award, this.clock.today(), this.clock.now().toISOString());

  async #change(id: string, action: Action, version: string | undefined, by: Actor, change: (was: Award, moment: Moment) => Award | Promise<Award>): Promise<Award> {
    return this.database.transaction(async () => {
      const stored = await this.store.get(id); // read here: its document may be made at this very moment
      allow(by, action, stored);
      if (version !== undefined && version.replaceAll('"', '') !== String(stored.version)) throw new Refusal('stale', 'thing.stale', { id, version: stored.version }, 'If-Match');
      const moment: Moment = { at: this.clock.now().toISOString(), on: this.clock.today(), by: { personId: by.personId, role: by.role, unitId: by.unitId } };
      return this.changes.save(stored, await change(this.#today(stored), moment));
    });
  }

  async certificate(id: string): Promise<{ award: Award; bytes: Readable }> {
    if ((await this.store.get(id)).form === 'plaque') throw new Refusal('conflict', 'award.no-certificate');
    return this.document(id);
  }

  /** The certificate or the artwork; while an award is suspended nothing of it is given out. */
  async document(id: string): Promise<{ award: Award; bytes: Readable }> {
    const award = await this.get(id);
    if (award.state === 'suspended') throw new Refusal('conflict', 'award.suspended', { reason: award.reason });
    if (award.certificate === '') throw new Refusal('conflict', 'certificate.being-made');
    return { award, bytes: await this.blobs.get(award.certificate) };
  }
}
