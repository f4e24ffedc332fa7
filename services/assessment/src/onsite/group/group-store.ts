import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { GroupMake } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database, type Scoped, type Stored } from '@xingchuang/server';

/** People who inspect together, and the areas that are theirs (S1 L53). It belongs to the body that set it up. */
export interface Group extends Stored, Place, GroupMake {}

const schema = new Schema({ _id: String, version: Number, unitId: String, path: [String], name: String, leaderId: String, memberIds: [String], areaIds: [String] });
schema.index({ path: 1, _id: 1 }); // the groups of the bodies of a subtree

@Injectable()
export class GroupStore {
  readonly #groups;

  constructor(@Inject(DATABASE) database: Database) {
    this.#groups = database.model<Group>('inspection-groups', schema);
  }

  get = (id: string): Promise<Group> => this.#groups.get(id);
  insert = (group: Group): Promise<Group> => this.#groups.insert(group);
  save = (group: Group): Promise<Group> => this.#groups.save(group);
  within = (within: Scoped): Promise<Group[]> => this.#groups.list({ ...within });
  byIds = async (ids: readonly string[]): Promise<Map<string, Group>> => new Map((await this.#groups.list({ _id: { $in: [...ids] } })).map((group) => [group.id, group]));
}
