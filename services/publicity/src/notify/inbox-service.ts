import { Inject, Injectable } from '@nestjs/common';
import type { InboxQuery, NotificationView, ReadAll } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, type Clock } from '@xingchuang/server';
import { EntryStore, type Entry } from './entry-store.ts';
import { KindCatalogue } from './kind-catalogue.ts';

const PAGE = 50;

/** What a person was told at the seat that acts, and as a person. */
@Injectable()
export class InboxService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(KindCatalogue) readonly kinds: KindCatalogue,
    @Inject(EntryStore) readonly store: EntryStore,
  ) {}

  async list({ unread, kind, pageToken: after }: InboxQuery, by: Actor): Promise<{ items: NotificationView[]; nextPageToken?: string }> {
    const found = await this.store.inbox(by.personId, by.unitId, { kind, unread, after }, PAGE + 1);
    const items = found.slice(0, PAGE);
    return { items: items.map((entry) => this.#view(entry)), ...(found.length > PAGE ? { nextPageToken: items.at(-1)!.id } : {}) };
  }

  unread = (by: Actor): Promise<number> => (by.personId === '' ? Promise.resolve(0) : this.store.unread(by.personId, by.unitId));

  /** Read once; the first reading is what counts. */
  async read(id: string, by: Actor): Promise<NotificationView> {
    await this.store.markRead(by.personId, by.unitId, this.clock.now().toISOString(), { id });
    const entry = await this.store.entries.find(id);
    if (!entry || by.personId === '' || entry.personId !== by.personId || ![by.unitId, ''].includes(entry.inboxUnit)) throw new Refusal('missing', 'notification.missing');
    return this.#view(entry);
  }

  readAll = (which: ReadAll, by: Actor): Promise<number> =>
    by.personId === '' ? Promise.resolve(0) : this.store.markRead(by.personId, by.unitId, this.clock.now().toISOString(), which);

  #view({ id, kind, zh, en, link, at, readAt }: Entry): NotificationView {
    return { id, kind, name: this.kinds.find(kind)?.name ?? { zh: kind, en: kind }, text: { zh, en }, link, at, readAt };
  }
}
