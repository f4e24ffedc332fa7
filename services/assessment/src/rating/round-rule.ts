import type { Question, RoundOpen } from '@xingchuang/contracts';
import { Refusal, type Place } from '@xingchuang/rules';
import type { Round, Side } from './round.ts';

/** What opening needs to know of a unit. */
export interface RatedUnit {
  readonly id: string;
  readonly name: string;
  readonly path: readonly string[];
}
export type OpenSide = Omit<Side, 'key'>;

/** The sides of a round as it is opened; refuses whoever would rate the own unit or be rated by one inside it. */
export function sidesOf(input: RoundOpen, units: ReadonlyMap<string, RatedUnit>): OpenSide[] {
  const sides = plain(input);
  for (const { invitedIds, targetIds, name } of sides) {
    for (const ids of [invitedIds, targetIds]) if (new Set(ids).size < ids.length) throw new Refusal('invalid', 'rating.unit-twice', { side: name }, 'sides');
    if (invitedIds.length > 0 && invitedIds.length < input.minimum) {
      throw new Refusal('invalid', 'rating.group-too-small', { side: name, count: invitedIds.length, minimum: input.minimum }, 'minimum');
    }
    const related = invitedIds.flatMap((voter) => targetIds.filter((target) => isInside(units.get(voter)!, target) || isInside(units.get(target)!, voter)).map((target) => `${units.get(voter)!.name}→${units.get(target)!.name}`));
    if (related.length > 0) throw new Refusal('invalid', 'rating.own-unit', { pairs: related.slice(0, 10) }, 'sides');
  }
  return sides;
}

const isInside = (unit: RatedUnit, id: string): boolean => unit.path.includes(id);

function plain(input: RoundOpen): OpenSide[] {
  switch (input.kind) {
    case 'mutual': {
      const [left, right] = input.sides;
      return [
        { id: 'a', name: left.name, invitedIds: left.unitIds, targetIds: right.unitIds },
        { id: 'b', name: right.name, invitedIds: right.unitIds, targetIds: left.unitIds },
      ];
    }
    case 'invited':
      return [{ id: 'a', name: '受邀单位', invitedIds: input.invitedIds, targetIds: input.aboutIds }];
    case 'public':
      return [{ id: 'a', name: '公众', invitedIds: [], targetIds: input.aboutIds }];
  }
}

/** Opens a round. Days and questions must make sense; what a scale's ends are is for the round to say. */
export function openRound(input: RoundOpen, sides: readonly Side[], known: Place & { id: string; code: string; today: string }): Round {
  if (input.from > input.to) throw new Refusal('invalid', 'rating.period-reversed', { from: input.from, to: input.to }, 'to');
  if (input.lastDay < known.today) throw new Refusal('invalid', 'rating.last-day-past', { lastDay: input.lastDay, today: known.today }, 'lastDay');
  checkQuestions(input.questions);
  const { today: _, ...place } = known;
  return {
    ...place, version: 1, kind: input.kind, name: input.name, title: input.title, from: input.from, to: input.to, lastDay: input.lastDay, minimum: input.minimum,
    perAddress: input.kind === 'public' ? input.perAddress : 0, questions: input.questions, sides, invitedIds: [...new Set(sides.flatMap(({ invitedIds }) => invitedIds))],
    targetIds: [...new Set(sides.flatMap(({ targetIds }) => targetIds))], state: 'open', closedOn: '', closeReason: '', results: [],
  };
}

function checkQuestions(questions: readonly Question[]): void {
  const seen = new Set<string>();
  for (const question of questions) {
    if (seen.has(question.id)) throw new Refusal('invalid', 'rating.question-twice', { id: question.id }, 'questions');
    seen.add(question.id);
    if (question.kind === 'scale' && Number(question.from) >= Number(question.to)) {
      throw new Refusal('invalid', 'rating.scale-reversed', { id: question.id, from: question.from, to: question.to }, 'questions');
    }
    if (question.kind === 'choice' && new Set(question.options.map(({ id }) => id)).size < question.options.length) {
      throw new Refusal('invalid', 'rating.question-twice', { id: question.id }, 'questions');
    }
  }
}

/** The side on which a unit votes; refuses one that is not invited. */
export function sideOf(round: Round, unitId: string): Side {
  const side = round.sides.find(({ invitedIds }) => invitedIds.includes(unitId));
  if (!side) throw new Refusal('missing', 'thing.missing');
  return side;
}

/** Refuses votes in a round that is closed or past its last day. */
export function assertOpen(round: Round, today: string): void {
  if (round.state === 'closed' || today > round.lastDay) throw new Refusal('conflict', 'rating.closed', { lastDay: round.lastDay });
}

/** Closes: before the last day while somebody is missing only with a reason. */
export function assertMayClose(round: Round, reason: string, missing: number, today: string): void {
  if (round.state === 'closed') throw new Refusal('conflict', 'rating.closed-already', { closedOn: round.closedOn });
  const early = today <= round.lastDay && (missing > 0 || round.kind === 'public');
  if (early && reason === '') throw new Refusal('invalid', 'rating.close-early', { lastDay: round.lastDay, missing }, 'reason');
}
