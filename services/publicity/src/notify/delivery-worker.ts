import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@xingchuang/rules';
import { CALENDARS, CLOCK, DATABASE, newId, PUBLIC_URL, STEPS, TICKER, type CalendarDirectory, type Clock, type Database, type StepLog, type Ticker } from '@xingchuang/server';
import type { Channels } from './channel-rule.ts';
import { ChannelStore } from './channel-store.ts';
import { failed, hourOf, isAwake, sent, type Delivery } from './delivery-rule.ts';
import { DeliveryStore } from './delivery-store.ts';
import { EntryStore } from './entry-store.ts';
import { Mailer, Undelivered } from './mailer.ts';
import { digestMail, MOST_LINES, robotText } from './message-rule.ts';
import { OutsideCall } from './outside-call.ts';
import { robotCall, robotRefused } from './robot-rule.ts';
import { RobotStore } from './robot-store.ts';

const AT_ONCE = 200;

/** Whom a round did not reach: the others for the same server do not wait for it again one by one. */
type Away = Map<string, unknown>;

async function reach<T>(away: Away, server: string, send: () => Promise<T>): Promise<T> {
  if (away.has(server)) throw away.get(server);
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof Refusal || (error instanceof Undelivered && !error.isAway))) away.set(server, error);
    throw error;
  }
}

/**
 * Gathers what was told into messages and sends them: one digest a person and working day, and what a robot has to say as soon as people are awake.
 * A message exists before it is sent and keeps its key, so a kill at any instant sends it again and never loses it.
 */
@Injectable()
export class DeliveryWorker {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(PUBLIC_URL) readonly publicUrl: () => string,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(TICKER) ticker: Ticker,
    @Inject(ChannelStore) readonly channels: ChannelStore,
    @Inject(RobotStore) readonly robots: RobotStore,
    @Inject(EntryStore) readonly entries: EntryStore,
    @Inject(DeliveryStore) readonly store: DeliveryStore,
    @Inject(Mailer) readonly mailer: Mailer,
    @Inject(OutsideCall) readonly outside: OutsideCall,
  ) {
    ticker.every('digests and robots', () => this.round());
  }

  async round(): Promise<void> {
    const calendar = await this.calendars.now();
    const now = this.clock.now();
    if (!isAwake(calendar, now)) return; // also what failed before waits until people are awake
    const due = () => this.channels.due(this.clock.today(), hourOf(now), AT_ONCE);
    for (let some = await due(); some.length > 0; some = await due()) for (const one of some) await this.#gatherFor(one);
    for (const robotId of await this.entries.robotsWithWords()) await this.#gatherOf(robotId);
    const take = async () => (isAwake(calendar, this.clock.now()) ? this.store.take(this.clock.now()) : undefined); // not the instant before: what was gathered since is due too
    const away: Away = new Map();
    for (let next = await take(); next !== undefined; next = await take()) await this.#send(next, away);
  }

  /** The digest of a person for the day; noted also where there is nothing to say. */
  async #gatherFor(known: Channels): Promise<void> {
    await this.database.transaction(async () => {
      const was = (await this.channels.channels.find(known.id))!;
      if (!was.mail || was.lastDigestOn >= this.clock.today()) return; // another process was quicker
      const entries = await this.entries.unsentTo(was.id, was.since);
      await this.channels.channels.save({ ...was, lastDigestOn: this.clock.today() });
      await this.#pack({ channel: 'mail', personId: was.id, robotId: '' }, entries.map(({ id }) => id));
    });
  }

  async #gatherOf(robotId: string): Promise<void> {
    await this.database.transaction(async () => {
      const entries = await this.entries.unsaidBy(robotId);
      await this.#pack({ channel: 'robot', personId: '', robotId }, entries.map(({ id }) => id));
    });
  }

  async #pack(to: Pick<Delivery, 'channel' | 'personId' | 'robotId'>, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const now = this.clock.now().toISOString();
    const delivery: Delivery = { ...to, id: newId(), version: 1, entries: ids.length, state: 'waiting', attempts: 0, nextAt: now, reason: '', createdAt: now, sentAt: '' };
    await this.store.deliveries.insert(delivery);
    await this.entries.carry(ids, delivery.id);
  }

  async #send(delivery: Delivery, away: Away): Promise<void> {
    const next = await this.#attempt(delivery, away).then(
      (isWanted): Delivery => (isWanted ? sent(delivery, this.clock.now()) : { ...delivery, state: 'cancelled' }),
      (error: unknown) => {
        if (error instanceof Undelivered) return failed(delivery, error.reason, error.isHopeless, this.clock.now());
        if (error instanceof Refusal) return failed(delivery, error.code, error.kind === 'invalid', this.clock.now());
        return failed(delivery, String((error as { code?: unknown }).code ?? 'ERROR'), false, this.clock.now());
      },
    );
    const keep = () => this.store.deliveries.save(next);
    await (next.state === 'parked' ? this.database.transaction(async () => this.#givenUp(await keep())) : keep()).catch((error: unknown) => {
      if (!(error instanceof Refusal && error.kind === 'stale')) throw error; // its time was over and another process took it up
    });
  }

  /** Each time that it is given up: somebody may have sent it out again in between. Whom it was for is told where messages are listed. */
  async #givenUp({ id: objectId, version, robotId, reason: text, entries: count }: Delivery): Promise<void> {
    const robot = robotId === '' ? undefined : await this.robots.find(robotId);
    await this.steps.add([{ key: `delivery:${objectId}:${version}`, day: this.clock.today(), what: 'delivery-given-up', kind: 'delivery', objectId, ...(robot && { unitId: robot.unitId, path: robot.path }), text, count }]);
  }

  /** False where nobody wants it any more. */
  async #attempt({ id, channel, personId, robotId, entries: total }: Delivery, away: Away): Promise<boolean> {
    const entries = await this.entries.carriedBy(id, MOST_LINES);
    const publicUrl = this.publicUrl();
    if (channel === 'mail') {
      const to = await this.channels.channels.find(personId);
      if (!to?.mail) return false;
      await reach(away, 'mail', () => this.mailer.send({ to: to.email, ...digestMail(entries, total, publicUrl), key: id, host: new URL(publicUrl).hostname }));
      return true;
    }
    const robot = await this.robots.find(robotId);
    if (!robot?.enabled) return false;
    const { url, body, headers } = robotCall(robot, robotText(entries, total, publicUrl), id, this.clock.now());
    const { status, body: answer } = await reach(away, new URL(url).host, () => this.outside.post(url, body, headers));
    const reason = robotRefused(robot.vendor, status, answer);
    if (reason !== '') throw new Undelivered(reason, status >= 300 && status < 500 && status !== 408 && status !== 429);
    return true;
  }
}
