import type { RewardLineView } from '@xingchuang/contracts';
import { amountOf, isSuspended, type RewardLine } from './reward-rule.ts';

/** A line as the contract shows it; on an earlier day without what came later. */
export function rewardView(line: RewardLine, asOf = ''): Omit<RewardLineView, 'explanation'> & Pick<RewardLineView, 'explanation'> {
  const isLater = (on: string): boolean => asOf !== '' && on > asOf;
  const done = line.done && !isLater(line.done.on) ? line.done : null;
  const ended = line.ended && !isLater(line.ended.on) ? line.ended : null;
  const { id, version, number, campaignId, campaignTitle, unitId, unitName, year, effect, action, zh, source, of, by, ratio, levelName, origin, nature, replaces, replacesNumber, from, dueOn, reason, scope, explanation } = line;
  return {
    id, version, number, campaignId, campaignTitle, unitId, unitName, year, effect, action, zh, source, of, by, in: [...line.in], amount: done || asOf === '' ? amountOf(line) : line.amount, ratio,
    levelName, origin, nature, replaces, replacesNumber, replacedBy: isLater(line.until) ? '' : line.replacedBy, from, until: isLater(line.until) ? '' : line.until, dueOn, suspended: isSuspended(line, asOf),
    state: stateOn(line, done !== null, ended !== null), reason, scope, done: done && { on: done.on, byName: done.byName, text: done.text, fileIds: [...done.fileIds] },
    ended: ended && { on: ended.on, byName: ended.byName, reason: ended.reason }, explanation,
  };
}

function stateOn({ state, nature }: RewardLine, isDone: boolean, isEnded: boolean): RewardLine['state'] {
  if (isEnded || state === 'void') return state;
  if (isDone) return 'done';
  return nature === 'withdrawal' && state !== 'done' ? state : 'due';
}
