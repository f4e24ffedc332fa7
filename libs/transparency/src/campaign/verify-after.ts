import { day, deadline, yearOf } from '@xingchuang/calendar';
import { lowered, recheckOf, settle } from '@xingchuang/schemes';
import { FILES, type PackagedAdjustment, type PackagedAppeal, type PackagedCampaign, type PackagedCandidacy, type PackagedRecheck, type PackagedSpotCheck, type PackagedUnit } from './campaign-package.ts';
import { seededOrder, shareCount } from '@xingchuang/rules';
import { sha256, type Checking, type Clauses, type PackageFiles, type Where } from './checking.ts';
import type { SchemeWay } from './scheme-way.ts';
import type { FactVersions, KnownDecision } from './verify-decisions.ts';
import { verifyLater } from './verify-later.ts';

export interface Aftermath {
  readonly files: PackageFiles;
  readonly check: Checking;
  readonly campaign: PackagedCampaign;
  readonly way: SchemeWay;
  readonly clauses: Clauses;
  readonly facts: FactVersions;
  readonly decisions: ReadonlyMap<string, KnownDecision>;
  readonly candidacies: ReadonlyMap<string, PackagedCandidacy>;
  readonly units: ReadonlyMap<string, PackagedUnit>;
  readonly nameOf: (unitId: string) => string;
}

/** Which units were drawn: of the seeded order the first share. */
export function verifySpotChecks({ files, check, way, clauses }: Aftermath): void {
  for (const { value, place } of files.lines<PackagedSpotCheck>(FILES.spotChecks)) {
    const where = (item: string): Where => ({ object: 'campaign', place, item, ...clauses.of(value.step) });
    const step = way.step(value.step);
    if (step?.share !== undefined) check.same(where('share'), String(settle(way.scheme, step.share, way.parameters)), value.share);
    const drawn = seededOrder(value.pool, value.seed, sha256).slice(0, shareCount(value.pool.length, value.share));
    for (const [i, code] of drawn.entries()) check.same(where(`drawn ${i + 1}`), code, value.drawn[i]?.code);
    check.same(where('how many are drawn'), drawn.length, value.drawn.length);
  }
}

/** Every change of a level after the decision: what later facts leave of it, by the decision that was reckoned on them. What only waits for the next evaluation is no change. */
export function verifyAdjustments(after: Aftermath): void {
  const { files, check, campaign, way, clauses, decisions, candidacies, nameOf } = after;
  const byUnit = Map.groupBy(files.lines<PackagedAdjustment>(FILES.adjustments), ({ value }) => value.unitId);
  for (const [unitId, candidacy] of candidacies) {
    const ledger = byUnit.get(unitId) ?? [];
    const changes = candidacy.timeline.filter(({ act, step }) => act === 'lower' || (act === 'recheck' && step === way.scheme.recheck?.revoke.id));
    const object = nameOf(unitId);
    const isMark = ({ value: { clause } }: (typeof ledger)[number]): boolean => clause === way.scheme.adjustment?.up.id;
    check.same({ object, place: FILES.adjustments, item: 'lines of the ledger' }, changes.length, ledger.filter((one) => !isMark(one)).length);
    let standing = standingBefore(candidacy, decisions);
    let done = 0;
    for (const one of ledger) {
      const { value: line, place } = one;
      const where = (item: string, clause = line.clause): Where => ({ object, place, item, ...clauses.of(clause) });
      if (isMark(one)) {
        for (const [item, level] of [['from', line.from], ['to', line.to]] as const) check.same(where(item), standing.level, level);
        check.holds(where('later'), line.later !== null, 'what waits', 'nothing');
        verifyLater(after, { line, standing }, where);
        continue;
      }
      const entry = changes[done++]!;
      check.same(where('clause'), entry.step, line.clause);
      for (const key of ['at', 'by', 'reason'] as const) check.same(where(key), entry[key], line[key]);
      check.same(where('from'), standing.level, line.from);
      if (entry.act === 'lower' && entry.decisionId === undefined) {
        const failed = way.scheme.ladder?.rungs.find(({ id }) => id === line.clause)?.failed;
        check.same(where('to'), failed?.level === undefined ? 'a rung that says which level is left' : settle(way.scheme, failed.level, way.parameters), line.to);
        standing = { ...standing, level: entry.level };
      } else if (entry.act === 'lower') {
        const decision = decisions.get(entry.decisionId ?? '');
        check.holds(where('decision'), decision?.unitId === unitId, 'a decision on the unit', entry.decisionId ?? 'none');
        const window = { from: campaign.window.from, to: line.on > campaign.window.to ? line.on : campaign.window.to };
        if (decision!.window) check.same(where('days looked at'), window, decision!.window);
        const { to, stars, lost, reasons } = lowered(way.scheme, standing, decision!.whole());
        const failed = reasons.map(({ clause }) => clause);
        check.same(where('failed', failed[0]), failed, line.failed);
        check.same(where('lost', lost[0]), lost, line.lost);
        check.same(where('to', failed[0]), to, line.to);
        if (line.later) verifyLater(after, { line, standing, entered: decision!.factsVersion }, where);
        standing = { level: to, stars };
      } else standing = { ...standing, level: entry.level };
      check.same(where('to'), entry.level, line.to);
    }
  }
}

