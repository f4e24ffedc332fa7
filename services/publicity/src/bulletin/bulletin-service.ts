import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import { day } from '@xingchuang/calendar';
import type { BulletinDraft, BulletinEdit, BulletinQuery, FigureItems } from '@xingchuang/contracts';
import { allow, covers, Refusal, type Actor } from '@xingchuang/rules';
import { BLOBS, CAMPAIGNS, CLOCK, DATABASE, isDuplicate, pageById, UNITS, type CampaignDirectory, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { ComplaintStore } from '../notice/complaint-store.ts';
import { unitsOf } from '../notice/notice-rule.ts';
import { NoticeStore } from '../notice/notice-store.ts';
import { BulletinDrafts } from './bulletin-draft.ts';
import { readableBy } from './bulletin-readers.ts';
import { approve, drop, edit, isFrozen, named, recounted, refuseDone, refuseOther, type Bulletin, type Clear } from './bulletin-rule.ts';
import { BulletinStore, PAGE } from './bulletin-store.ts';
import { Kinds } from './kinds.ts';
import { Printing } from './printing.ts';

const ITEMS = 100;

/** Bulletins from the draft to the issue (S0 L117, L137; S1 L25; S2 L11, L33). */
@Injectable()
export class BulletinService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(ComplaintStore) readonly complaints: ComplaintStore,
    @Inject(Kinds) readonly kinds: Kinds,
    @Inject(BulletinDrafts) readonly drafts: BulletinDrafts,
    @Inject(Printing) readonly printing: Printing,
    @Inject(BulletinStore) readonly store: BulletinStore,
  ) {}

  /** Drafts an issue by hand, of what lies under the issuer's node or one below it. */
  async draft({ kind: kindId, campaignId = '', subject = '', period = '', unitId, from, to, title }: BulletinDraft, by: Actor): Promise<Bulletin> {
    const kind = this.kinds.get(kindId);
    const issuer = await this.units.get(by.unitId);
    const nodeId = unitId ?? by.jurisdictionId;
    allow(by, 'bulletin.write', await this.units.place(nodeId));
    const wanted = { kind, issuer, nodeId, campaignId, subject, period, title, from: from === undefined ? undefined : day(from, 'from'), to: to === undefined ? undefined : day(to, 'to') };
    const { bulletin, items } = await this.drafts.draft(wanted, by.personId);
    return this.database
      .transaction(async () => {
        await this.store.makeRoom(bulletin.key);
        await this.store.keepItems(bulletin.id, items);
        return this.store.bulletins.insert(bulletin);
      })
      .catch((error: unknown) => {
        if (isDuplicate(error)) throw new Refusal('conflict', 'bulletin.drafted-before', { period: bulletin.periodZh }, 'period');
        throw error;
      });
  }

  edit(id: string, change: BulletinEdit, ifMatch: string | undefined, by: Actor): Promise<Bulletin> {
    return this.#change(id, ifMatch, by, async (was) => {
      const next = edit(was, change, by);
      await this.#refuseUnknownReaders(next);
      return next;
    });
  }

  drop(id: string, ifMatch: string | undefined, by: Actor): Promise<Bulletin> {
    return this.#change(id, ifMatch, by, async (was) => drop(was));
  }

  /** Counts a draft again; sentences, and what people changed by hand, stay. */
  async recount(id: string, ifMatch: string | undefined, by: Actor): Promise<Bulletin> {
    const was = await this.#mine(id, by);
    refuseDone(was);
    const { kind: kindId, campaignId, subject, nodeId, period, from, to } = was;
    const kind = this.kinds.get(kindId);
    const about = await this.drafts.about({ kind, issuer: await this.units.get(was.unitId), nodeId, campaignId, subject, period, from: period === '' ? from : undefined, to: period === '' ? to : undefined });
    const { figures, tables, items } = await this.drafts.count(kind, about);
    return this.#change(id, ifMatch, by, async (now) => {
      await this.store.keepItems(id, items);
      return recounted(now, { figures, tables }, by);
    });
  }

  /** Issues it under the next number of its series; its documents are made from what is frozen here. */
  async approve(id: string, ifMatch: string | undefined, by: Actor): Promise<Bulletin> {
    const looked = await this.store.get(id);
    allow(by, 'bulletin.approve', looked);
    refuseOther(looked, by);
    refuseDone(looked);
    const kind = this.kinds.get(looked.kind);
    await this.printing.refuseUnprintable(looked, kind);
    return this.database.transaction(async () => {
      const was = await this.store.get(id);
      refuseMismatch(was, ifMatch ?? String(looked.version)); // what was found printable is what is issued
      const today = this.clock.today();
      const year = today.slice(0, 4);
      const n = await this.database.nextNumber(`bulletin ${was.unitId} ${kind.number} ${year}`);
      const number = kind.number.replaceAll('{year}', year).replaceAll('{n}', String(n));
      return this.store.bulletins.save(approve(was, kind.names ? await this.#clear(was) : undefined, { number, day: today, at: this.clock.now().toISOString() }, by));
    });
  }

  /** A draft is for its own unit to see, an issue for its readers; anything else is told like what does not exist. */
  async get(id: string, by: Actor): Promise<Bulletin> {
    const bulletin = await this.store.readable(id, readableBy(by, (await this.#placeOf(by)).path), by.unitId);
    if (bulletin.state !== 'approved' && !isOwn(bulletin, by)) throw new Refusal('missing', 'bulletin.missing', { id });
    return bulletin;
  }

  async list(query: BulletinQuery, by: Actor): Promise<{ items: Bulletin[]; nextPageToken?: string }> {
    const place = await this.#placeOf(by);
    const mayDraft = covers(by, 'bulletin.write', place) || covers(by, 'bulletin.approve', place);
    return pageById(await this.store.page(query, readableBy(by, place.path), mayDraft ? by.unitId : undefined), PAGE);
  }

  /** The things that a number was counted from. */
  async items(id: string, name: string, pageToken: string | undefined, by: Actor): Promise<FigureItems> {
    const found = (await this.get(id, by)).figures.find((one) => one.name === name);
    if (!found) throw new Refusal('missing', 'bulletin.unknown-figure', { name });
    const all = await this.store.items(id, name);
    const start = Number(pageToken ?? 0);
    const ids = all.slice(start, start + ITEMS);
    const names = await this.units.byIds(ids);
    const next = start + ITEMS < all.length ? { nextPageToken: String(start + ITEMS) } : {};
    return { figure: found, items: ids.map((one) => ({ id: one, name: names.get(one)?.name ?? '' })), ...next };
  }

  /** How it would look, for those who write and approve it; kept nowhere. */
  async preview(id: string, by: Actor): Promise<Uint8Array> {
    const bulletin = await this.get(id, by);
    return this.printing.preview(bulletin, this.kinds.get(bulletin.kind));
  }

  document = async (id: string, by: Actor): Promise<Readable> => this.#file(await this.get(id, by), 'document');
  word = async (id: string, by: Actor): Promise<Readable> => this.#file(await this.get(id, by), 'word');

  /** What anybody may read, without an account. */
  publics = async (pageToken: string | undefined): Promise<{ items: Bulletin[]; nextPageToken?: string }> => pageById(await this.store.publics(pageToken), PAGE);
  publicDocument = async (id: string): Promise<Readable> => this.#file(await this.store.public(id), 'document');

  /** The named units among its readers, as they are called. */
  async readerUnits({ readers }: Bulletin): Promise<{ id: string; name: string }[]> {
    const ids = readers?.unitIds ?? [];
    const names = await this.units.byIds(ids);
    return ids.map((id) => ({ id, name: names.get(id)?.name ?? '' }));
  }

  async #refuseUnknownReaders({ readers }: Bulletin): Promise<void> {
    const ids = readers?.unitIds ?? [];
    const known = await this.units.byIds(ids);
    const index = ids.findIndex((id) => !known.has(id));
    if (index >= 0) throw new Refusal('invalid', 'bulletin.unknown-reader', { unitId: ids[index]! }, `readers.unitIds.${index}`);
  }

  async #file(bulletin: Bulletin, which: 'document' | 'word'): Promise<Readable> {
    if (bulletin.state !== 'approved') throw new Refusal('conflict', 'bulletin.not-approved');
    if (!isFrozen(bulletin)) throw new Refusal('conflict', 'document.being-made');
    return this.blobs.get(bulletin[which]);
  }

  /** Names of units in the way: on a notice that runs, under a complaint that is not closed, with a level or an award that changed since it was counted. */
  async #clear(bulletin: Bulletin): Promise<Clear> {
    const rows = named(bulletin);
    const unitIds = [...new Set(rows.map(({ unitId }) => unitId))];
    const ofRound = bulletin.campaignId === '' ? {} : { campaignId: bulletin.campaignId };
    const under = await this.#under(bulletin.campaignId, rows);
    const about = [...unitIds, ...[...under.values()].flat()];
    const running = await this.notices.notices.list({ ...ofRound, 'candidates.unitId': { $in: about }, state: 'running' });
    const shown = running.flatMap(unitsOf);
    const pending = await this.complaints.pendingOn(about, bulletin.campaignId, this.clock.today());
    const changed = [...(bulletin.campaignId === '' ? [] : await this.#changed(bulletin, rows)), ...(await this.#ended(rows))];
    const names = await this.units.byIds(unitIds);
    const inTheWay = (ids: readonly string[]): string[] => unitIds.filter((id) => ids.includes(id) || under.get(id)?.some((one) => ids.includes(one))).map((id) => names.get(id)?.name ?? id);
    return { noticed: inTheWay(shown), complained: inTheWay(pending.map(({ unitId }) => unitId)), changed: inTheWay(changed) };
  }

  /** Of rows that give a title: the rated units on which it rests. */
  async #under(campaignId: string, rows: ReturnType<typeof named>): Promise<ReadonlyMap<string, string[]>> {
    const found = new Map<string, string[]>();
    for (const { unitId, cells } of rows) if (cells['title'] !== undefined) found.set(unitId, (await this.notices.candidatesOf(campaignId, { path: unitId })).map((one) => one.unitId));
    return found;
  }

  async #changed(bulletin: Bulletin, rows: ReturnType<typeof named>): Promise<string[]> {
    const { campaignId, nodeId, subject } = bulletin;
    const { scheme } = await this.campaigns.rules(campaignId);
    const settled = new Map((await this.notices.candidatesOf(campaignId, {}, 'settled')).map((one) => [one.unitId, scheme.levels.find(({ id }) => id === one.level)?.zh]));
    const titled = rows.filter(({ cells }) => cells['title'] !== undefined);
    const kind = this.kinds.get(bulletin.kind);
    const holds = titled.length === 0 ? [] : (await this.drafts.queries.levels.titles(await this.drafts.about({ kind, issuer: await this.units.get(bulletin.unitId), nodeId, campaignId, subject, period: bulletin.period }))).rows.map(({ key }) => key);
    const lost = titled.filter(({ key }) => !holds.includes(key));
    const moved = rows.filter(({ source, cells, computed, unitId }) => source.kind === 'levels' && cells['levelName'] !== undefined && settled.get(unitId) !== (computed['levelName'] ?? cells['levelName']));
    return [...lost, ...moved].map(({ unitId }) => unitId);
  }

  /** Of rows that tell of awards: those whose award does not stand any more. */
  async #ended(rows: ReturnType<typeof named>): Promise<string[]> {
    const told = rows.filter(({ source }) => source.kind === 'award');
    const standing = await this.drafts.queries.publics.standing(told.map(({ source }) => source.id));
    return told.filter(({ source }) => !standing.has(source.id)).map(({ unitId }) => unitId);
  }

  #change(id: string, ifMatch: string | undefined, by: Actor, next: (was: Bulletin) => Promise<Bulletin>): Promise<Bulletin> {
    return this.database.transaction(async () => {
      const was = await this.#mine(id, by);
      refuseMismatch(was, ifMatch);
      return this.store.bulletins.save(await next(was));
    });
  }

  async #mine(id: string, by: Actor): Promise<Bulletin> {
    const bulletin = await this.get(id, by);
    allow(by, 'bulletin.write', bulletin);
    refuseOther(bulletin, by);
    return bulletin;
  }

  async #placeOf({ unitId }: Actor): Promise<{ unitId: string; path: readonly string[] }> {
    const unit = await this.units.find(unitId);
    return { unitId, path: unit?.path ?? [] };
  }
}

export const isOwn = (bulletin: Bulletin, by: Actor): boolean => bulletin.unitId === by.unitId && (covers(by, 'bulletin.write', bulletin) || covers(by, 'bulletin.approve', bulletin));

function refuseMismatch({ id, version }: Bulletin, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== String(version)) throw new Refusal('stale', 'thing.stale', { id, version }, 'If-Match');
}
