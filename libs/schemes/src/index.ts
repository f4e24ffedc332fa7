export * from './decision.ts';
export * from './scheme.ts';
export type { Problem } from './problem.ts';
export { checkScheme, parseScheme } from './parse-scheme.ts';
export { checkParameters, settle, type InputProblem } from './parameters.ts';
export { parseFacts } from './facts.ts';
export { decide } from './decide.ts';
export { explain, type Language } from './explain.ts';
export { labelOf } from './explain-clause.ts';
export { competence, type Competence, decidableLevels, mayDecide, type RouteGroup, routeOf, type RouteStep } from './route.ts';
export { declarable, type DeclarationFacts, type DeclarationLimit, declarationLimit } from './declare.ts';
export { needsNotice, noticeRule, type SettledNotice, type SettledTerm, settleTerm, windowFor } from './notice.ts';
export { countLevels, type TitleResult, titlesOf } from './title.ts';
export { type AppliedEffect, type EffectBasis, effectNamed, effectsOf, type RatioChange } from './effects.ts';
export { type LadderFacts, type LadderProblem, type LadderStanding, ladderStanding, type RungTaken } from './ladder.ts';
export { adjust, type AdjustmentEvent, type AdjustmentFacts, type AdjustmentResult, factsAfter } from './adjust.ts';
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
