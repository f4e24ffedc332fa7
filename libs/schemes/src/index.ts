export * from './decision.ts';
export * from './scheme.ts';
export type { Problem } from './problem.ts';
export { checkScheme, headOfScheme, parseScheme } from './parse-scheme.ts';
export { checkParameters, settle, type InputProblem } from './parameters.ts';
export { parseFacts, parseFactsInPieces } from './facts.ts';
export { decide, decideInPieces, outcomes, outcomesInPieces } from './decide.ts';
export type { Pieces } from './effort.ts';
export { type QuotaGroup, quotaGroups, quotaGroupsInPieces, recommendable, takenPlace } from './quota-groups.ts';
export { groupsIn, groupsInPieces, neutralFacts, type PopulationGroup } from './groups-in.ts';
export { openLevels, refuseUnset, refuseUnsetSettings } from './open-levels.ts';
export { explain, type Language } from './explain.ts';
export { labelOf } from './explain-clause.ts';
export { printedSource } from './printed-source.ts';
export { competence, type Competence, decidableLevels, mayDecide, type RouteGroup, routeOf, type RouteStep } from './route.ts';
export { declarable, declarableInPieces, type DeclarationFacts, type DeclarationLimit, declarationLimit, declarationLimitInPieces } from './declare.ts';
export { needsNotice, noticeRule, type SettledNotice, type SettledTerm, settleTerm, windowFor } from './notice.ts';
export { countLevels, type TitleResult, titlesOf } from './title.ts';
export { type AppliedEffect, type EffectBasis, effectNamed, effectsCalledBy, effectsOf, type RatioChange } from './effects.ts';
export { type LadderFacts, type LadderProblem, type LadderStanding, ladderStanding, type RungTaken } from './ladder.ts';
export { adjustmentOf, recheckOf } from './after-round.ts';
export { isRelative } from './evaluate.ts';
export { adjust, adjustInPieces, type AdjustmentEvent, type AdjustmentFacts, type AdjustmentResult, factsAfter, lowered } from './adjust.ts';
export {
  duties,
  type DutyFacts,
  dutyPeriodOf,
  dutyPeriods,
  type DutyRecord,
  type DutyStanding,
  dutyState,
  type DutyVerdict,
  type Period,
} from './duties.ts';
export { changesBetween, compareSchemes, compareSchemesInPieces, type LevelChange, type SchemeChange, type SchemeComparison } from './compare.ts';
export { dueOf, holdsUntil, type EarlierRound, mayBeRated, mayOpen, type RoundTime, type StepDue, windowOfStep } from './step-time.ts';
export { schemeJson } from './scheme-json.ts';
export { type FilledSheet, FOR_PEOPLE, NOTE_MARK, type SchemeReading, schemeOfSheets } from './workbook/read.ts';
export { type SchemeSheet, type SheetColumn, sheetsOf } from './workbook/write.ts';
export { type ChangeWords, wordsOfChange } from './workbook/change-words.ts';
export type { SheetProblem } from './workbook/sheet-problem.ts';
export type { Cell } from './workbook/cell-fault.ts';
