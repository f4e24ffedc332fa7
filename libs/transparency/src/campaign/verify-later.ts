import { dayOf } from '@xingchuang/calendar';
import { adjust, isRelative, parseFacts, type AdjustmentResult } from '@xingchuang/schemes';
import { canonicalJson } from '../canonical.ts';
import type { PackagedAdjustment, PackagedFacts } from './campaign-package.ts';
import type { Where } from './checking.ts';
import type { Aftermath } from './verify-after.ts';
import { placesOn } from './verify-trail.ts';

/** Facts entered so shortly before a line of the ledger may have been unknown to it: two commands of the same moment do not see each other. */
const AT_ONCE_MS = 60_000;

/** A line of the ledger that marks something for the next evaluation, and what the unit held when it was written. */
interface Marked {
  readonly line: PackagedAdjustment;
  readonly standing: { readonly level: string; readonly stars: readonly string[] };
  /** The version of the unit's facts that the line itself entered; none where it only marks. */
  readonly entered?: number | undefined;
}

/** What waits for the next evaluation is reckoned again: the event of the line on the facts of then. What only waits lowers nothing. */
export function verifyLater(after: Aftermath, marked: Marked, where: (item: string, clause?: string) => Where): void {
  const { check } = after;
  const { line } = marked;
  const later = line.later!;
  check.at = where('later', later.clause);
  const found = { clause: later.clause, level: later.level, won: later.won };
  const results = [0, AT_ONCE_MS].map((unseen) => () => resultOf(after, marked, Date.parse(line.at) - unseen));
  const newest = results[0]!();
  const result = canonicalJson(laterOf(newest)) === canonicalJson(found) ? newest : (results[1]!() ?? newest);
  const expected = laterOf(result);
  for (const key of ['clause', 'level', 'won'] as const) check.same(where(`later ${key}`, later.clause), expected?.[key] ?? 'nothing', found[key]);
  if (marked.entered !== undefined) return;
  for (const key of ['to', 'lost'] as const) check.same(where(key), result?.[key], line[key]);
}

const laterOf = (result: AdjustmentResult | undefined): { clause: string; level: string; won: readonly string[] } | null =>
  result?.later ? { clause: result.later.rule.id, level: result.later.level, won: result.later.won } : null;

/** The event on the facts that were entered by an instant; undefined where the unit had none yet. */
function resultOf(after: Aftermath, { line, standing, entered = Number.POSITIVE_INFINITY }: Marked, at: number): AdjustmentResult | undefined {
  const { campaign, way } = after;
  const sheets = newestBy(after, at, (sheet) => sheet.unitId !== line.unitId || sheet.version < entered).filter(({ unitId }) => isRelative(way.scheme) || unitId === line.unitId);
  if (!sheets.some(({ unitId }) => unitId === line.unitId)) return undefined;
  const quotas = campaign.quotas.filter((change) => Date.parse(change.at) <= at).map(({ by: _, at: __, ...change }) => change);
  const units = sheets.map(({ unitId, facts, refs, excluded }) => ({ ...headOf(after, unitId, dayOf(new Date(at))), facts, refs, ...reasonsOf(excluded) }));
  const file = parseFacts(way.scheme, { window: campaign.window, parameters: way.parameters, ...(quotas.length > 0 ? { quotas } : {}), units });
  return adjust(way.scheme, { was: { unit: after.units.get(line.unitId)!.code, ...standing }, file, event: { on: line.on, facts: line.later!.facts } });
}

/** Of each unit of the round the newest facts that were entered by an instant. */
function newestBy({ facts, candidacies }: Aftermath, at: number, counts: (sheet: PackagedFacts) => boolean): PackagedFacts[] {
  const newest = new Map<string, PackagedFacts>();
  for (const sheet of facts.values()) {
    if (candidacies.has(sheet.unitId) && Date.parse(sheet.enteredAt) <= at && counts(sheet) && (newest.get(sheet.unitId)?.version ?? 0) < sheet.version) newest.set(sheet.unitId, sheet);
  }
  return [...newest.values()];
}

/** A unit as facts name it on a day: with its kind and the one above it only where the scheme asks for them. */
export function headOf({ way, units }: Pick<Aftermath, 'way' | 'units'>, unitId: string, on = '9999-12-31'): { readonly unit: string; readonly kind?: string; readonly parent?: string } {
  const unit = units.get(unitId)!;
  const { kind, path } = placesOn(unit, on).at(-1)!;
  const byParent = Object.values(way.scheme.populations).some(({ by }) => by?.includes('parent'));
  const isOneOfMany = Object.values(way.scheme.kinds).filter(({ is }) => is === 'rated').length > 1;
  return { unit: unit.code, ...(isOneOfMany ? { kind } : {}), ...(byParent ? { parent: path.at(-2) ?? '' } : {}) };
}

export const reasonsOf = (excluded: Readonly<Record<string, string>>): { reasons?: Readonly<Record<string, string>> } => (Object.keys(excluded).length > 0 ? { reasons: excluded } : {});
