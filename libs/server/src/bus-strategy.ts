import { AsyncLocalStorage } from 'node:async_hooks';
import { fromBinary, toBinary, type DescMessage } from '@bufbuild/protobuf';
import { EventPattern, MessagePattern, Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { lastValueFrom, isObservable } from 'rxjs';
import type { Bus, Consume, Message } from '@xingchuang/bus';
import { Refusal } from '@xingchuang/rules';
import { withCorrelation } from './correlation.ts';

interface EventExtras {
  readonly consumer: string;
  readonly schema: DescMessage;
}
interface RequestExtras {
  readonly request: DescMessage;
  readonly reply: DescMessage;
}

/** `const On = eventsFor('evidence')`, then `@On(UnitChangedSchema)` on a handler: the service's durable share of the events. */
export const eventsFor =
  (consumer: string) =>
  (schema: DescMessage): MethodDecorator =>
    // Nest would check the handler's parameter against the pattern's type, which a name does not carry
    // and chains handlers of one pattern: the consumer in it keeps two services of one process apart
    EventPattern(`${consumer}:${schema.typeName}`, { consumer, schema } satisfies EventExtras) as MethodDecorator;

/** `@Answers('pdf.render', RequestSchema, ReplySchema)`: answers a question of another service. */
export const Answers = (subject: string, request: DescMessage, reply: DescMessage): MethodDecorator =>
  MessagePattern(subject, { request, reply } satisfies RequestExtras);

/** Gives a consumer's handler its once-only effect and its parking place; the platform makes one per service. */
export type OnceOnly = (consumer: string, handle: (message: Message) => Promise<void>) => Consume;

/** The event; bytes that nobody can decode are refused, so that the inbox parks them at once. */
function decoded(schema: DescMessage, message: Message): unknown {
  try {
    return fromBinary(schema, message.body);
  } catch {
    throw new Refusal('invalid', 'message.undecodable', { id: message.id, type: message.type });
  }
}

/** Connects Nest's event and message handlers to our bus, whichever adapter it is. Everything crosses as bytes. */
export class BusStrategy extends Server implements CustomTransportStrategy {
  /** Handlers must not inherit the request, transaction or trace in which a message happened to be published. */
  readonly #clean = AsyncLocalStorage.snapshot();

  constructor(
    readonly bus: Bus,
    readonly onceOnly: OnceOnly,
  ) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    this.#connect().then(() => callback(), callback);
  }

  async #connect(): Promise<void> {
    const consumers = new Map<string, Map<string, (message: Message) => Promise<void>>>();
    for (const [pattern, handler] of this.messageHandlers) {
      if (handler.isEventHandler) {
        const { consumer, schema } = handler.extras as EventExtras;
        const types = consumers.get(consumer) ?? new Map<string, (message: Message) => Promise<void>>();
        types.set(schema.typeName, (message) => this.#run(handler, decoded(schema, message), message.correlation));
        consumers.set(consumer, types);
      } else {
        const { request, reply } = handler.extras as RequestExtras;
        await this.bus.answer(pattern, (body) => this.#clean(async () => toBinary(reply, (await this.#run(handler, fromBinary(request, body), '')) as never)));
      }
    }
    for (const [consumer, types] of consumers) {
      const consume = this.onceOnly(consumer, async (message) => types.get(message.type)!(message));
      await this.bus.consume(consumer, [...types.keys()], (message, attempt) => this.#clean(() => consume(message, attempt)));
    }
  }

  #run<T>(handler: MessageHandler, data: unknown, id: string): Promise<T> {
    return withCorrelation(id, async () => {
      const result: unknown = await handler(data, undefined as never);
      return (isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result) as T;
    });
  }

  close(): void {}
  on(): void {}
  unwrap<T>(): T {
    return this.bus as T;
  }
}
