import type { Answers, Question } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { markOf, ratio, sum } from '../onsite/mark.ts';
import type { QuestionTally, Side, SideTally, TargetTally } from './round.ts';

const MEAN_PLACES = 4;
const PERCENT_PLACES = 2;

/** Answers of one ballot, checked against the form: every target and question of the side has a value or an abstention. */
export function checkAnswers(answers: Answers, side: Side, questions: readonly Question[]): void {
  const strange = Object.keys(answers).find((id) => !side.targetIds.includes(id));
  if (strange !== undefined) throw new Refusal('invalid', 'ballot.other-target', { target: strange }, 'answers');
  for (const target of side.targetIds) {
    const given = answers[target] ?? {};
    const unknown = Object.keys(given).find((id) => !questions.some((question) => question.id === id));
    if (unknown !== undefined) throw new Refusal('invalid', 'ballot.unknown-question', { question: unknown }, `answers.${target}`);
    for (const question of questions) checkValue(question, given[question.id], `answers.${target}.${question.id}`);
  }
  const values = side.targetIds.flatMap((target) => questions.map(({ id }) => answers[target]?.[id] ?? null));
  if (values.every((value) => value === null || value === '')) throw new Refusal('invalid', 'ballot.empty', {}, 'answers');
}

function checkValue(question: Question, value: string | null | undefined, field: string): void {
  if (question.kind === 'text') return;
  if (value === undefined) throw new Refusal('invalid', 'ballot.unanswered', { question: question.text }, field);
  if (value === null) return;
  if (question.kind === 'choice') {
    if (!question.options.some(({ id }) => id === value)) throw new Refusal('invalid', 'ballot.no-option', { question: question.text, options: question.options.map(({ text }) => text) }, field);
    return;
  }
  const mark = markOf(value);
  const places = /\.(\d+)$/.exec(value)?.[1]!.length ?? 0;
  if (mark === undefined || places > question.places || mark < markOf(question.from)! || mark > markOf(question.to)!) {
    throw new Refusal('invalid', 'ballot.off-scale', { question: question.text, from: question.from, to: question.to, places: question.places }, field);
  }
}

/** What a side's ballots add up to, in whatever order they come; nothing at all where they are fewer than the minimum. */
export function tally(side: Side, questions: readonly Question[], ballots: readonly Answers[], minimum: number): SideTally {
  const withheld = ballots.length < minimum;
  const closed = questions.filter(({ kind }) => kind !== 'text');
  const targets = withheld ? [] : side.targetIds.map((unitId) => ({ unitId, questions: closed.map((question) => count(question, ballots.map((ballot) => ballot[unitId]?.[question.id] ?? null))) }));
  return { id: side.id, ballots: ballots.length, withheld, targets: ranked(targets, questions.find(({ kind }) => kind === 'scale')?.id) };
}

function count(question: Question, given: readonly (string | null)[]): QuestionTally {
  const values = given.filter((value) => value !== null).map((value) => (question.kind === 'scale' ? ratio(markOf(value)!, 1, 2) : value));
  const counts = Map.groupBy(values, (value) => value);
  const order = question.kind === 'choice' ? question.options.map(({ id }) => id) : [...counts.keys()].sort((a, b) => Number(a) - Number(b));
  return {
    id: question.id, answers: values.length, abstained: given.length - values.length,
    ...(question.kind === 'scale' && values.length > 0 ? { mean: meanOf(values) } : {}),
    counts: order.map((value) => ({ value, count: counts.get(value)?.length ?? 0, percent: percent(counts.get(value)?.length ?? 0, values.length) })),
  };
}

const meanOf = (values: readonly string[]): string => ratio(sum(values.map((value) => markOf(value)!)), values.length, MEAN_PLACES);

/** Exact percent, half up, at most two decimals; of nothing it is 0. */
export const percent = (part: number, of: number): string => (of === 0 ? '0' : ratio(markOf(String(part * 100))!, of, PERCENT_PLACES));

/** Rank by the falling mean of one question; equal means share the better rank, whoever has no mean has none. */
function ranked(targets: readonly TargetTally[], questionId: string | undefined): TargetTally[] {
  const meanAt = ({ questions }: TargetTally) => markOf(questions.find(({ id }) => id === questionId)?.mean ?? '');
  const means = targets.map(meanAt).filter((mean) => mean !== undefined);
  return targets.map((target) => {
    const mean = meanAt(target);
    return mean === undefined ? target : { ...target, rank: 1 + means.filter((other) => other > mean).length };
  });
}

/** The texts of all ballots of a side, as if from one hat. */
export function textsOf(side: Side, questions: readonly Question[], ballots: readonly Answers[]): { targetId: string; questionId: string; text: string }[] {
  const asked = questions.filter(({ kind }) => kind === 'text').map(({ id }) => id);
  const given = side.targetIds.flatMap((targetId) => asked.flatMap((questionId) => ballots.map((ballot) => ({ targetId, questionId, text: ballot[targetId]?.[questionId] ?? '' }))));
  return given.filter(({ text }) => text !== '').sort((one, other) => (`${one.targetId}${one.questionId}${one.text}` < `${other.targetId}${other.questionId}${other.text}` ? -1 : 1));
}
