import { Inject, Injectable } from '@nestjs/common';
import type { BatchView } from '@xingchuang/contracts';
import { allow, type Actor } from '@xingchuang/rules';
import { CLOCK, UNITS, type Clock, type UnitDirectory } from '@xingchuang/server';
import { incoming } from '../file/file-intake.ts';
import { TaskService } from '../task/task-service.ts';
import { BatchService } from './batch-service.ts';
import { readList, type TaskFinder } from './list-reader.ts';

const LIST_LIMIT = 10 * 1024 * 1024;

/** Lists that announce files with what is to be said of them. */
@Injectable()
export class ListService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(TaskService) readonly tasks: TaskService,
    @Inject(BatchService) readonly batches: BatchService,
  ) {}

  async open(unitId: string, name: string, bytes: AsyncIterable<Uint8Array>, by: Actor): Promise<BatchView> {
    allow(by, 'file.upload', await this.units.place(unitId));
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming(bytes, LIST_LIMIT)) chunks.push(chunk);
    const lines = await readList(Buffer.concat(chunks), this.clock.today(), await this.#finder());
    return this.batches.open({ unitId, title: name.slice(0, 200), lines }, by);
  }

  async #finder(): Promise<TaskFinder> {
    const ids = (await this.tasks.list()).map(({ id }) => id);
    return (text) => {
      const found = ids.filter((id) => id === text || id.split('/')[1] === text);
      return found.length === 1 ? found[0] : undefined;
    };
  }
}
