import { fromBinary, type DescField, type DescMessage, type Message as Protobuf } from '@bufbuild/protobuf';
import * as contracts from '@xingchuang/contracts';
import type { Message } from '@xingchuang/bus';

/** What an administrator may read of a message: ids, days, numbers and words of fixed lists; never names, titles or texts. */
export interface Shown {
  readonly content: { readonly field: string; readonly value: string }[];
  readonly hidden: string[];
}

/** Strings that are shown by the name of their field, because a fixed list gives their words. */
const LISTED: ReadonlySet<string> = new Set(['kind', 'code', 'role', 'state', 'type', 'schemeId', 'level', 'act']);
const SHAPES = [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/, /^[0-9a-f]{64}$/];
const WORD = /^[\w.-]{1,80}$/;

const schemas: ReadonlyMap<string, DescMessage> = new Map(
  (Object.values(contracts) as unknown[])
    .filter((one): one is DescMessage => typeof one === 'object' && one !== null && 'kind' in one && one.kind === 'message' && 'typeName' in one)
    .map((schema) => [schema.typeName, schema]),
);

/** The content of a message as far as it may be shown; bytes that nobody can decode show nothing. */
export function shownContent({ type, body }: Pick<Message, 'type' | 'body'>): Shown {
  const schema = schemas.get(type);
  const content: Shown['content'] = [];
  const hidden: string[] = [];
  if (!schema) return { content, hidden };
  let message: Protobuf & Record<string, unknown>;
  try {
    message = fromBinary(schema, body) as typeof message;
  } catch {
    return { content, hidden };
  }
  for (const field of schema.fields) {
    const value = message[field.localName];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    const text = textOf(field, value);
    if (text === undefined) hidden.push(field.localName);
    else content.push({ field: field.localName, value: text });
  }
  return { content, hidden };
}

function textOf({ fieldKind, localName }: DescField, value: unknown): string | undefined {
  if (fieldKind === 'message' || fieldKind === 'map') return undefined;
  const all = [value].flat() as unknown[];
  return all.every((one) => isPlain(localName, one)) ? all.map(String).slice(0, 20).join(', ') : undefined;
}

function isPlain(name: string, value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return true;
  if (typeof value !== 'string') return false;
  return SHAPES.some((shape) => shape.test(value)) || (LISTED.has(name) && WORD.test(value));
}
