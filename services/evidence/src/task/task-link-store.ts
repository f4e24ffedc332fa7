import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { CLOCK, DATABASE, newId, type Clock, type Database } from '@xingchuang/server';
import type { Actor } from '@xingchuang/rules';
import type { LinkAct } from './task-link-rule.ts';

export interface TaskLink {
  readonly id: string;
  /** The file or record. */
  readonly itemId: string;
  readonly act: LinkAct;
  readonly task: string;
  readonly by: string;
  readonly at: string;
}

const schema = new Schema({ _id: String, itemId: String, act: String, task: String, by: String, at: String });
schema.index({ itemId: 1, at: 1 }); // the log of one item, in order

/** The log of links; only ever added to. */
@Injectable()
export class TaskLinkStore {
  readonly #links;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CLOCK) readonly clock: Clock,
  ) {
    this.#links = database.model<TaskLink>('task-links', schema);
  }

  async note(act: LinkAct, itemId: string, tasks: readonly string[], by: Actor): Promise<void> {
    const at = this.clock.now().toISOString();
    await this.#links.insertMany(tasks.map((task) => ({ id: newId(), itemId, act, task, by: by.personId, at })));
  }

  log = (itemId: string): Promise<TaskLink[]> => this.#links.list({ itemId }, { at: 1, _id: 1 });
}
