import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { CLOCK, DATABASE, newId, type Clock, type Database, type Stored } from '@xingchuang/server';
import type { ItemRef } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Ledger } from '../log/ledger.ts';
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

/** Links that came or went by one order, so that it can be taken back. */
export interface LinkBatch extends Stored {
  readonly act: LinkAct;
  readonly changed: readonly (ItemRef & { readonly task: string })[];
  readonly by: string;
  readonly at: string;
  readonly undoneAt?: string;
}

const schema = new Schema({ _id: String, itemId: String, act: String, task: String, by: String, at: String });
schema.index({ itemId: 1, at: 1 }); // the log of one item, in order
const batches = new Schema({ _id: String, version: Number, act: String, changed: [{ _id: false, kind: String, id: String, task: String }], by: String, at: String, undoneAt: String });

/** The log of links; only ever added to. */
@Injectable()
export class TaskLinkStore {
  readonly #links;
  readonly #batches;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(Ledger) readonly ledger: Ledger,
  ) {
    this.#links = database.model<TaskLink>('task-links', schema);
    this.#batches = database.model<LinkBatch>('task-link-batches', batches);
  }

  async note(act: LinkAct, itemId: string, tasks: readonly string[], by: Actor): Promise<void> {
    const at = this.clock.now().toISOString();
    await this.#links.insertMany(tasks.map((task) => ({ id: newId(), itemId, act, task, by: by.personId, at })));
    for (const task of tasks) await this.ledger.note({ act: act === 'link' ? 'task.linked' : 'task.unlinked', objectId: itemId, content: { task }, by: by.personId });
  }

  log = (itemId: string): Promise<TaskLink[]> => this.#links.list({ itemId }, { at: 1, _id: 1 });

  findBatch = (id: string): Promise<LinkBatch | undefined> => this.#batches.find(id);
  saveBatch = (batch: LinkBatch): Promise<LinkBatch> => this.#batches.save(batch);
  insertBatch = (batch: LinkBatch): Promise<LinkBatch> => this.#batches.insert(batch);
}
