import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { DescMessage } from '@bufbuild/protobuf';
import { ROLES } from '@xingchuang/rules';

const Texts = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const Seats = z.strictObject({ at: z.enum(['unit', 'over', 'runner']), roles: z.array(z.enum(ROLES).exclude(['public'])).min(1) });
const Person = z.strictObject({ person: z.string() });
const Posts = z.strictObject({ posts: z.array(z.string().min(1)).min(1) });

const Kind = z.strictObject({
  id: z.string().regex(/^[a-z][a-z_]{1,39}$/),
  event: z.string().optional(),
  only: z.record(z.string(), z.union([z.string(), z.boolean()])).default({}),
  name: Texts,
  text: Texts,
  outside: Texts.optional(),
  link: z.string().startsWith('/app/'),
  to: z.array(z.union([Seats, Person, Posts])).min(1),
  robots: z.boolean().default(false),
});
export type NotificationKind = z.infer<typeof Kind>;
export type Audience = NotificationKind['to'][number];

/** Names that are looked up beside the fields of an event. */
const NAMES = ['unit', 'campaign', 'level', 'from', 'to', 'rung'];
/** What people typed may name people: it stays within the system. */
const TYPED = ['title', 'detail', 'reason', 'text', 'demand'];

export const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
export const filled = (text: string, facts: Readonly<Record<string, string>>): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => facts[name] ?? whole);

/** The kinds of notifications, as their file says; a fault of the file stops the service at start. */
export class KindCatalogue {
  readonly all: readonly NotificationKind[];
  readonly #byId: ReadonlyMap<string, NotificationKind>;

  /** @param events the events that the service hears. */
  constructor(text: string, events: readonly DescMessage[]) {
    this.all = z.array(Kind).parse(parse(text));
    this.#byId = new Map(this.all.map((kind) => [kind.id, kind]));
    if (this.#byId.size < this.all.length) throw new Error('notification kinds: two of one id');
    for (const kind of this.all) check(kind, events);
  }

  get(id: string): NotificationKind {
    const kind = this.#byId.get(id);
    if (!kind) throw new Error(`notification kinds: no ${id}`);
    return kind;
  }

  find = (id: string): NotificationKind | undefined => this.#byId.get(id);

  /** The kinds that an event brings about, each with its conditions met. */
  of(event: string, fields: Readonly<Record<string, unknown>>): NotificationKind[] {
    return this.all.filter((kind) => kind.event === event && Object.entries(kind.only).every(([name, value]) => fields[name] === value));
  }
}

function check(kind: NotificationKind, events: readonly DescMessage[]): void {
  const refuse = (why: string): never => {
    throw new Error(`notification kinds: ${kind.id}: ${why}`);
  };
  const outside = kind.outside ?? kind.text;
  for (const name of [...placeholders(outside.zh), ...placeholders(outside.en)]) if (TYPED.includes(name)) refuse(`{${name}} must not leave the system; give it words of its own under outside`);
  if (kind.event === undefined) return;
  const event = events.find(({ typeName }) => typeName === kind.event) ?? refuse(`nobody hears ${kind.event}`);
  const fields = event.fields.map(({ localName }) => localName);
  const said = [kind.text, outside].flatMap(({ zh, en }) => [...placeholders(zh), ...placeholders(en)]);
  const people = kind.to.flatMap((one) => ('person' in one ? [one.person] : []));
  for (const name of [...said, ...placeholders(kind.link), ...people, ...Object.keys(kind.only)]) if (!fields.includes(name) && !NAMES.includes(name)) refuse(`${kind.event} has no ${name}`);
}

export const readKinds = (events: readonly DescMessage[]): KindCatalogue => new KindCatalogue(readFileSync(new URL('../../data/notification-kinds.yaml', import.meta.url), 'utf8'), events);
