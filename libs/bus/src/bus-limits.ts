import { Refusal } from '@xingchuang/rules';
import type { Message } from './bus.ts';

/**
 * Most bytes of one body, told or asked. A NATS server takes 1 MiB by default and counts the headers too, so 8 KiB are left
 * for them; the local bus keeps to the same number. Bigger things travel through the blob store.
 */
export const MAX_BODY = 1024 * 1024 - 8 * 1024;

const NAMES = {
  type: /^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/,
  subject: /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/,
  consumer: /^[A-Za-z0-9_-]{1,64}$/,
  id: /^[A-Za-z0-9._:-]{1,128}$/,
};

/** Refuses 'invalid' 'bus.malformed' for a name that one of the transports could not carry. */
export function checkName(kind: keyof typeof NAMES, name: string): void {
  if (name.length > 200 || !NAMES[kind].test(name))
    throw new Refusal('invalid', 'bus.malformed', { expected: `${NAMES[kind]}` }, kind);
}

/** Refuses 'limit' 'bus.too-large' before anything has left the process. */
export function checkSize(body: Uint8Array, what: string): void {
  if (body.byteLength > MAX_BODY) throw new Refusal('limit', 'bus.too-large', { what, bytes: body.byteLength, most: MAX_BODY });
}

export function checkMessage(message: Message): void {
  checkName('id', message.id);
  checkName('type', message.type);
  for (const field of ['key', 'correlation', 'at'] as const) {
    const text = message[field];
    if (text.length > 256 || !text.isWellFormed())
      throw new Refusal('invalid', 'bus.malformed', { expected: 'at most 256 characters of Unicode' }, field);
  }
  checkSize(message.body, message.type);
}

/** No types would mean "all of them" to one transport and "none" to another. */
export function checkConsumer(consumer: string, types: readonly string[]): void {
  checkName('consumer', consumer);
  if (types.length === 0) throw new Refusal('invalid', 'bus.malformed', { expected: 'at least one type' }, 'types');
  types.forEach((type) => checkName('type', type));
}
