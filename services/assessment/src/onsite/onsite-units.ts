import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type Actor } from '@xingchuang/rules';
import { UNITS, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { PeopleDirectory } from '../people-directory.ts';

/** Which units a body may inspect, and who must stay away from which. */
@Injectable()
export class OnsiteUnits {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
  ) {}

  /** The units named; refuses those that the seat does not govern. */
  async ofBody(ids: readonly string[], by: Actor, field: string): Promise<KnownUnit[]> {
    const known = await this.units.byIds(ids);
    const outside = ids.filter((id) => known.get(id)?.path.includes(by.jurisdictionId) !== true);
    if (outside.length > 0) throw new Refusal('invalid', 'onsite.units-outside', { units: outside.map((id) => known.get(id)?.name ?? id) }, field);
    return ids.map((id) => known.get(id)!);
  }

  /**
   * Who belongs to the unit or to something inside it, and so must not inspect it: a member of a branch may inspect another branch
   * of the organ, but neither the own branch nor the organ as a whole.
   */
  async conflicts(units: readonly KnownUnit[], personIds: readonly string[], day: string): Promise<Map<string, Set<string>>> {
    const own = await this.people.ownUnits(personIds, day);
    const homes = await this.units.byIds([...own.values()].flatMap((ids) => [...ids]));
    const isOf = (unit: KnownUnit, personId: string) => [...own.get(personId)!].some((id) => id === unit.id || homes.get(id)?.path.includes(unit.id));
    return new Map(units.map((unit) => [unit.id, new Set(personIds.filter((personId) => isOf(unit, personId)))]));
  }
}
