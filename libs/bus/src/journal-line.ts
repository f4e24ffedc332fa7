import { crc32 } from 'node:zlib';
import type { Message } from './bus.ts';

const sum = (text: string): string => crc32(text).toString(16).padStart(8, '0');

/** One message as one line of the journal: checksum, blank, JSON with the body in base64. A reader finds the next line after any damage. */
export function encodeLine(message: Message): Buffer {
  const { id, type, key, at, correlation } = message;
  const body = Buffer.from(message.body.buffer, message.body.byteOffset, message.body.byteLength).toString('base64');
  const json = JSON.stringify({ id, type, key, at, correlation, body });
  return Buffer.from(`${sum(json)} ${json}\n`);
}

/** The message of a line without its line feed, always with bytes of its own; undefined where the line is torn or damaged. */
export function decodeLine(line: string): Message | undefined {
  const json = line.slice(9);
  if (line[8] !== ' ' || line.slice(0, 8) !== sum(json)) return undefined;
  const { body, ...rest } = JSON.parse(json) as Omit<Message, 'body'> & { body: string };
  return { ...rest, body: new Uint8Array(Buffer.from(body, 'base64')) };
}
