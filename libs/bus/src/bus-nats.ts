import { setTimeout as sleep } from 'node:timers/promises';
import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  DiscardPolicy,
  jetstream,
  JetStreamApiError,
  type JetStreamClient,
  jetstreamManager,
  type JetStreamManager,
  type JsMsg,
  ReplayPolicy,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { errors, headers, type Msg, type MsgHdrs, nanos, type NatsConnection, nuid } from '@nats-io/transport-node';
import { Refusal } from '@xingchuang/rules';
import type { Answer, Bus, Consume, Message } from './bus.ts';
import { AnswerFailed, type OnFault, pauseAfter, refusalOf, refusalText } from './bus-fault.ts';
import { checkConsumer, checkMessage, checkName, checkSize } from './bus-limits.ts';
import { checkServer, connected, type NatsConnectionOptions } from './nats-connection.ts';

export interface NatsBusOptions extends NatsConnectionOptions {
  /** Begins every stream, subject and queue group: several systems may share one server. */
  readonly prefix?: string;
  /** Most bytes of the stream; when it is full and nothing is done with, publishing is refused. */
  readonly maxBytes?: number;
  readonly replicas?: number;
  /** After this long without a sign of life from a handler's process the server delivers again. */
  readonly ackWaitMs?: number;
}

const MIB = 1024 * 1024;
const STREAM_IN_USE = 10058;
const STREAM_FULL = 10077;
/** The server could not make the folder of a stream. */
const STREAM_NOT_STORED = 10049;
const STORE_TRIES = 10;
const CONSUMER_EXISTS = 10148;

/**
 * Two pulls of one message wait at the server. With one, the client (3.4) takes every status for a reason to pull again, and
 * pulls without end when its consumer is gone.
 */
const PULL = {
  max_messages: 2,
  threshold_messages: 1,
  expires: 10_000,
  idle_heartbeat: 2_000,
  abort_on_missing_resource: true,
} as const;

