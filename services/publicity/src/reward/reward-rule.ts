import type { Day } from '@xingchuang/calendar';
import type { ExplanationView, REWARD_NATURES, REWARD_ORIGINS, REWARD_STATES, RewardCarryOut } from '@xingchuang/contracts';
import { move, Refusal, type Transitions } from '@xingchuang/rules';
import type { RatioChange } from '@xingchuang/schemes';

export type RewardState = (typeof REWARD_STATES)[number];
type Origin = (typeof REWARD_ORIGINS)[number];

/** What a reward or penalty is, whatever brought it about: two lines that agree in this are the same thing. */
export interface Substance {
  readonly effect: string;
  readonly action: string;
  readonly zh: string;
  readonly source: string;
  readonly of: string;
  readonly by: string;
  readonly in: readonly { readonly id: string; readonly zh: string }[];
  readonly amount: string | null;
  readonly ratio: RatioChange | null;
}

/** What ought to stand in the ledger now. */
export interface Wanted extends Substance {
  /** One thing of one cause: at most one line of a slot stands. */
  readonly slot: string;
  readonly origin: Origin;
  /** The rung that it opens or that brought it about; empty where none did. */
  readonly rung: string;
  readonly levelName: string;
  readonly from: Day;
  readonly dueOn: string;
  readonly reason: string;
  readonly scope: string;
  readonly personId: string;
  readonly explanation: ExplanationView;
}

/** One line of the ledger of rewards and penalties (奖惩台账, S0 L137). What it says never changes; a later line takes its place. */
export interface RewardLine extends Wanted {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly seq: number;
  readonly campaignId: string;
  readonly campaignTitle: string;
  readonly schemeId: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly unitName: string;
  readonly year: number;
  readonly nature: (typeof REWARD_NATURES)[number];
  readonly replaces: string;
  readonly replacesNumber: string;
  readonly replacedBy: string;
  readonly until: string;
  /** Day on which its level was opened again; empty while that stands. */
  readonly suspendedOn: string;
  readonly state: RewardState;
  readonly done: { readonly on: Day; readonly by: string; readonly byName: string; readonly personId: string; readonly text: string; readonly fileIds: readonly string[]; readonly amount: string | null } | null;
  readonly ended: { readonly on: Day; readonly by: string; readonly byName: string; readonly reason: string } | null;
}

/** A line that is to be written, without what the ledger gives it. */
export type Draft = Wanted & Pick<RewardLine, 'seq' | 'nature' | 'replaces' | 'replacesNumber' | 'state' | 'year'>;

export interface Correction {
  readonly drafts: readonly Draft[];
  readonly resumed: readonly RewardLine[];
}

type Command = 'carry-out' | 'cancel' | 'lift';
const TRANSITIONS: Transitions<RewardState, Command> = {
  due: { 'carry-out': 'done', cancel: 'cancelled', lift: 'lifted' },
  done: { lift: 'lifted' },
  cancelled: {},
  lifted: {},
  void: {},
};

/** Those that hold on after they were carried out: lifting ends them, while a talk that was held stays held. */
const LASTING = new Set(['bar', 'priority', 'link', 'ratio']);
export const isLasting = ({ action }: Pick<Substance, 'action'>): boolean => LASTING.has(action);

/** Whether a line says something that holds, on a day or as it stands. */
export function counts(line: RewardLine, asOf?: string): boolean {
  if (line.nature === 'withdrawal' || isSuspended(line, asOf)) return false;
  if (asOf === undefined) return line.replacedBy === '' && (line.state === 'due' || line.state === 'done');
  return line.from <= asOf && (line.until === '' || line.until > asOf);
}

export const isSuspended = ({ suspendedOn }: Pick<RewardLine, 'suspendedOn'>, asOf = ''): boolean => suspendedOn !== '' && (asOf === '' || suspendedOn <= asOf);

/**
 * What must be written so that the ledger says what follows now, and nothing twice: a new line for what is new, a line that names the one
 * it takes the place of where something differs or no longer follows. `last` holds the newest line of each slot.
 */
