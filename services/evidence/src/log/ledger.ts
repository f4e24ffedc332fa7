import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, newId, type Clock } from '@xingchuang/server';
import { canonicalJson, commitmentOf } from '@xingchuang/transparency';
import { LogStore, type LogEntry, type Statement } from './log-store.ts';

export type { LogEntry, Statement } from './log-store.ts';

/** Takes the statements that the log must hold, each in the transaction of the change it tells of: neither is there without the other. */
@Injectable()
export class Ledger {
  constructor(
    @Inject(LogStore) readonly log: LogStore,
    @Inject(CLOCK) readonly clock: Clock,
  ) {}

  async note(statement: Statement): Promise<LogEntry> {
    return (await this.noteAll([statement]))[0]!;
  }

  /** Many at once, in their order. */
  async noteAll(statements: readonly Statement[]): Promise<LogEntry[]> {
    const entries = statements.map((statement) => this.#entry(statement));
    await this.log.addAll(entries);
    return entries;
  }

  #entry({ act, objectId, content, by }: Statement): LogEntry {
    const salt = randomBytes(16).toString('hex');
    const said = JSON.parse(canonicalJson(content)) as Record<string, unknown>; // as it will come back from the database
    return { id: newId(), act, objectId, content: said, by, at: this.clock.now().toISOString(), salt, commitment: commitmentOf(salt, said), waits: true };
  }
}