/** Level and stars as they were decided, before anything changed them. */
function standingBefore({ timeline, settled, level }: PackagedCandidacy, decisions: ReadonlyMap<string, KnownDecision>): { readonly level: string; readonly stars: readonly string[] } {
  const at = timeline.findIndex(({ act, decisionId: bound }) => act === 'lower' && bound !== undefined);
  const decisionId = (at < 0 ? timeline : timeline.slice(0, at)).findLast((entry) => entry.decisionId !== undefined)?.decisionId;
  return { level: settled?.level ?? level, stars: decisions.get(decisionId ?? '')?.stars ?? [] };
}

/** Yearly looks at what holds a level: in time, and with the level that the scheme says. */
export function verifyRechecks({ files, check, way, clauses, nameOf }: Aftermath): void {
  const rule = recheckOf(way.scheme, way.parameters);
  for (const { value, place } of files.lines<PackagedRecheck>(FILES.rechecks)) {
    const { unitId, year, state, suggestion, review, plaque } = value;
    const where = (item: string, clause = rule?.id ?? ''): Where => ({ object: nameOf(unitId), place, item, ...clauses.of(clause) });
    check.holds(where('rule'), rule !== undefined, 'a rule of re-checks', 'none');
    check.same(where('year'), yearOf(day(suggestion.on)), year);
    check.same(where('state'), review === null ? 'suggested' : review.keep ? 'kept' : 'revoked', state);
    for (const [item, opinion, due] of [['suggestion', suggestion, rule!.suggest?.due], ['review', review, rule!.review.due]] as const) {
      if (!opinion || due === undefined || !('on' in due)) continue;
      const limit = way.onDay(due, yearOf(day(opinion.on)) - 1);
      check.holds(where(`day of the ${item}`), (limit.earliest ?? '') <= opinion.on && opinion.on <= limit.lastDay, `${limit.earliest ?? ''} to ${limit.lastDay}`, opinion.on);
    }
    const effect = plaque && way.scheme.effects.find(({ id }) => id === plaque.effect);
    const dueOn = effect?.deadline && review ? way.ends(effect.deadline, review.on)?.lastDay : undefined;
    if (plaque && dueOn !== undefined) check.same(where('day of the plaque', plaque.effect), dueOn, plaque.dueOn);
  }
}

/** Objections: filed within the time of the round, answered by people who did not do the step. */
export function verifyAppeals({ files, check, campaign, way, clauses, candidacies, nameOf }: Aftermath): void {
  for (const { value, place } of files.lines<PackagedAppeal>(FILES.appeals)) {
    const where = (item: string): Where => ({ object: nameOf(value.unitId), place, item, ...clauses.of(value.step) });
    const did = candidacies.get(value.unitId)?.timeline.filter(({ act, step, day: on }) => step === value.step && act !== 'reopen' && on <= value.filedOn) ?? [];
    check.holds(where('step'), did.length > 0, 'a step that was done', value.step);
    check.holds(where('appeals'), campaign.appealWorkdays !== null, 'a round with appeals', 'none');
    const terms = did.map(({ day: on }) => deadline(way.calendar, { from: day(on), workdays: campaign.appealWorkdays! }).lastDay as string);
    check.holds(where('term'), terms.includes(value.term), terms.at(-1), value.term);
    check.holds(where('day'), value.filedOn <= value.term, `until ${value.term}`, value.filedOn);
    check.same(where('state'), value.answer === null, value.state === 'open');
    const same = did.find(({ by }) => by.personId !== '' && by.personId === value.answer?.by.personId);
    check.holds(where('who answered'), same === undefined, 'somebody who did not do the step', value.answer?.by.personId);
  }
}