export function correct(last: readonly RewardLine[], wanted: readonly Wanted[], from: Day, reason: string): Correction {
  const bySlot = new Map(last.map((line) => [line.slot, line]));
  const slots = new Set(wanted.map(({ slot }) => slot));
  const drafts: Draft[] = [];
  const resumed: RewardLine[] = [];
  for (const one of wanted) {
    const was = bySlot.get(one.slot);
    if (was && was.nature === 'grant' && isSame(was, one)) {
      if (was.suspendedOn !== '') resumed.push({ ...was, suspendedOn: '' });
      continue;
    }
    drafts.push({ ...one, ...following(was, one.from), nature: 'grant', state: 'due', reason: was ? reason : one.reason });
  }
  for (const was of last) {
    if (slots.has(was.slot) || was.nature === 'withdrawal' || was.state === 'cancelled' || was.state === 'lifted') continue;
    drafts.push({ ...was, ...following(was, from), from, nature: 'withdrawal', state: was.state === 'done' ? 'due' : 'void', reason, dueOn: '' });
  }
  return { drafts, resumed };
}

const following = (was: RewardLine | undefined, from: Day) => ({
  seq: (was?.seq ?? 0) + 1, replaces: was?.id ?? '', replacesNumber: was?.number ?? '', year: was?.year ?? Number(from.slice(0, 4)),
});

const isSame = (a: Substance, b: Substance): boolean => substance(a) === substance(b);
const substance = ({ effect, action, zh, source, of, by, in: honours, amount, ratio }: Substance): string =>
  JSON.stringify([effect, action, zh, source, of, by, honours.map(({ id, zh: name }) => [id, name]), amount, ratio && [ratio.change, ratio.reading, ratio.base, ratio.result]]);

export interface Doer {
  readonly unitId: string;
  readonly unitName: string;
  readonly personId: string;
}

/** A body did what the line says, and shows it. */
export function carryOut(line: RewardLine, { on, text, fileIds, amount }: RewardCarryOut, by: Doer, today: Day): RewardLine {
  const next = after(line, 'carry-out');
  const { number, from } = line;
  if (on > today) throw new Refusal('invalid', 'reward.in-future', { on }, 'on');
  if (on < from) throw new Refusal('invalid', 'reward.too-early', { from }, 'on');
  const isOpen = isPaid(line) && line.amount === null && line.nature === 'grant';
  if (isOpen && amount === undefined) throw new Refusal('invalid', 'reward.amount-open', { number }, 'amount');
  if (!isOpen && amount !== undefined) throw new Refusal('invalid', 'reward.amount-given', { number, amount: line.amount ?? '—' }, 'amount');
  return { ...next, done: { on: on as Day, by: by.unitId, byName: by.unitName, personId: by.personId, text, fileIds, amount: amount ?? null } };
}

export function cancel(line: RewardLine, reason: string, by: Doer, today: Day): RewardLine {
  return { ...after(line, 'cancel'), until: today, ended: { on: today, by: by.unitId, byName: by.unitName, reason } };
}

/** The rung that brought it about is passed. */
export function lift(line: RewardLine, on: Day, reason: string): RewardLine {
  return { ...after(line, 'lift'), until: on, ended: { on, by: '', byName: '', reason } };
}

export const isPaid = ({ action }: Pick<Substance, 'action'>): boolean => action === 'subsidy' || action === 'reward';
export const amountOf = (line: RewardLine): string | null => line.amount ?? line.done?.amount ?? null;

function after(line: RewardLine, command: Command): RewardLine {
  const { number } = line;
  if (line.replacedBy !== '') throw new Refusal('conflict', 'reward.replaced', { number });
  if (line.suspendedOn !== '' && command !== 'lift') throw new Refusal('conflict', 'reward.suspended', { number });
  return { ...line, state: move('reward', TRANSITIONS, line.state, command, { number }) };
}

const PLACES = 4;
/** Exact sum of amounts of at most four places, as a plain decimal. */
export function sumOf(amounts: readonly string[]): string {
  const units = amounts.reduce((sum, amount) => {
    const [whole = '0', part = ''] = amount.split('.');
    return sum + BigInt(whole) * 10n ** BigInt(PLACES) + BigInt(part.padEnd(PLACES, '0').slice(0, PLACES));
  }, 0n);
  const digits = `${units}`.padStart(PLACES + 1, '0');
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`.replace(/\.?0+$/, '');
}
