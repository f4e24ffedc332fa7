import { Inject, Injectable } from '@nestjs/common';
import type { EvidenceTodo } from '@xingchuang/contracts';
import { scopeOf, type Actor } from '@xingchuang/rules';
import { CLOCK, UNITS, within, type Clock, type UnitDirectory } from '@xingchuang/server';
import { AuditAccess } from '../audit/audit-access.ts';
import { asPublished } from '../audit/audit-item-rule.ts';
import type { ServiceOrder } from '../community/order-rule.ts';
import { OrderStore } from '../community/order-store.ts';
import { DutyService } from '../duty/duty-service.ts';
import { DisposalStore } from '../retention/disposal-store.ts';

type Item = EvidenceTodo['items'][number];
/** A list shows no more; with one more than this people read “1000+”. */
const MOST = 1_001;
const PART_WORK = { offered: 'order.accept', accepted: 'order.claim', claimed: 'order.finish' } as const;

/** What waits for a seat: answers to audits, expected records, service orders, disposals. */
@Injectable()
export class TodoService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(AuditAccess) readonly audits: AuditAccess,
    @Inject(DutyService) readonly duties: DutyService,
    @Inject(OrderStore) readonly orders: OrderStore,
    @Inject(DisposalStore) readonly disposals: DisposalStore,
  ) {}

  async list(by: Actor): Promise<Item[]> {
    const may = (action: 'audit.answer' | 'record.file' | 'audit.run' | 'order.dispatch' | 'order.post' | 'order.serve' | 'disposal.approve') => scopeOf(by.role, action) !== undefined;
    return [
      ...(may('audit.answer') ? await this.#answers(by) : []),
      ...(may('audit.run') ? await this.#audits(by) : []),
      ...(may('record.file') ? await this.#duties(by) : []),
      ...(may('order.serve') ? await this.#orders(by) : []),
      ...(may('order.dispatch') ? await this.#posted(by) : []),
      ...(may('order.post') ? await this.#served(by) : []),
      ...(may('disposal.approve') ? await this.#disposals(by) : []),
    ];
  }

  /** What the unit was told to supplement and has not. */
  async #answers(by: Actor): Promise<Item[]> {
    const waiting = (await this.audits.items.unanswered(by.unitId)).filter((item) => asPublished(item).verdict === 'supplement');
    const open = new Set<string>();
    for (const id of new Set(waiting.map(({ auditId }) => auditId))) if ((await this.audits.audits.find(id))?.state === 'open') open.add(id);
    const items = await this.audits.titled(waiting.filter(({ auditId }) => open.has(auditId)), by);
    return items.map(({ id, auditId, unitId, title, until }) => ({ kind: 'audit.answer', id, auditId, unitId, title, ...(until !== undefined && { due: until }) }));
  }

  /** Audits that run: what is still to be looked at, and what was said and not yet made known. */
  async #audits(by: Actor): Promise<Item[]> {
    const open = await this.audits.audits.page(await within(by, 'audit.run', undefined, this.units), { state: 'open', limit: MOST });
    const progress = await this.audits.items.progress(open.map(({ id }) => id), {}, this.clock.today());
    return open.flatMap(({ id, unitId, title }): Item[] => {
      const { total = 0, judged = 0, unpublished = 0 } = progress.get(id) ?? {};
      if (judged < total) return [{ kind: 'audit.review', id, unitId, title, count: total - judged }];
      return unpublished > 0 ? [{ kind: 'audit.publish', id, unitId, title, count: unpublished }] : [];
    });
  }

  async #duties(by: Actor): Promise<Item[]> {
    const { totals } = await this.duties.list({ unitId: by.unitId, subtree: false, period: this.clock.today().slice(0, 4), alert: true, limit: 1 }, by);
    const count = totals.due + totals.missing;
    return count === 0 ? [] : [{ kind: 'duty.due', id: '', unitId: by.unitId, title: String(count), count }];
  }

  async #orders({ unitId }: Actor): Promise<Item[]> {
    return (await this.orders.waitingFor(unitId, Object.keys(PART_WORK))).map(({ id, title, wantedBy, parts }) => {
      const state = parts.find((part) => part.unitId === unitId)!.state as keyof typeof PART_WORK;
      return { kind: PART_WORK[state], id, unitId, title, ...(wantedBy !== undefined && { due: wantedBy }) };
    });
  }

  /** Orders that communities posted, or that came back, and that nobody was given. */
  async #posted(by: Actor): Promise<Item[]> {
    const found = await this.orders.ofCommunities(await within(by, 'order.dispatch', undefined, this.units), ['posted', 'returned'], MOST);
    return found.map((one) => orderLine('order.dispatch', one));
  }

  /** Orders of one's own community that are done and were not rated. */
  async #served(by: Actor): Promise<Item[]> {
    return (await this.orders.ofCommunities({ unitId: by.unitId }, ['done'], MOST)).map((one) => orderLine('order.rate', one));
  }

  async #disposals(by: Actor): Promise<Item[]> {
    const proposed = await this.disposals.page(await within(by, 'disposal.approve', undefined, this.units), { state: 'proposed' });
    const mine = proposed.filter(({ proposedBy, approvals }) => proposedBy !== by.personId && approvals.every((one) => one.by !== by.personId));
    return mine.map(({ id, unitId, items }) => ({ kind: 'disposal.approve', id, unitId, title: String(items.length), count: items.length }));
  }
}

const orderLine = (kind: 'order.dispatch' | 'order.rate', { id, communityId, title, wantedBy }: ServiceOrder): Item => ({ kind, id, unitId: communityId, title, ...(wantedBy !== undefined && { due: wantedBy }) });
