import { chineseCalendar, type Calendar } from '@xingchuang/calendar';
import type { KnownUnit } from '@xingchuang/server';
import {
  digestOf, type PackagedAdjustment, type PackagedAppeal, type PackagedCandidacy, type PackagedDeadline, type PackagedDecision, type PackagedFacts, type PackagedRecheck, type PackagedRound, type PackagedSpotCheck, type PackagedUnit, type PackagedYear,
} from '@xingchuang/transparency/campaign';
import type { Adjustment } from '../adjustment/adjustment-store.ts';
import type { Appeal } from '../appeal/appeal-store.ts';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { limitOf, windowOf } from '../campaign/deadline-rule.ts';
import type { Candidacy } from '../candidacy/candidacy.ts';
import type { ReckonedRound, StoredDecision } from '../candidacy/decision-store.ts';
import type { Programme } from '../candidacy/programme.ts';
import type { Submission } from '../candidacy/submission-store.ts';
import type { FactVersion } from '../facts/facts-store.ts';
import type { Recheck } from '../recheck/recheck-store.ts';
import type { SpotCheck } from '../spot-check/spot-check-rule.ts';

/** How what is stored stands in a package: ids of people, no names, nothing that only the running system needs. */

export const candidacyLine = (campaign: Campaign, programme: Programme, candidacy: Candidacy, submissions: readonly Submission[]): PackagedCandidacy => {
  const { id, unitId, path, state, level, declaration, reviewed = [], computed, done, filedWith, decidedOn, decidedBy, settled, returned, handed = null, barred = {}, holdsUntil = '', timeline } = candidacy;
  return {
    id, unitId, path, state, level, declaration: declaration && { ...declaration }, computed, done, filedWith, decidedOn, decidedBy, settled, returned, handed: handed && { ...handed }, holdsUntil, timeline, ...{ reviewed, barred },
    submissions: submissions.map(({ submission, submittedAt, fileIds, recordIds, frozen }) => ({ submission, submittedAt, fileIds, recordIds, frozen })),
    deadlines: deadlinesOf(campaign, programme, candidacy),
  };
};

/** The days and last days that the steps done had. A declaration that a body recorded in the unit's place had none. */
function deadlinesOf(campaign: Campaign, programme: Programme, { done }: Candidacy): PackagedDeadline[] {
  return done.flatMap(({ step: id, level, day }, i): PackagedDeadline[] => {
    const step = level === '' ? undefined : programme.scheme.levels.flatMap((one) => programme.route(one.id).flat()).find((one) => one.id === id);
    if (!step) return [];
    const window = windowOf(campaign, step);
    const limit = limitOf(programme, campaign, step, done.slice(0, i));
    if (!window && !limit) return [];
    const last = limit && { lastDay: limit.lastDay, ...(limit.earliest ? { earliest: limit.earliest } : {}), derivation: limit.derivation };
    return [{ step: id, day, ...(window ? { window } : {}), ...last }];
  });
}

export const factsLine = ({ unitId, version, facts, refs, origins, excluded = {}, digest, enteredAt, enteredBy, note }: FactVersion): PackagedFacts => ({
  unitId, version, facts, refs, origins: origins ?? {}, excluded, digest, enteredAt, enteredBy, note,
  each: Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, digestOf({ fact: name, value, refs: refs[name] ?? [], origin: origins?.[name] ?? null })])),
});

export const decisionLine = (unitId: string, { id, at, factsVersion, factsDigest, explanationDigest, basis, decision }: StoredDecision): PackagedDecision => ({
  id, unitId, at, factsVersion, factsDigest, explanationDigest, basis: basis ?? null, decision,
});

export const roundLine = ({ id, base, units, quotas }: ReckonedRound, unitOf: ReadonlyMap<string, string>): PackagedRound => ({
  id, base, units: units.map(({ candidacyId, ...unit }) => ({ unitId: unitOf.get(candidacyId)!, ...unit })), quotas,
});

export const adjustmentLine = ({ id, unitId, from, to, on, clause, failed, lost, later, reason, at, by }: Adjustment): PackagedAdjustment => ({ id, unitId, from, to, on, clause, failed, lost, later: later ?? null, reason, at, by });
export const recheckLine = ({ id, unitId, year, level, state, suggestion, review, plaque }: Recheck): PackagedRecheck => ({ id, unitId, year, level, state, suggestion, review, plaque });
export const appealLine = ({ id, unitId, step, text, filedOn, filedBy, term, state, answer }: Appeal): PackagedAppeal => ({ id, unitId, step, text, filedOn, filedBy, term, state, answer });
export const spotCheckLine = ({ id, unitId, step, round, seed, share, pool, drawn, drawnOn, drawnBy }: SpotCheck): PackagedSpotCheck => ({ id, unitId, step, round, seed, share, pool, drawn, drawnOn, drawnBy });

export const unitLine = ({ id, code, name, kind, parentId, path, jurisdictionId, stays }: KnownUnit): PackagedUnit => ({
  id, code, name, kind, parentId, path, governs: jurisdictionId, stays: stays.map(({ since, kind: as, path: at }) => ({ since, kind: as, path: at })),
});

/** The years by which the limits of a round were reckoned: from the one before its first day on, all that are known. */
export function yearsFrom(first: number, { years, marked }: Calendar): PackagedYear[] {
  const product = chineseCalendar();
  return years.filter((year) => year >= first).map((year) => {
    const days = Object.entries(marked).filter(([on]) => on.startsWith(`${year}-`)).sort(([one], [other]) => (one < other ? -1 : 1));
    const of = (kind: string): string[] => days.filter(([, mark]) => mark.kind === kind).map(([on]) => on);
    const names = Object.fromEntries(days.flatMap(([on, { name }]) => (name ? [[on, { zh: name.zh, en: name.en }]] : [])));
    const loaded = !product.years.includes(year) || digestOf(days) !== digestOf(Object.entries(product.marked).filter(([on]) => on.startsWith(`${year}-`)).sort(([one], [other]) => (one < other ? -1 : 1)));
    return { year, loaded, off: of('holiday'), worked: of('worked-weekend'), names };
  });
}
