import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { addDays, addMonths, day, startOf } from '@xingchuang/calendar';
import type { StatisticsQuery, StatisticsView } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { scopeFor, UNITS, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { isMemberOn, PeopleDirectory } from '../record/people-directory.ts';
import { RecordStore } from '../record/record-store.ts';
import { OrderStore } from './order-store.ts';
import { isHost, type Registration } from './registration-rule.ts';
import { RegistrationStore } from './registration-store.ts';
import { NO_COUNTS, parseRates, ratesOf, type Counts } from './statistics-rule.ts';

const RATES = parseRates(readFileSync(new URL('../../data/community-rates.yaml', import.meta.url), 'utf8'));

/** Of several units together: who stands at two of them is one person. */
type CountsOf = (units: readonly KnownUnit[]) => Counts;

/** Registered and active, person-times and hours, orders and satisfaction, for units or for communities, in a span of days. */
@Injectable()
export class StatisticsService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RegistrationStore) readonly registrations: RegistrationStore,
    @Inject(OrderStore) readonly orders: OrderStore,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(RecordStore) readonly records: RecordStore,
  ) {}

  async count(query: StatisticsQuery, by: Actor): Promise<StatisticsView> {
    const { from, to } = query;
    if (to < from || to > addMonths(day(from), 36)) throw new Refusal('invalid', 'statistics.span', {}, 'to');
    const units = await this.#unitsOf(query, by);
    const countsOf = query.by === 'unit' ? await this.#ofUnits(units, query) : await this.#ofCommunities(units.filter(({ kind }) => isHost(kind)), query);
    const lines = units
      .map((unit) => ({ unit, counts: countsOf([unit]) }))
      .filter(({ unit, counts }) => isHost(unit.kind) === (query.by === 'community') && (query.by === 'community' || Object.values(counts).some((count) => count > 0)));
    const total = countsOf(lines.map(({ unit }) => unit));
    return {
      from, to, by: query.by, rates: RATES, total: { counts: total, rates: ratesOf(total, RATES) },
      items: lines.map(({ unit, counts }) => ({ unitId: unit.id, unitCode: unit.code, unitName: unit.name, counts, rates: ratesOf(counts, RATES) })),
    };
  }

  /** Of units: their registrations, their members and the service records that they filed. */
  async #ofUnits(units: readonly KnownUnit[], { from, to }: StatisticsQuery): Promise<CountsOf> {
    const ids = units.map(({ id }) => id);
    const registered = Map.groupBy(await this.registrations.within({ unitId: { $in: ids } }, from, to), ({ unitId }) => unitId);
    const people = Map.groupBy((await this.people.inService(ids)).filter((person) => isMemberOn(person, to)), ({ unitId }) => unitId);
    const served = await this.records.counted('community_service', { unitIds: ids }, from, to);
    const records = Map.groupBy(served, ({ unitId }) => unitId);
    const active = new Set(served.flatMap(({ credits }) => credits.map(({ personId }) => personId)));
    return (counted) => {
      const credits = allOf(counted, records).flatMap((record) => record.credits);
      return {
        ...NO_COUNTS,
        ...membersOf(allOf(counted, registered), active),
        membersInService: allOf(counted, people).length,
        personTimes: credits.length,
        minutes: credits.reduce((sum, { values }) => sum + (values['minutes'] ?? 0), 0),
      };
    };
  }

  /** Of communities: who registered there and serves anywhere, and what their own orders brought. */
  async #ofCommunities(communities: readonly KnownUnit[], { from, to, kind }: StatisticsQuery): Promise<CountsOf> {
    const ids = communities.map(({ id }) => id);
    const registrations = await this.registrations.within({ communityId: { $in: ids } }, from, to);
    const registered = Map.groupBy(registrations, ({ communityId }) => communityId);
    const personIds = registrations.flatMap(({ personId }) => personId ?? []);
    const active = new Set((await this.records.counted('community_service', { personIds }, from, to)).flatMap(({ credits }) => credits.map(({ personId }) => personId)));
    const posted = await this.orders.posted(ids, startOf(day(from)).toISOString(), startOf(addDays(day(to), 1)).toISOString());
    const orders = Map.groupBy(posted.filter((order) => kind === undefined || order.kind === kind), ({ communityId }) => communityId);
    return (counted) => {
      const here = allOf(counted, orders);
      const people = here.flatMap(({ parts }) => parts.flatMap((part) => part.people));
      return {
        ...NO_COUNTS,
        ...membersOf(allOf(counted, registered), active),
        personTimes: people.length,
        minutes: people.reduce((sum, { minutes }) => sum + minutes, 0),
        ordersPosted: here.length,
        ordersDone: here.filter(({ state }) => state === 'done' || state === 'rated').length,
        ordersSatisfied: here.filter(({ satisfaction }) => satisfaction === 'satisfied').length,
      };
    };
  }

  async #unitsOf({ unitId, subtree }: StatisticsQuery, by: Actor): Promise<KnownUnit[]> {
    const scope = await scopeFor(by, 'community.read', { unitId, subtree }, this.units);
    return scope.unitId === undefined ? this.units.under(scope.path ?? by.jurisdictionId) : [await this.units.get(scope.unitId)];
  }
}

const allOf = <T>(units: readonly KnownUnit[], byUnit: ReadonlyMap<string, readonly T[]>): T[] => units.flatMap(({ id }) => byUnit.get(id) ?? []);

/** Active are those of the registered who served, so there are never more of them. A member may have moved from one to another registration in the span. */
function membersOf(registrations: readonly Registration[], active: ReadonlySet<string>): Pick<Counts, 'unitsRegistered' | 'membersRegistered' | 'membersActive'> {
  const members = new Set(registrations.flatMap(({ personId }) => personId ?? []));
  const units = new Set(registrations.flatMap(({ kind, unitId }) => (kind === 'unit' ? unitId : [])));
  return { unitsRegistered: units.size, membersRegistered: members.size, membersActive: members.intersection(active).size };
}
