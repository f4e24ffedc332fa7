import { Inject, Injectable } from '@nestjs/common';
import type { Model } from 'mongoose';
import type { CLOCKED, REMINDED_OF } from '@xingchuang/contracts';
import type { Scoped } from '@xingchuang/server';
import { FindingStore } from '../finding/finding-store.ts';
import { HandoverStore } from '../handover/handover-store.ts';
import { CaseStore } from '../ladder/case-store.ts';

export type Kind = (typeof CLOCKED)[number];

/** A thing on a clock as lists show it, whichever sort it is. */
export interface Listed {
  readonly kind: Kind;
  readonly id: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly title: string;
  readonly state: string;
  readonly due: string;
  readonly provisional: boolean;
  readonly leader: string;
  readonly personId: string;
  readonly reminded: number;
  /** Who gave it, where reminders reach the giver too. */
  readonly giver: string;
}
/** A thing with one of its days, and where that day stands among all of the same thing. */
export interface Dated extends Listed {
  readonly of: Reminded['of'];
  readonly rank: number;
}
/** The last one of a page. */
export type Place = Pick<Dated, 'due' | 'id' | 'rank'>;

/** A day that due lists and reminders go by: where a thing keeps it, how far reminders of it have gone, and the rung where it has but one. */
export interface Reminded {
  readonly kind: Kind;
  readonly of: (typeof REMINDED_OF)[number];
  readonly day: string;
  readonly mark: string;
  readonly at?: number;
}

interface Sort {
  readonly kind: Kind;
  readonly model: Model<Record<string, unknown> & { _id: string }>;
  /** Where it keeps its title, who leads it in words and as a person, and when it began. */
  readonly title: string;
  readonly leader: string;
  readonly person: string;
  readonly begun: string;
}

export const MOST_COUNTED = 1_001;
const BOTH = ['unitId', 'path', 'state', 'due', 'limit.provisional', 'reminded'];

/** Findings, rungs and handovers together, as things on a clock. */
@Injectable()
export class ClockedStore {
  readonly sorts: readonly Sort[];
  readonly reminded: readonly Reminded[];
  /** Of these, the last days. */
  readonly limits: readonly Reminded[];

  constructor(@Inject(FindingStore) findings: FindingStore, @Inject(CaseStore) cases: CaseStore, @Inject(HandoverStore) handovers: HandoverStore) {
    const sort = (kind: Kind, { model }: { readonly model: unknown }, title: string, leader: string, person: string, begun: string): Sort => ({ kind, model: model as Sort['model'], title, leader, person, begun });
    this.sorts = [
      sort('finding', findings.findings, 'title', 'owner', 'ownerId', 'openedOn'),
      sort('case', cases.cases, 'name', 'leader', 'leaderId', 'calledOn'),
      sort('handover', handovers.handovers, 'title', 'number', 'ownerId', 'openedOn'),
    ];
    this.reminded = [
      ...this.sorts.map(({ kind }): Reminded => ({ kind, of: 'limit', day: 'due', mark: 'reminded' })),
      { kind: 'handover', of: 'progress', day: 'askDue', mark: 'askReminded', at: 0 },
      { kind: 'handover', of: 'progress', day: 'askMissed', mark: 'missReminded', at: 1 },
    ];
    this.limits = this.reminded.filter(({ of }) => of === 'limit');
  }

