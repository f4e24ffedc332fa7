import type { Duty, PeriodKind, Scheme } from '@xingchuang/schemes';
import { duties } from '@xingchuang/schemes';
import { linkTo } from '../record/record-yield.ts';
import { fieldAt, subjectField } from '../record/record-type-meaning.ts';
import type { Each, Expectation, RecordType } from '../record/record-type.ts';

/** Who owes: units of kinds; members in service; holders of posts; whom, or what, the records of a register name. */
export type Owers =
  | { readonly of: 'units'; readonly kinds: readonly string[] }
  | { readonly of: 'members' }
  | { readonly of: 'posts'; readonly kinds: readonly string[] }
  | { readonly of: 'register'; readonly type: string; readonly path?: string | undefined };

/** One rule that expects records: of a record type or of a scheme, which makes no difference here. */
export interface Expected {
  /** Where it is stated: a scheme, or the record type itself. */
  readonly scheme: string;
  readonly duty: string;
  readonly zh: string;
  readonly en: string;
  readonly source?: string | undefined;
  /** Expected only of units under a body that runs one of these schemes; of all without it. */
  readonly under?: readonly string[] | undefined;
  readonly recordType: string;
  readonly owers: Owers;
  /** Kinds of unit at which persons or registers owe it. */
  readonly in?: readonly string[] | undefined;
  readonly every?: PeriodKind | undefined;
  readonly months?: readonly number[] | undefined;
  /** In place of `every`: once after an event. */
  readonly once?: { readonly since: NonNullable<Expectation['since']>; readonly within: NonNullable<Expectation['within']>; readonly remind: number } | undefined;
  readonly atLeast: number | { readonly of: string };
  readonly sum?: string | undefined;
  /** Only records that fit this expectation of their type count. */
  readonly fit?: string | undefined;
  /** Where a record says for whom it counts: its unit, the persons it is credited to, or a field. */
  readonly by: 'unit' | 'credits' | { readonly path: string };
  readonly grace: number;
}

/** The expectations that a record type states of itself. */
export function expectedBy(type: RecordType, typeOf: (id: string) => RecordType | undefined): Expected[] {
  return type.expects.map((expectation) => {
    const { id, zh, en, source, every, months, since, within, remind, expect, where, grace, scheme } = expectation;
    return {
      scheme: type.id, duty: id, zh, en, source: source ?? type.source, under: scheme === undefined ? undefined : [scheme].flat(), recordType: type.id, owers: owersOf(expectation.each), in: expectation.in, every, months,
      ...(since && within && { once: { since, within, remind } }), atLeast: expect.atLeast, sum: expect.sum, ...(where && { fit: id }), by: countedBy(type, expectation, typeOf), grace,
    };
  });
}

/** The duties of a scheme. */
export const expectedOf = (scheme: Scheme): Expected[] =>
  duties(scheme).map((duty: Duty) => {
    const isPerson = scheme.kinds[duty.each]?.is === 'person';
    return {
      scheme: scheme.id, under: [scheme.id], duty: duty.id, zh: duty.zh, en: duty.en ?? duty.zh, source: duty.source, recordType: duty.record,
      owers: isPerson ? { of: 'members' } : { of: 'units', kinds: [duty.each] }, every: duty.every, months: duty.months,
      atLeast: duty.expect.atLeast, sum: duty.expect.sum, by: isPerson ? 'credits' : 'unit', grace: 0,
    };
  });

export function owersOf(each: Each): Owers {
  if (each === 'member') return { of: 'members' };
  if (typeof each === 'string') return { of: 'units', kinds: [each] };
  if (Array.isArray(each)) return { of: 'units', kinds: each };
  if ('post' in each) return { of: 'posts', kinds: [each.post].flat() };
  return { of: 'register', type: each.register, path: each.of };
}

/** Where records of a type say for whom they count, for those who owe. */
export function countedBy(type: RecordType, { each, by }: { readonly each: Each; readonly by?: string | undefined }, typeOf: (id: string) => RecordType | undefined): Expected['by'] {
  const subject = subjectField(type)?.id;
  const at = (path: string | undefined): Expected['by'] => (path === undefined ? 'unit' : path === subject ? 'credits' : { path });
  if (by !== undefined) return at(by);
  const owers = owersOf(each);
  if (owers.of === 'units') return 'unit';
  if (owers.of !== 'register') return at(subject);
  if (owers.path === undefined) return at(linkTo(type.fields, owers.type)[0]);
  const named = fieldAt(typeOf(owers.type)?.fields ?? [], owers.path)?.type;
  return named === 'unit' ? 'unit' : at(subject);
}

export const keyOf = ({ scheme, duty }: Pick<Expected, 'scheme' | 'duty'>): string => `${scheme}/${duty}`;
