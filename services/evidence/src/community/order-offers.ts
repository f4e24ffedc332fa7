import { Refusal, type Place } from '@xingchuang/rules';
import type { Registration } from './registration-rule.ts';

export interface Offer extends Place {
  readonly namedIds: readonly string[];
}

/** To whom an order goes: the units named, and the units of the members named, who then alone may take it there. All must be registered at the community. */
export function offersOf(unitIds: readonly string[], personIds: readonly string[], registrations: readonly Registration[]): Offer[] {
  const offers = new Map<string, Offer>();
  unitIds.forEach((id, i) => {
    const unit = registrations.find(({ kind, unitId }) => kind === 'unit' && unitId === id);
    if (!unit) throw new Refusal('invalid', 'order.unit-not-registered', {}, `unitIds[${i}]`);
    offers.set(id, { unitId: id, path: unit.path, namedIds: [] });
  });
  personIds.forEach((id, i) => {
    const member = registrations.find(({ personId }) => personId === id);
    if (!member) throw new Refusal('invalid', 'order.member-not-registered', {}, `personIds[${i}]`);
    const { unitId, path } = member;
    offers.set(unitId, { unitId, path, namedIds: [...new Set([...(offers.get(unitId)?.namedIds ?? []), id])] });
  });
  return [...offers.values()];
}
