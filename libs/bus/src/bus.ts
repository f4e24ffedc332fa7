/** One event on its way: protobuf bytes with what is needed to deliver, order and deduplicate them. */
export interface Message {
  /** UUIDv7 of the event; the same id is the same event, however often it is delivered. */
  readonly id: string;
  /** Full protobuf name, e.g. `xingchuang.registry.v1.UnitChanged`. */
  readonly type: string;
  /** The aggregate that the event is about. Messages of one key arrive in the order in which they were published. */
  readonly key: string;
  readonly body: Uint8Array;
  /** Instant of the event as ISO 8601 UTC. */
  readonly at: string;
  /** Follows one request through all services. */
  readonly correlation: string;
}

/** Handles one message; a throw means "again, later". `attempt` counts deliveries from 1. */
export type Consume = (message: Message, attempt: number) => Promise<void>;
export type Answer = (body: Uint8Array) => Promise<Uint8Array>;

/**
 * How services talk. Telling is at least once and in order per key; asking has a deadline. Every adapter passes the one suite
 * in `bus.contract.ts`, and the embedded one is never kinder than the real one.
 */
export interface Bus {
  /** Resolves once the transport has taken the message over; publishing an id again is harmless. */
  publish(message: Message): Promise<void>;
  /** Delivers every message of the types, also those published before or while the consumer was away, to the durable consumer. */
  consume(consumer: string, types: readonly string[], handle: Consume): Promise<void>;
  /** Whether every consumer has done with all that was published. */
  isIdle(): Promise<boolean>;
  /** Asks and waits; refuses with Refusal('missing','bus.no-answer') when nobody answers within the milliseconds. */
  request(subject: string, body: Uint8Array, withinMs: number): Promise<Uint8Array>;
  /** Answers a subject; several processes may answer the same one, each request goes to one of them. */
  answer(subject: string, handle: Answer): Promise<void>;
  /** Stops taking work, lets running handlers end, frees the connection. */
  close(): Promise<void>;
}
