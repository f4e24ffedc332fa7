import { Inject, Injectable } from '@nestjs/common';
import type { RectificationTodo } from '@xingchuang/contracts';
import { covers, scopeOf, type Action, type Actor } from '@xingchuang/rules';
import { CAMPAIGNS, UNITS, within, type CampaignDirectory, type Scoped, type UnitDirectory } from '@xingchuang/server';
import type { Finding, FindingState } from '../finding/finding-rule.ts';
import { mayLookBack } from '../finding/finding-scheme.ts';
import { FindingStore } from '../finding/finding-store.ts';
import type { HandoverState } from '../handover/handover-rule.ts';
import { HandoverStore } from '../handover/handover-store.ts';
import type { CaseState } from '../ladder/case-rule.ts';
import { CaseStore } from '../ladder/case-store.ts';

type Item = RectificationTodo['items'][number];
type Work<State extends string> = Readonly<Partial<Record<State, Action>>>;

/** What a seat can do now: who may act at which state, by the permission table. */
const FINDINGS: Work<FindingState> = { open: 'finding.open', noticed: 'finding.prove', proved: 'finding.check' };
const CASES: Work<CaseState> = { called: 'case.assign', waiting: 'case.assign', running: 'finding.prove', proved: 'finding.check' };
const HANDOVERS: Work<HandoverState> = { sent: 'handover.work', accepted: 'handover.work', returned: 'handover.give', proved: 'handover.check' };

interface Thing {
  readonly id: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly state: string;
  readonly due: string;
  readonly acknowledgedOn?: string;
  readonly lookBack?: string;
  readonly askDue?: string;
  readonly askMissed?: string;
}

/** A list shows no more; with one more than this people read “1000+”. */
const MOST = 1_001;

@Injectable()
export class TodoService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(FindingStore) readonly findings: FindingStore,
    @Inject(CaseStore) readonly cases: CaseStore,
    @Inject(HandoverStore) readonly handovers: HandoverStore,
  ) {}

  async list(by: Actor): Promise<Item[]> {
    const scope = await within(by, 'finding.read', undefined, this.units);
    const found = await Promise.all([
      this.#of('finding', FINDINGS, by, (state) => this.#findings(scope, state, by), ({ title }) => title),
      this.#of('case', CASES, by, (state) => this.cases.page(scope, { state }, undefined, MOST), ({ name }) => name),
      this.#statements(by, scope),
      this.#of('handover', HANDOVERS, by, (state) => this.handovers.page(scope, { state }, MOST), ({ title }) => title),
    ]);
    return found.flat().sort((a, b) => (a.due || '9').localeCompare(b.due || '9'));
  }

  async #of<State extends string, T extends Thing>(kind: string, work: Work<State>, by: Actor, page: (state: State) => Promise<T[]>, title: (one: T) => string): Promise<Item[]> {
    const mine = (Object.entries(work) as [State, Action][]).filter(([, action]) => scopeOf(by.role, action) !== undefined);
    const things = await Promise.all(mine.map(async ([state, action]) => (await page(state)).filter((one) => covers(by, action, one))));
    return things.flat().map((one) => ({ kind: `${kind}.${stepOf(one)}`, id: one.id, unitId: one.unitId, title: title(one), due: isAsked(one) ? askedOn(one) : one.due }));
  }

  /** A look-back that is due waits only for those whom the scheme lets do it. */
  async #findings(scope: Scoped, state: FindingState, by: Actor): Promise<Finding[]> {
    const found = await this.findings.page(scope, { state }, MOST);
    const schemeIds = new Set(found.filter(awaitsLook).map(({ schemeId }) => schemeId).filter((id) => id !== ''));
    const over = new Map(await Promise.all([...schemeIds].map(async (id) => [id, await this.campaigns.schemesOver(id)] as const)));
    return found.filter((one) => !awaitsLook(one) || mayLookBack(over.get(one.schemeId)?.(one.path), one, by));
  }

  /** What units said for themselves and nobody answered. */
  async #statements(by: Actor, scope: Scoped): Promise<Item[]> {
    if (scopeOf(by.role, 'case.assign') === undefined) return [];
    const found = (await this.cases.stated(scope, MOST)).filter((one) => covers(by, 'case.assign', one) && one.statement!.personId !== by.personId);
    return found.map(({ id, unitId, name }) => ({ kind: 'case.stated', id, unitId, title: name, due: '' }));
  }
}

/** What is to be done at it, where its state alone does not say. */
function stepOf(one: Thing): string {
  const { state, acknowledgedOn } = one;
  if (state === 'noticed' && acknowledgedOn === '') return 'received';
  if (isAsked(one)) return 'progress';
  return awaitsLook(one) ? 'look-back' : state;
}

const awaitsLook = ({ state, lookBack }: Pick<Thing, 'state' | 'lookBack'>): boolean => state === 'proved' && lookBack === 'due';

/** The day by which progress is asked for; one that was missed is still owed. */
const askedOn = ({ askMissed, askDue }: Thing): string => askMissed || askDue || '';
/** Whether progress is what comes next: it is told once the handover is accepted, and no later than the last day. */
const isAsked = (one: Thing): boolean => one.state === 'accepted' && askedOn(one) !== '' && (one.due === '' || askedOn(one) <= one.due);
