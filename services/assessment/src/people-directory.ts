import { Inject, Injectable } from '@nestjs/common';
import { addDays, day, pastTerms } from '@xingchuang/calendar';
import { Schema } from 'mongoose';
import type { PersonChanged, PostChanged, TermsChanged } from '@xingchuang/contracts';
import { DATABASE, type Database } from '@xingchuang/server';

interface Stay {
  readonly since: string;
  /** Empty while it lasts. */
  readonly until: string;
}
interface KnownMember extends Stay {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
}
interface KnownPost {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly kind?: string;
  readonly since?: string;
  readonly holdings: readonly (Stay & { readonly personId: string })[];
}

const members = new Schema({ _id: String, version: Number, unitId: String, since: String, until: String });
const holding = new Schema({ personId: String, since: String, until: String }, { _id: false });
const posts = new Schema({ _id: String, version: Number, unitId: String, kind: String, since: String, holdings: [holding] });
posts.index({ 'holdings.personId': 1 }); // the posts of people
posts.index({ unitId: 1 }); // the posts of units
members.index({ unitId: 1 }); // the members of units

interface KnownTerms {
  /** The unit. */
  readonly id: string;
  readonly version: number;
  readonly terms: readonly Stay[];
}
const terms = new Schema({ _id: String, version: Number, terms: [{ _id: false, since: String, until: String }] });

const isOn = ({ since, until }: Stay, day: string): boolean => since <= day && (until === '' || day <= until);

/** This service's copy of which unit is whose own: by membership or by a post. Names stay in the registry. */
@Injectable()
export class PeopleDirectory {
  readonly #members;
  readonly #posts;
  readonly #terms;

  constructor(@Inject(DATABASE) database: Database) {
    this.#members = database.model<KnownMember>('members', members);
    this.#posts = database.model<KnownPost>('posts', posts);
    this.#terms = database.model<KnownTerms>('terms', terms);
  }

  personChanged = ({ personId, unitId, since, until, version }: PersonChanged): Promise<void> =>
    this.#members.project({ id: personId, unitId, since, until, version });

  postChanged = ({ postId, unitId, kind, since, holdings, version }: PostChanged): Promise<void> =>
    this.#posts.project({ id: postId, unitId, kind, since, version, holdings: holdings.map(({ personId, since, until }) => ({ personId, since, until })) });

  termsChanged = ({ unitId, terms: held, version }: TermsChanged): Promise<void> =>
    this.#terms.project({ id: unitId, version, terms: held.map(({ since, until }) => ({ since, until })) });

  /** Stretches past the term of a unit's committee that touch a span, as of a day; the last may go on. Units of which no election was entered are left out. */
  async pastTerms(unitIds: readonly string[], { from, to }: { readonly from: string; readonly to: string }, today: string): Promise<Map<string, { from: string; to?: string }[]>> {
    const found = await this.#terms.list({ _id: { $in: [...unitIds] } }, { _id: 1 }, unitIds.length + 1);
    return new Map(found.map(({ id, terms: held }) => [id, pastTerms(held.map(({ since, until }) => ({ since: day(since), until: day(until) }))).filter((one) => one.from <= to && one.from <= today && (one.to === undefined || one.to >= from))]));
  }

  /** The units to which each person belongs on a day; who is unknown belongs to none. */
  async ownUnits(personIds: readonly string[], day: string): Promise<Map<string, Set<string>>> {
    const own = new Map(personIds.map((id) => [id, new Set<string>()]));
    for (const member of await this.#members.list({ _id: { $in: [...own.keys()] } }, { _id: 1 }, own.size + 1)) {
      if (isOn(member, day)) own.get(member.id)!.add(member.unitId);
    }
    for (const post of await this.#posts.list({ 'holdings.personId': { $in: [...own.keys()] } }, { _id: 1 }, 10_000)) {
      for (const held of post.holdings) if (isOn(held, day)) own.get(held.personId)?.add(post.unitId);
    }
    return own;
  }

  /** Who belonged to a unit on a day. */
  async memberIds(unitId: string, day: string): Promise<string[]> {
    return (await this.#members.list({ unitId }, { _id: 1 }, 20_000)).filter((member) => isOn(member, day)).map(({ id }) => id);
  }

  /** How many members each unit had on a day. */
  async memberCounts(unitIds: readonly string[], day: string): Promise<Map<string, number>> {
    const found = await this.#members.list({ unitId: { $in: [...unitIds] } }, { _id: 1 }, 1_000_000);
    const counts = new Map<string, number>();
    for (const member of found) if (isOn(member, day)) counts.set(member.unitId, (counts.get(member.unitId) ?? 0) + 1);
    return counts;
  }

  /** Stretches without a holder of each unit's posts of a kind (of all, where none is named) that touch a span; the last may go on. Units without such a post, or whose post nobody was ever entered for, are left out. */
  async vacancies(unitIds: readonly string[], kind: string | undefined, { from, to }: { readonly from: string; readonly to: string }): Promise<Map<string, { from: string; to?: string }[]>> {
    const found = await this.#posts.list({ unitId: { $in: [...unitIds] }, ...(kind === undefined ? {} : { kind }) }, { _id: 1 }, 100_000);
    const vacant = new Map<string, { from: string; to?: string }[]>();
    for (const post of found) {
      if (post.holdings.length === 0) continue; // nobody was ever entered: the register is silent, the post need not have been vacant
      const stretches = gapsOf(post).filter((gap) => gap.from <= to && (gap.to === undefined || gap.to >= from));
      vacant.set(post.unitId, [...(vacant.get(post.unitId) ?? []), ...stretches].sort((a, b) => (a.from < b.from ? -1 : 1)));
    }
    return vacant;
  }
}

/** From the day of the post on, the days on which nobody held it. */
function gapsOf({ since, holdings }: KnownPost): { from: string; to?: string }[] {
  const gaps: { from: string; to?: string }[] = [];
  let free = since ?? holdings[0]?.since ?? '';
  for (const held of [...holdings].sort((a, b) => (a.since < b.since ? -1 : 1))) {
    if (free !== '' && free < held.since) gaps.push({ from: free, to: addDays(day(held.since), -1) });
    if (held.until === '') return gaps;
    const next = addDays(day(held.until), 1);
    if (next > free) free = next;
  }
  return free === '' ? gaps : [...gaps, { from: free }];
}
