import { Inject, Injectable } from '@nestjs/common';
import type { EvaluationGiving, EvaluationQuery, EvaluationView } from '@xingchuang/contracts';
import { Refusal, scopeOf, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, scopeFor, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { Ledger } from '../log/ledger.ts';
import { evaluationId, EvaluationStore, type Evaluation } from './evaluation-store.ts';
import { monthSpan } from './registration-rule.ts';
import { eitherSide, RegistrationStore } from './registration-store.ts';

const SIDES = ['community', 'unit'] as const;

/** 双评议: each month a community rates its registered units and they rate it; who has not is named (S2 L15). */
@Injectable()
export class EvaluationService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(EvaluationStore) readonly evaluations: EvaluationStore,
    @Inject(RegistrationStore) readonly registrations: RegistrationStore,
    @Inject(Ledger) readonly ledger: Ledger,
  ) {}

  async give({ communityId, unitId, month, score, text }: EvaluationGiving, by: Actor): Promise<EvaluationView> {
    const side = this.#sideOf(communityId, unitId, by);
    if (month > this.clock.today().slice(0, 7)) throw new Refusal('invalid', 'evaluation.month-ahead', { month }, 'month');
    const registered = await this.registrations.within({ kind: 'unit', communityId, unitId }, ...monthSpan(month));
    if (registered.length === 0) throw new Refusal('invalid', 'evaluation.not-registered', {}, side === 'unit' ? 'communityId' : 'unitId');
    const given = { score, text, by: by.personId, at: this.clock.now().toISOString() };
    const id = evaluationId(communityId, unitId, month);
    return this.database.transaction(async () => {
      const was = await this.evaluations.find(id);
      if (was?.[side]) throw new Refusal('conflict', 'evaluation.given');
      await this.ledger.note({ act: 'evaluation.given', objectId: id, content: { side, score, text }, by: by.personId });
      const next: Evaluation = { ...(was ?? { id, version: 1, communityId, unitId, month }), [side]: given };
      return viewOf(await (was ? this.evaluations.save(next) : this.evaluations.insert(next)));
    });
  }

  /** Every unit that was registered in the month, with its community, whether or not anything was said. */
  async list({ month, ...query }: EvaluationQuery, by: Actor): Promise<EvaluationView[]> {
    const scope = await scopeFor(by, 'community.read', query, this.units);
    const [first, last] = monthSpan(month);
    const registered = await this.registrations.within({ kind: 'unit', $and: [eitherSide(scope)] }, first, last);
    const pairs = new Map(registered.map(({ communityId, unitId }) => [evaluationId(communityId, unitId, month), { communityId, unitId, month }]));
    const given = new Map((await this.evaluations.byIds([...pairs.keys()])).map((evaluation) => [evaluation.id, evaluation]));
    return [...pairs].map(([id, pair]) => viewOf(given.get(id) ?? pair));
  }

  #sideOf(communityId: string, unitId: string, by: Actor): (typeof SIDES)[number] {
    if (scopeOf(by.role, 'community.register') === undefined) throw new Refusal('forbidden', 'action.not-allowed', { action: 'community.register', role: by.role });
    if (by.unitId === communityId) return 'community';
    if (by.unitId === unitId) return 'unit';
    throw new Refusal('missing', 'thing.missing');
  }
}

const viewOf = (of: Pick<Evaluation, 'communityId' | 'unitId' | 'month' | 'community' | 'unit'>): EvaluationView => ({ ...of, missing: SIDES.filter((side) => of[side] === undefined) });