  /** Those that match by some of their days, the earliest day first; after a place where one is given. */
  async list(sources: readonly Reminded[], scope: Scoped, due: Record<string, string>, more: Record<string, unknown>, size: number, personId?: string, after?: Place): Promise<Dated[]> {
    const found = await Promise.all(
      sources.map(async (source) => {
        const { kind, of, day } = source;
        const [sort, rank] = [this.#sort(kind), this.reminded.indexOf(source)];
        const later = after ? { $or: [{ [day]: { $gt: after.due } }, { [day]: after.due, _id: { [rank > after.rank ? '$gte' : '$gt']: after.id } }] } : {};
        const filter = { ...placed(scope), ...(personId === undefined ? {} : { [sort.person]: personId }), ...more, [day]: { $gt: '', ...due, ...(after && { $gte: after.due }) }, ...later };
        return (await this.#read(sort, filter, { [day]: 1, _id: 1 }, size, source)).map((one): Dated => ({ ...one, of, rank }));
      }),
    );
    return found.flat().sort(inOrder).slice(0, size);
  }

  async count(sources: readonly Reminded[], scope: Scoped, due: Record<string, string>, more: Record<string, unknown>, personId?: string): Promise<number> {
    const counts = await Promise.all(
      sources.map(({ kind, day }) => {
        const { model, person } = this.#sort(kind);
        return model.countDocuments({ ...placed(scope), ...(personId === undefined ? {} : { [person]: personId }), ...more, [day]: { $gt: '', ...due } } as never).limit(MOST_COUNTED);
      }),
    );
    return Math.min(MOST_COUNTED, counts.reduce((sum, one) => sum + one, 0));
  }

  /** How many run at each unit, how many of them passed, and how many fall due until a day. */
  async byUnit(scope: Scoped, today: string, soonUntil: string): Promise<{ unitId: string; open: number; overdue: number; soon: number }[]> {
    const rows = new Map<string, { unitId: string; open: number; overdue: number; soon: number }>();
    const is = (condition: unknown) => ({ $sum: { $cond: [condition, 1, 0] } });
    const group = { _id: '$unitId', open: { $sum: 1 }, overdue: is({ $lt: ['$due', today] }), soon: is({ $and: [{ $gte: ['$due', today] }, { $lte: ['$due', soonUntil] }] }) };
    for (const { model } of this.sorts) {
      const found = await model.aggregate<{ _id: string; open: number; overdue: number; soon: number }>([{ $match: { ...placed(scope), due: { $gt: '' } } }, { $project: { _id: 0, unitId: 1, due: 1 } }, { $group: group }]);
      for (const { _id: unitId, open, overdue, soon } of found) {
        const row = rows.get(unitId) ?? { unitId, open: 0, overdue: 0, soon: 0 };
        rows.set(unitId, { unitId, open: row.open + open, overdue: row.overdue + overdue, soon: row.soon + soon });
      }
    }
    return [...rows.values()].sort((a, b) => b.overdue - a.overdue || b.open - a.open);
  }

  /** Whether there is one whose day lies in a span and who was not reminded so far as the span's `at`. */
  async isUnreminded(source: Reminded, spans: readonly { readonly span: Record<string, string>; readonly at: number }[]): Promise<boolean> {
    return spans.length > 0 && (await this.#sort(source.kind).model.exists({ $or: spans.map(({ span, at }) => unremindedAt(source, span, at)) } as never)) !== null;
  }

  /** The ids of some whose day lies in a span and who were not reminded so far as `at`. */
  async unreminded(source: Reminded, span: Record<string, string>, at: number, size: number): Promise<string[]> {
    const { kind, mark, day } = source;
    const found = await this.#sort(kind).model.find(unremindedAt(source, span, at) as never).select('_id').sort({ [mark]: 1, [day]: 1 }).limit(size).lean<{ _id: string }[]>();
    return found.map(({ _id }) => _id);
  }

  /** Those of some things that are still to be reminded of, which are marked. Not a new version: nobody's work is overtaken by it. */
  async markReminded(source: Reminded, ids: readonly string[], span: Record<string, string>, at: number): Promise<Listed[]> {
    const sort = this.#sort(source.kind);
    const filter = { _id: { $in: [...ids] }, ...unremindedAt(source, span, at) };
    const found = await this.#read(sort, filter, { _id: 1 }, ids.length, source);
    if (found.length > 0) await sort.model.updateMany({ _id: { $in: found.map(({ id }) => id) } } as never, { $set: { [source.mark]: at } } as never);
    return found;
  }

  #sort = (kind: Kind): Sort => this.sorts.find((one) => one.kind === kind)!;

  async #read({ kind, model, title, leader, person }: Sort, filter: Record<string, unknown>, order: Record<string, 1>, size: number, { of, day }: Reminded): Promise<Listed[]> {
    const giver = of === 'progress' ? ['fromUnitId'] : [];
    const found = await model.find(filter as never).select([...BOTH, title, leader, person, day, ...giver].join(' ')).sort(order).limit(size).lean<Record<string, unknown>[]>();
    return found.map((one) => ({
      kind, id: one['_id'] as string, unitId: one['unitId'] as string, path: one['path'] as string[], title: one[title] as string, state: one['state'] as string, due: one[day] as string,
      provisional: of === 'limit' && (one['limit'] as { provisional: boolean }).provisional, leader: one[leader] as string, personId: one[person] as string, reminded: one['reminded'] as number,
      giver: (one['fromUnitId'] as string | undefined) ?? '',
    }));
  }
}

const unremindedAt = ({ day, mark }: Reminded, span: Record<string, string>, at: number) => ({ [mark]: { $lt: at }, [day]: { $gt: '', ...span } });

/** A unit lies on its own path, so that one index serves it and what is below it. */
const placed = (scope: Scoped): Record<string, string> => ({ ...(scope.unitId === undefined ? {} : { path: scope.unitId }), ...scope });

const inOrder = (a: Dated, b: Dated): number => (a.due !== b.due ? (a.due < b.due ? -1 : 1) : a.id === b.id ? a.rank - b.rank : a.id < b.id ? -1 : 1);
