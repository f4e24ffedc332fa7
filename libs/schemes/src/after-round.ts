import { settle } from './parameters.ts';
import type { Adjustment, Recheck } from './scheme-conduct.ts';
import type { ParameterValues, Scheme } from './scheme.ts';

/** How levels move within the year; undefined where the scheme does not say it, or the round does not use it. */
export const adjustmentOf = (scheme: Scheme, parameters: ParameterValues = {}): Adjustment | undefined => inUse(scheme, scheme.adjustment, parameters);

/** How units that hold a level are looked at again; undefined where the scheme does not say it, or the round does not use it. */
export const recheckOf = (scheme: Scheme, parameters: ParameterValues = {}): Recheck | undefined => inUse(scheme, scheme.recheck, parameters);

const inUse = <T extends Adjustment | Recheck>(scheme: Scheme, rule: T | undefined, parameters: ParameterValues): T | undefined =>
  rule && settle(scheme, rule.use ?? true, parameters) ? rule : undefined;
