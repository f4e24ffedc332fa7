import { Inject, Injectable } from '@nestjs/common';
import type { ChannelsSet, ChannelsView } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, PUBLIC_URL, type Clock, type Database } from '@xingchuang/server';
import { changed, confirmed, newCode, noChannels, tested, type Channels } from './channel-rule.ts';
import { ChannelStore } from './channel-store.ts';
import { DeliveryStore } from './delivery-store.ts';
import { Mailer, Undelivered } from './mailer.ts';
import { testMail } from './message-rule.ts';

/** How a person wants to be told, by the person alone. */
@Injectable()
export class ChannelService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PUBLIC_URL) readonly publicUrl: () => string,
    @Inject(ChannelStore) readonly store: ChannelStore,
    @Inject(DeliveryStore) readonly deliveries: DeliveryStore,
    @Inject(Mailer) readonly mailer: Mailer,
  ) {}

  async view(by: Actor): Promise<ChannelsView> {
    const { version, email, confirmed: isConfirmed, mail, hour } = await this.#of(by);
    const last = await this.deliveries.lastTo(by.personId);
    return {
      version, available: this.mailer.isConfigured, email, confirmed: isConfirmed, mail, hour,
      ...(last && { last: { state: last.state, at: last.sentAt === '' ? last.createdAt : last.sentAt, reason: last.reason } }),
    };
  }

  async set(given: ChannelsSet, ifMatch: string | undefined, by: Actor): Promise<ChannelsView> {
    if (given.mail && !this.mailer.isConfigured) throw new Refusal('conflict', 'mail.not-configured', {}, 'mail');
    await this.#change(by, (was) => {
      if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== String(was.version)) throw new Refusal('stale', 'thing.stale', { id: was.id, version: was.version }, 'If-Match');
      return changed(was, given, this.clock.today());
    });
    return this.view(by);
  }

  /** Sends a message with a code to the address that is set; what the server says to it is told at once. */
  async test(by: Actor): Promise<ChannelsView> {
    if (!this.mailer.isConfigured) throw new Refusal('conflict', 'mail.not-configured');
    const code = newCode();
    const { email } = await this.#change(by, (was) => tested(was, code, this.clock.now()));
    await this.mailer.send({ to: email, ...testMail(code), key: newId(), host: new URL(this.publicUrl()).hostname }).catch((error: unknown) => {
      throw error instanceof Undelivered ? new Refusal('conflict', 'mail.undelivered', { reason: error.reason }, 'email') : error;
    });
    return this.view(by);
  }

  async confirm(code: string, by: Actor): Promise<ChannelsView> {
    const next = await this.#change(by, (was) => confirmed(was, code, this.clock.today()));
    if (!next.confirmed) throw new Refusal('invalid', 'mail.wrong-code', {}, 'code');
    return this.view(by);
  }

  async #of({ personId }: Actor): Promise<Channels> {
    if (personId === '') throw new Refusal('forbidden', 'action.not-allowed', { action: 'notification.own', role: 'api' }); // a machine has no inbox
    return (await this.store.channels.find(personId)) ?? noChannels(personId);
  }

  #change(by: Actor, change: (was: Channels) => Channels): Promise<Channels> {
    return this.database.transaction(async () => {
      const next = change(await this.#of(by));
      return next.version === 0 ? this.store.channels.insert({ ...next, version: 1 }) : this.store.channels.save(next);
    });
  }
}
