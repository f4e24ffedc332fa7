import { Inject, Injectable } from '@nestjs/common';
import { dayOf } from '@xingchuang/calendar';
import type { OrderClaim, OrderDispatch, OrderFinish, OrderPosting, OrderRating, OrderReason, OrderWithdrawal, ServiceOrderQuery } from '@xingchuang/contracts';
import { allow, covers, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, scopeFor, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { pageOf } from '../keyset.ts';
import { Ledger } from '../log/ledger.ts';
import { isMemberOn, PeopleDirectory } from '../record/people-directory.ts';
import { RecordService } from '../record/record-service.ts';
import { sameVersion } from '../scope.ts';
import { offersOf } from './order-offers.ts';
import { accept, cancel, claim, communityOf, dispatch, finish, giveBack, rate, type OrderMove, type ServiceOrder } from './order-rule.ts';
import { OrderStore } from './order-store.ts';
import { isHost } from './registration-rule.ts';
import { RegistrationStore } from './registration-store.ts';

/** Under this record type a served part is filed; duties and sums of service hours count it (S0 L111). */
const SERVICE_RECORD = 'community_service';

/** 点单、派单、接单、领单: who acts is checked at the place whose act it is; each move is noted in the log. */
@Injectable()
export class OrderService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(OrderStore) readonly orders: OrderStore,
    @Inject(RegistrationStore) readonly registrations: RegistrationStore,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(RecordService) readonly records: RecordService,
    @Inject(Ledger) readonly ledger: Ledger,
  ) {}

  async post({ communityId, wantedBy, ...words }: OrderPosting, by: Actor): Promise<ServiceOrder> {
    const { kind, path } = await this.units.get(communityId);
    allow(by, 'order.post', { unitId: communityId, path });
    if (!isHost(kind)) throw new Refusal('invalid', 'registration.not-community', {}, 'communityId');
    if (wantedBy !== undefined && wantedBy < this.clock.today()) throw new Refusal('invalid', 'order.wanted-past', { wantedBy }, 'wantedBy');
    const move = this.#moved('posted', by);
    const order: ServiceOrder = { ...words, ...(wantedBy !== undefined && { wantedBy }), id: newId(), version: 1, communityId, communityPath: path, state: 'posted', parts: [], postedAt: move.at, history: [move] };
    return this.database.transaction(async () => {
      await this.#note(order, move, by);
      return this.orders.insert(order);
    });
  }

  async dispatch(id: string, { unitIds, personIds }: OrderDispatch, ifMatch: string | undefined, by: Actor): Promise<ServiceOrder> {
    const was = await this.orders.get(id);
    allow(by, 'order.dispatch', communityOf(was));
    const today = this.clock.today();
    const offers = offersOf(unitIds, personIds, await this.registrations.within({ communityId: was.communityId }, today, today));
    return this.#save(was, dispatch(was, offers), this.#moved('dispatched', by), ifMatch, by);
  }

  async withdraw(id: string, { unitId, reason }: OrderWithdrawal, ifMatch: string | undefined, by: Actor): Promise<ServiceOrder> {
    const was = await this.orders.get(id);
    allow(by, 'order.dispatch', communityOf(was));
    return this.#save(was, giveBack(was, unitId), { ...this.#moved('withdrawn', by, reason), unitId }, ifMatch, by);
  }

  async accept(id: string, ifMatch: string | undefined, by: Actor): Promise<ServiceOrder> {
    const was = await this.#mine(id, by);
    return this.#save(was, accept(was, by.unitId), this.#moved('accepted', by), ifMatch, by);
  }

  async giveBack(id: string, { reason }: OrderReason, ifMatch: string | undefined, by: Actor): Promise<ServiceOrder> {
    const was = await this.#mine(id, by);
    return this.#save(was, giveBack(was, by.unitId), this.#moved('returned', by, reason), ifMatch, by);
  }

  async claim(id: string, { personIds }: OrderClaim, ifMatch: string | undefined, by: Actor): Promise<ServiceOrder> {
    const was = await this.#mine(id, by);
    const today = this.clock.today();
    const people = await this.people.byIds(personIds);
    const members = people.filter((person) => person.memberInService && person.unitId === by.unitId && isMemberOn(person, today));
    return this.#save(was, claim(was, by.unitId, personIds, new Set(members.map((member) => member.id))), this.#moved('claimed', by), ifMatch, by);
  }

  /** Files the service record of the unit in the same transaction: there is one if and only if the part is done. */
  async finish(id: string, input: OrderFinish, ifMatch: string | undefined, by: Actor): Promise<ServiceOrder> {
    const was = await this.#mine(id, by);
    const postedOn = dayOf(new Date(was.postedAt));
    finish(was, by.unitId, input, postedOn, ''); // refuses before anything is written
    const community = await this.units.get(was.communityId);
    return this.database.transaction(async () => {
      const { day, time, activity, people, text, fileIds } = input;
      const fields = { people, time, activity, community: community.name, ...(text !== '' && { text }) };
      const record = await this.records.file({ unitId: by.unitId, type: SERVICE_RECORD, day, title: was.title, fields, fileIds, tasks: [], steps: {} }, by);
      return this.#save(was, finish(was, by.unitId, input, postedOn, record.id), this.#moved('done', by), ifMatch, by);
    });
  }

  async rate(id: string, { satisfaction, text }: OrderRating, ifMatch: string | undefined, by: Actor): Promise<ServiceOrder> {
    const was = await this.#posted(id, by);
    return this.#save(was, rate(was, satisfaction), this.#moved('rated', by, text), ifMatch, by);
  }

  async cancel(id: string, { reason }: OrderReason, ifMatch: string | undefined, by: Actor): Promise<ServiceOrder> {
    const was = await this.#posted(id, by);
    return this.#save(was, cancel(was), this.#moved('cancelled', by, reason), ifMatch, by);
  }

  async get(id: string, by: Actor): Promise<ServiceOrder> {
    const order = await this.orders.get(id);
    const seen = seenBy(order, by);
    if (!covers(by, 'community.read', communityOf(order)) && seen.parts.length === 0) throw new Refusal('missing', 'thing.missing');
    return seen;
  }

  async list(query: ServiceOrderQuery, by: Actor): Promise<{ items: ServiceOrder[]; nextPageToken?: string }> {
    const found = await this.orders.page(await scopeFor(by, 'community.read', query, this.units), query);
    return pageOf(found.map((order) => seenBy(order, by)), query.limit, ({ postedAt }) => postedAt);
  }

  async #posted(id: string, by: Actor): Promise<ServiceOrder> {
    const order = await this.orders.get(id);
    allow(by, 'order.post', communityOf(order));
    return order;
  }

  /** An order that was offered to the seat's unit. */
  async #mine(id: string, by: Actor): Promise<ServiceOrder> {
    const order = await this.orders.get(id);
    const part = order.parts.find(({ unitId }) => unitId === by.unitId);
    if (!part) throw new Refusal('missing', 'thing.missing');
    allow(by, 'order.serve', part);
    return order;
  }

  #moved(act: OrderMove['act'], by: Actor, text = ''): OrderMove {
    return { act, at: this.clock.now().toISOString(), by: by.personId, unitId: by.unitId, text };
  }

  async #save(was: ServiceOrder, next: ServiceOrder, move: OrderMove, ifMatch: string | undefined, by: Actor): Promise<ServiceOrder> {
    sameVersion(was.version, ifMatch);
    const saved = await this.database.transaction(async () => {
      await this.#note(next, move, by);
      return this.orders.save({ ...next, history: [...was.history, move] });
    });
    return seenBy(saved, by);
  }

  async #note({ id, state, communityId }: ServiceOrder, { act, unitId, text }: OrderMove, by: Actor): Promise<void> {
    await this.ledger.note({ act: `order.${act}`, objectId: id, content: { communityId, state, unitId, text }, by: by.personId });
  }
}

/** A unit sees of an order the community's words and its own part; what other units do is theirs. */
function seenBy(order: ServiceOrder, by: Actor): ServiceOrder {
  if (covers(by, 'community.read', communityOf(order))) return order;
  const parts = order.parts.filter((part) => covers(by, 'community.read', part));
  const hidden = new Set(order.parts.filter((part) => !parts.includes(part)).map(({ unitId }) => unitId));
  return { ...order, parts, history: order.history.filter(({ unitId }) => !hidden.has(unitId)) };
}
