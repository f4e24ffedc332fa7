import { Refusal } from '@xingchuang/rules';
import { parseFacts, type Scheme } from '@xingchuang/schemes';
import { digestOf } from '../digest.ts';

/** What a source came to for one fact, with the records behind it. */
export interface Counted {
  readonly value: unknown;
  readonly refs: readonly string[];
  /** The origin as the scheme writes it: `records: field_service`. */
  readonly source: string;
}
export type CountedFacts = Readonly<Record<string, Counted>>;

/** How a fact came onto the sheet. A value entered over a counted one keeps what was counted, and why. */
export interface FactOrigin {
  readonly how: 'entered' | 'imported' | 'counted';
  readonly source?: string;
  readonly counted?: unknown;
  readonly reason?: string;
}

export interface Given {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly refs?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Why a value stands against the one that its source gives, by fact. */
  readonly reasons?: Readonly<Record<string, string>> | undefined;
}

export interface Merged {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly refs: Readonly<Record<string, readonly string[]>>;
  readonly origins: Readonly<Record<string, FactOrigin>>;
}

/** What a person gives and what the sources give, as one sheet. Against a counted value one needs a reason: refuses `facts.needs-reason`. */
export function merge(scheme: Scheme, given: Given, counted: CountedFacts, how: 'entered' | 'imported', unit = ''): Merged {
  const facts: Record<string, unknown> = { ...given.facts };
  const refs: Record<string, readonly string[]> = { ...given.refs };
  const origins: Record<string, FactOrigin> = Object.fromEntries(Object.keys(given.facts).map((name) => [name, { how }]));
  for (const [name, { value, refs: behind, source }] of Object.entries(counted)) {
    if (value === null) continue; // the source has nothing: what people give stands
    const isGiven = Object.hasOwn(given.facts, name);
    if (!isGiven || same(scheme, name, given.facts[name], value)) {
      facts[name] = value;
      refs[name] = behind;
      origins[name] = { how: 'counted', source };
      continue;
    }
    const reason = given.reasons?.[name]?.trim() ?? '';
    if (reason === '') throw new Refusal('invalid', 'facts.needs-reason', { unit, name, words: scheme.facts[name]!.zh, counted: JSON.stringify(value), given: JSON.stringify(given.facts[name]) }, `reasons.${name}`);
    origins[name] = { how, source, counted: value, reason };
  }
  return { facts, refs: Object.fromEntries(Object.entries(refs).filter(([, ids]) => ids.length > 0)), origins };
}

/** What people gave on a sheet, to be merged again with what the sources give now. */
export function givenOn({ facts, refs, origins }: Merged): Given {
  const isGiven = ([name]: readonly [string, unknown]): boolean => origins[name] !== undefined && origins[name].how !== 'counted';
  const reasons = Object.entries(origins).flatMap(([name, { reason }]) => (reason === undefined ? [] : [[name, reason] as const]));
  return { facts: Object.fromEntries(Object.entries(facts).filter(isGiven)), refs: Object.fromEntries(Object.entries(refs).filter(isGiven)), reasons: Object.fromEntries(reasons) };
}

const PROBE_WINDOW = { from: '0001-01-01', to: '9999-12-31' };
/** Whether two values of a fact are one: `74.5` and `"74.50"` are. What does not fit the fact is the same as nothing. */
function same(scheme: Scheme, name: string, one: unknown, other: unknown): boolean {
  const read = (value: unknown): string => {
    try {
      const file = parseFacts(scheme, { window: PROBE_WINDOW, units: [{ unit: 'x', facts: value === null ? {} : { [name]: value } }] }, new Set());
      return digestOf(file.units[0]!.facts[name] ?? null);
    } catch (error) {
      if (error instanceof Refusal) return `unfit ${digestOf(value)}`;
      throw error;
    }
  };
  return read(one) === read(other);
}
