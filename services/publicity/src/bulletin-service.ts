import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import type { BulletinDraft, BulletinEdit } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { BLOBS, CAMPAIGNS, CLOCK, DATABASE, newId, UNITS, within, type CampaignDirectory, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { approve, draftText, edit, rowsOf, type Bulletin } from './bulletin-rule.ts';
import { BulletinStore } from './bulletin-store.ts';
import { NoticeStore } from './notice-store.ts';

/** Bulletins over the settled results of a campaign. */
@Injectable()
export class BulletinService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(BulletinStore) readonly store: BulletinStore,
  ) {}

  /** Drafts a bulletin from what is settled now within the issuer's scope. */
  async draft({ campaignId, title }: BulletinDraft, by: Actor): Promise<Bulletin> {
    const { scheme, campaign } = await this.campaigns.rules(campaignId);
    const issuer = await this.units.get(by.unitId);
    const settled = await this.notices.candidatesOf(campaignId, await within(by, 'bulletin.write', undefined, this.units), 'settled');
    if (settled.length === 0) throw new Refusal('conflict', 'bulletin.nothing-settled');
    const names = await this.units.byIds(settled.map((one) => one.unitId));
    return this.store.bulletins.insert({
      id: newId(), version: 1, campaignId, unitId: issuer.id, path: issuer.path, number: '', title, issuer: issuer.name, issuedOn: '', approvedAt: '', state: 'draft',
      paragraphs: draftText(scheme, campaign.title, settled), rows: rowsOf(scheme, settled, names), document: '',
    });
  }

  async edit(id: string, change: BulletinEdit, by: Actor): Promise<Bulletin> {
    return this.store.bulletins.save(edit(await this.#mine(id, by), change));
  }

  /** Freezes a bulletin under its number; its document is made from what is frozen. */
  async approve(id: string, by: Actor): Promise<Bulletin> {
    const was = await this.#mine(id, by);
    return this.database.transaction(async () => {
      const today = this.clock.today();
      const number = `通报〔${today.slice(0, 4)}〕${await this.database.nextNumber(`bulletin-${today.slice(0, 4)}`)}号`;
      return this.store.bulletins.save(approve(was, number, today, this.clock.now().toISOString()));
    });
  }

  get = (id: string): Promise<Bulletin> => this.store.get(id);
  list = (): Promise<Bulletin[]> => this.store.newest();

  async document(id: string): Promise<Readable> {
    const { document } = await this.store.get(id);
    if (document === '') throw new Refusal('conflict', 'document.being-made');
    return this.blobs.get(document);
  }

  async #mine(id: string, by: Actor): Promise<Bulletin> {
    const bulletin = await this.store.get(id);
    allow(by, 'bulletin.write', bulletin);
    return bulletin;
  }
}
