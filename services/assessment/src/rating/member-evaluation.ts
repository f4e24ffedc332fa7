import type { MemberEvaluationEnter, MemberEvaluationView } from '@xingchuang/contracts';
import { Refusal, type Place } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';
import { percent } from './answer-rule.ts';

export interface MemberEvaluation extends Stored, Place {
  readonly year: number;
  readonly on: string;
  readonly levels: readonly string[];
  readonly members: readonly { readonly personId: string; readonly level: string }[];
  readonly shares: MemberEvaluationView['shares'];
  readonly missing: readonly string[];
  readonly fileIds: readonly string[];
  readonly history: MemberEvaluationView['history'];
}

interface Known {
  readonly place: Place;
  readonly was: MemberEvaluation | undefined;
  /** Who belonged to the branch on the day. */
  readonly memberIds: readonly string[];
  readonly today: string;
  readonly by: string;
}

export const evaluationId = (unitId: string, year: number): string => `${unitId}:${year}`;

/** The year's evaluation of a branch's members, or its correction with the earlier shares kept (S0 L113). */
export function evaluate({ unitId, reason, ...input }: MemberEvaluationEnter, { place, was, memberIds, today, by }: Known): MemberEvaluation {
  if (input.on > today || !input.on.startsWith(String(input.year))) throw new Refusal('invalid', 'member-evaluation.day', { on: input.on, year: input.year, today }, 'on');
  if (was && reason === '') throw new Refusal('invalid', 'member-evaluation.no-reason', { year: input.year }, 'reason');
  const seen = new Set<string>();
  for (const [at, { personId, level }] of input.members.entries()) {
    if (seen.has(personId)) throw new Refusal('invalid', 'member-evaluation.twice', { row: at + 1 }, `members.${at}`);
    seen.add(personId);
    if (!memberIds.includes(personId)) throw new Refusal('invalid', 'member-evaluation.not-member', { row: at + 1, on: input.on }, `members.${at}`);
    if (!input.levels.includes(level)) throw new Refusal('invalid', 'member-evaluation.level', { level, levels: input.levels }, `members.${at}`);
  }
  const shares = input.levels.map((level) => {
    const count = input.members.filter((member) => member.level === level).length;
    return { level, count, percent: percent(count, input.members.length) };
  });
  const version = was?.version ?? 1;
  const entry = { version: was ? version + 1 : 1, enteredOn: today, by, reason, shares };
  return { ...input, ...place, id: evaluationId(unitId, input.year), version, shares, missing: memberIds.filter((id) => !seen.has(id)), history: [...(was?.history ?? []), entry] };
}
