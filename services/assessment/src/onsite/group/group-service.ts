import { Inject, Injectable } from '@nestjs/common';
import type { GroupMake } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { newId, UNITS, within, type UnitDirectory } from '@xingchuang/server';
import { OnsiteUnits } from '../onsite-units.ts';
import { GroupStore, type Group } from './group-store.ts';

/** Sets up supervision groups: their people and areas. */
@Injectable()
export class GroupService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(OnsiteUnits) readonly onsite: OnsiteUnits,
    @Inject(GroupStore) readonly groups: GroupStore,
  ) {}

  async make(input: GroupMake, by: Actor): Promise<Group> {
    const body = await this.units.place(by.unitId);
    allow(by, 'onsite.plan', body);
    await this.#check(input, by);
    return this.groups.insert({ id: newId(), version: 1, unitId: body.unitId, path: body.path, ...input });
  }

  async change(id: string, input: GroupMake, version: number | undefined, by: Actor): Promise<Group> {
    const was = await this.groups.get(id);
    allow(by, 'onsite.plan', was);
    if (version !== undefined && version !== was.version) throw new Refusal('stale', 'thing.stale', { id, version: was.version });
    await this.#check(input, by);
    return this.groups.save({ ...was, ...input });
  }

  async list(by: Actor): Promise<Group[]> {
    return this.groups.within(await within(by, 'onsite.plan-read', undefined, this.units));
  }

  async #check({ leaderId, memberIds, areaIds }: GroupMake, by: Actor): Promise<void> {
    if (!memberIds.includes(leaderId)) throw new Refusal('invalid', 'group.leader-outside', {}, 'leaderId');
    await this.onsite.ofBody(areaIds, by, 'areaIds');
  }
}