/** Telling over a JetStream stream, asking over plain NATS. */
export async function natsBus(options: NatsBusOptions): Promise<Bus> {
  const connection = await connected(options);
  try {
    checkServer(connection.info!.version, connection.info!.max_payload);
    const bus = new NatsBus(connection, await jetstreamManager(connection), options);
    await bus.prepareStream();
    return bus;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

class NatsBus implements Bus {
  readonly #js: JetStreamClient;
  readonly #prefix: string;
  readonly #stream: string;
  readonly #ackWaitMs: number;
  readonly #report: OnFault;
  readonly #stop = new AbortController();
  readonly #consumers = new Map<string, Promise<void>>();
  readonly #pulls = new Set<ConsumerMessages>();
  /** Handlers that run right now, of both kinds. */
  readonly #busy = new Set<Promise<void>>();

  /** Many publishes may meet the full stream at once. */
  #makingRoom: Promise<void> | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly manager: JetStreamManager,
    private readonly options: NatsBusOptions,
  ) {
    this.#prefix = options.prefix ?? 'xingchuang';
    checkName('consumer', this.#prefix);
    this.#js = jetstream(connection);
    this.#stream = `${this.#prefix}-events`;
    this.#ackWaitMs = options.ackWaitMs ?? 5_000;
    this.#report = options.onFault ?? (() => undefined);
    void this.#watch();
  }

  /** Creates the stream or brings it to our limits. Nothing that a consumer still needs is discarded: a full stream refuses. */
  async prepareStream(): Promise<void> {
    const limits = {
      subjects: [`${this.#prefix}.told.>`],
      discard: DiscardPolicy.New,
      max_bytes: this.options.maxBytes ?? 1024 * MIB,
      max_msgs: -1,
      max_msgs_per_subject: -1,
      max_age: 0,
      max_msg_size: MIB,
      duplicate_window: nanos(120_000),
      num_replicas: this.options.replicas ?? 1,
    };
    for (let left = STORE_TRIES; ; left--) {
      try {
        await this.manager.streams.add({ name: this.#stream, storage: StorageType.File, retention: RetentionPolicy.Limits, ...limits });
        return;
      } catch (error) {
        // the folder of all streams vanishes for a moment while the server deletes the last one in it
        if (left > 0 && isApiError(error, STREAM_NOT_STORED)) await sleep(100);
        else if (isApiError(error, STREAM_IN_USE)) return void (await this.manager.streams.update(this.#stream, limits));
        else throw error;
      }
    }
  }

  async publish(message: Message): Promise<void> {
    this.#mustBeOpen();
    checkMessage(message);
    await this.#publish({ ...message, body: new Uint8Array(message.body) }); // the client keeps the bytes until they are sent
  }

  async #publish(message: Message): Promise<void> {
    const { duplicate, seq } = await this.#store(message, message.id).catch(async (error: unknown) => {
      if (isUnheard(error))
        await this.prepareStream(); // somebody deleted the stream
      else if (isApiError(error, STREAM_FULL))
        await (this.#makingRoom ??= this.#makeRoom().finally(() => (this.#makingRoom = undefined)));
      else throw error;
      return this.#store(message, message.id);
    });
    // The server remembers ids longer than a purge; an id whose message is gone must be stored again or a rebuild would lose it.
    if (duplicate && !(await this.manager.streams.getMessage(this.#stream, { seq })))
      await this.#store(message, `${message.id}+${nuid.next()}`);
  }

  async consume(consumer: string, types: readonly string[], handle: Consume): Promise<void> {
    this.#mustBeOpen();
    checkConsumer(consumer, types);
    if (this.#consumers.has(consumer)) throw new Refusal('conflict', 'bus.consumer-taken', { consumer });
    this.#consumers.set(consumer, Promise.resolve());
    await this.#prepareConsumer(consumer, types);
    this.#consumers.set(consumer, this.#follow(consumer, types, handle));
  }

  async isIdle(): Promise<boolean> {
    for await (const { num_pending, num_ack_pending } of this.manager.consumers.list(this.#stream)) if (num_pending > 0 || num_ack_pending > 0) return false;
    return true;
  }

  async request(subject: string, body: Uint8Array, withinMs: number): Promise<Uint8Array> {
    this.#mustBeOpen();
    checkName('subject', subject);
    checkSize(body, subject);
    let answer: Msg;
    try {
      answer = await this.connection.request(`${this.#prefix}.asked.${subject}`, body, { timeout: withinMs });
    } catch (error) {
      if (isUnheard(error) || error instanceof errors.TimeoutError)
        throw new Refusal('missing', 'bus.no-answer', { subject, withinMs });
      throw error;
    }
    const outcome = answer.headers?.get('Xc-Outcome');
    if (outcome === 'refused') throw refusalOf(answer.string());
    if (outcome === 'failed') throw new AnswerFailed(subject);
    return new Uint8Array(answer.data);
  }

  async answer(subject: string, handle: Answer): Promise<void> {
    this.#mustBeOpen();
    checkName('subject', subject);
    const callback = (error: Error | null, question: Msg): void => {
      if (error) return this.#report({ doing: 'answer', name: subject, error });
      this.#whileBusy(this.#answer(subject, question, handle)).catch((error: unknown) => this.#report({ doing: 'answer', name: subject, error }));
    };
    this.connection.subscribe(`${this.#prefix}.asked.${subject}`, { queue: this.#prefix, callback });
    await this.connection.flush(); // asked after this, it answers
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    for (const pull of this.#pulls) pull.stop();
    while (this.#busy.size > 0) await Promise.allSettled(this.#busy);
    await Promise.race([this.connection.drain().catch(() => undefined), sleep(2_000, undefined, { ref: false })]); // no server, no drain
    await this.connection.close();
    await Promise.allSettled(this.#consumers.values()); // a loop that waited for the server has just been let go
  }

  #whileBusy(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => this.#busy.delete(tracked));
    this.#busy.add(tracked);
    return tracked;
  }

  #mustBeOpen(): void {
    if (this.#stop.signal.aborted) throw new Error('The bus is closed.');
  }

  #store(message: Message, msgID: string) {
    return this.#js.publish(`${this.#prefix}.told.${message.type}`, message.body, {
      msgID,
      headers: headersOf(message),
      timeout: 5_000,
    });
  }

  /** Removes the oldest quarter of the stream as far as every consumer is done with it. */
  async #makeRoom(): Promise<void> {
    const { state, config } = await this.manager.streams.info(this.#stream);
    let done = state.first_seq + Math.ceil(state.messages / 4);
    for await (const { num_pending, num_ack_pending, ack_floor } of this.manager.consumers.list(this.#stream)) {
      if (num_pending > 0 || num_ack_pending > 0) done = Math.min(done, ack_floor.stream_seq + 1);
    }
    if (done <= state.first_seq) throw new Refusal('limit', 'bus.full', { most: config.max_bytes });
    await this.manager.streams.purge(this.#stream, { seq: done });
  }

  /**
   * One message under way per consumer, across all its processes: the server itself keeps the order, also while a failed
   * message waits for its next attempt. A loop per process could not, as soon as two processes share the consumer.
   */
  async #prepareConsumer(name: string, types: readonly string[]): Promise<void> {
    const filter_subjects = types.map((type) => `${this.#prefix}.told.${type}`);
    const before = await this.#findFilter(name);
    // A consumer that asks for one more type starts over, for it was promised the earlier messages of that type too.
    if (before && filter_subjects.some((subject) => !before.includes(subject)))
      await this.manager.consumers.delete(this.#stream, name);
    const changeable = { filter_subjects, ack_wait: nanos(this.#ackWaitMs), max_ack_pending: 1, max_deliver: -1 }; // giving up is the inbox's business: it parks
    try {
      await this.manager.consumers.add(this.#stream, {
        durable_name: name,
        deliver_policy: DeliverPolicy.All,
        replay_policy: ReplayPolicy.Instant,
        ack_policy: AckPolicy.Explicit,
        ...changeable,
      });
    } catch (error) {
      if (!isApiError(error, CONSUMER_EXISTS)) throw error;
      await this.manager.consumers.update(this.#stream, name, changeable);
    }
  }

  async #findFilter(name: string): Promise<readonly string[] | undefined> {
    try {
      const { config } = await this.manager.consumers.info(this.#stream, name);
      return config.filter_subjects ?? (config.filter_subject ? [config.filter_subject] : []);
    } catch (error) {
      if (error instanceof JetStreamApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async #follow(name: string, types: readonly string[], handle: Consume): Promise<void> {
    for (let failures = 0; !this.#stop.signal.aborted;) {
      try {
        if (failures > 0) {
          await this.prepareStream();
          if (!(await this.#findFilter(name))) await this.#prepareConsumer(name, types);
        }
        const consumer = await this.#js.consumers.get(this.#stream, name);
        const pull = await consumer.consume(PULL);
        void stopWhenUnheard(pull);
        this.#pulls.add(pull);
        if (this.#stop.signal.aborted) pull.stop();
        try {
          for await (const message of pull) {
            failures = 0;
            await this.#whileBusy(this.#deliver(name, types, message, handle));
            if (this.#stop.signal.aborted) break;
          }
        } finally {
          this.#pulls.delete(pull);
        }
        if (!this.#stop.signal.aborted) throw new Error('The server ended the delivery.');
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#report({ doing: 'consume', name, error });
        await sleep(pauseAfter(++failures), undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }

  async #deliver(name: string, types: readonly string[], delivery: JsMsg, handle: Consume): Promise<void> {
    const message = messageOf(delivery, this.#prefix);
    if (!message) {
      this.#report({ doing: 'consume', name, error: new Error(`No message of ours: ${delivery.subject} ${delivery.seq}`) });
      return delivery.term('malformed');
    }
    if (!types.includes(message.type)) return this.#passOn(name, delivery);
    const attempt = delivery.info.deliveryCount;
    const beat = setInterval(() => delivery.working(), this.#ackWaitMs / 3);
    try {
      await handle(message, attempt);
    } catch (error) {
      this.#report({ doing: 'consume', name, messageId: message.id, attempt, error });
      return delivery.nak(pauseAfter(attempt));
    } finally {
      clearInterval(beat);
    }
    // Confirmed, so that the next message is not asked for before this one is done with; unconfirmed, it comes again.
    await delivery
      .ackAck()
      .catch((error: unknown) => this.#report({ doing: 'consume', name, messageId: message.id, attempt, error }));
  }

  /**
   * A type that this process does not know. Where the consumer still asks for it, versions are rolling over and a newer process
   * takes it; where it no longer does, it failed before the type was given up and must not hold up the rest.
   */
  async #passOn(name: string, delivery: JsMsg): Promise<void> {
    const isAskedFor = (await this.#findFilter(name).catch(() => [delivery.subject]))?.includes(delivery.subject);
    if (isAskedFor) delivery.nak(1_000);
    else delivery.term('type given up');
  }

  async #answer(subject: string, question: Msg, handle: Answer): Promise<void> {
    const outcome = headers();
    try {
      const answer = await handle(new Uint8Array(question.data));
      checkSize(answer, subject);
      question.respond(answer);
    } catch (error) {
      outcome.set('Xc-Outcome', error instanceof Refusal ? 'refused' : 'failed');
      if (!(error instanceof Refusal)) this.#report({ doing: 'answer', name: subject, error });
      question.respond(error instanceof Refusal ? refusalText(error) : '', { headers: outcome });
    }
  }

  async #watch(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === 'disconnect')
        this.#report({ doing: 'connect', error: new Error(`Lost the connection to ${status.server}.`) });
      if (status.type === 'error') this.#report({ doing: 'connect', error: status.error });
    }
  }
}

const isApiError = (error: unknown, code: number): boolean => error instanceof JetStreamApiError && error.code === code;

/** Nobody listens on the subject: no answerer, or no stream. */
const isUnheard = (error: unknown): boolean =>
  error instanceof errors.NoRespondersError || (error instanceof Error && error.cause !== undefined && isUnheard(error.cause));

/** Key and correlation may hold any characters; a header line may not. */
function headersOf({ id, key, at, correlation }: Message): MsgHdrs {
  const lines = headers();
  for (const [name, value] of Object.entries({ id, key, at, correlation })) lines.set(`Xc-${name}`, encodeURIComponent(value));
  return lines;
}

/** Undefined for what no bus of ours has published. */
function messageOf({ subject, headers, data }: JsMsg, prefix: string): Message | undefined {
  try {
    const line = (name: string): string => decodeURIComponent(headers!.get(`Xc-${name}`));
    const type = subject.slice(`${prefix}.told.`.length);
    const message = {
      id: line('id'),
      type,
      key: line('key'),
      body: new Uint8Array(data),
      at: line('at'),
      correlation: line('correlation'),
    };
    checkMessage(message);
    return message;
  } catch {
    return undefined;
  }
}

/** Ends the delivery as soon as nobody hears our pulls: stream or consumer is gone, and the follower makes them anew. */
async function stopWhenUnheard(pull: ConsumerMessages): Promise<void> {
  for await (const { type } of pull.status()) if (type === 'no_responders') return pull.stop();
}
