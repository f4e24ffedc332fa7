import type { FindingOpen } from '@xingchuang/contracts';
import { Refusal, type Actor, type Place } from '@xingchuang/rules';
import { settle, type Scheme } from '@xingchuang/schemes';
import { chainOf } from '../ladder/ladder-rule.ts';

/** The name of the aspect; refuses an aspect or a category that the scheme does not have. */
export function aspectOf(scheme: Scheme, { aspect, category = '' }: Pick<FindingOpen, 'aspect' | 'category'>): string {
  const found = scheme.dimensions.find((dimension) => dimension.id === aspect);
  if (!found) throw new Refusal('invalid', 'finding.unknown-aspect', { aspect, aspects: scheme.dimensions.map((dimension) => dimension.id) }, 'aspect');
  const categories = scheme.ladder?.categories.map((one) => one.id) ?? [];
  if (category === '' && categories.length > 0) throw new Refusal('invalid', 'finding.category-missing', { categories: scheme.ladder!.categories.map(({ zh }) => zh), clause: clauseOf(scheme) }, 'category');
  if (category !== '' && !categories.includes(category)) throw new Refusal('invalid', 'finding.unknown-category', { category, categories }, 'category');
  return found.zh;
}

/** The clause by which findings are dealt with: that of the first rung. */
export function clauseOf(scheme: Scheme): string {
  const [first] = chainOf(scheme);
  return first?.source ?? first?.basis ?? '';
}

/** Whether the scheme lets nothing be closed before somebody has looked again on site (S1 L59). */
export const asksToLookBack = (scheme: Scheme | undefined): boolean => scheme?.ladder?.lookBack !== undefined;

/** Whether the scheme lets this seat look again on site; where it names nobody, every seat that may check (S1 L59). */
export function mayLookBack(scheme: Scheme | undefined, { path }: Pick<Place, 'path'>, { unitId, unitKind }: Actor): boolean {
  const by = scheme?.ladder?.lookBack?.by;
  if (!scheme || by === undefined) return true;
  const body = settle(scheme, by);
  return scheme.kinds[body]?.is === 'parent' ? unitId === path.at(-2) : unitKind === body;
}

/** Refuses whom the scheme does not let look again on site. */
export function refuseOtherLooker(scheme: Scheme | undefined, place: Pick<Place, 'path'>, by: Actor): void {
  const lookBack = scheme?.ladder?.lookBack;
  if (!scheme || !lookBack || mayLookBack(scheme, place, by)) return;
  const body = settle(scheme, lookBack.by);
  const kind = scheme.kinds[body];
  throw new Refusal('forbidden', 'finding.other-looker', { body, bodyName: kind?.zh ?? body, clause: lookBack.source ?? lookBack.basis ?? '' });
}
