import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@xingchuang/bus';
import type { ArchiveQuery } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { BUS, CLOCK, type Clock } from '@xingchuang/server';
import { parseCheckpoint } from '@xingchuang/transparency';
import { LogReader } from '../log/log-reader.ts';
import { printed } from '../printed.ts';
import { RecordCatalogue } from '../record/record-catalogue.ts';
import { readPlan, RETENTION } from '../retention/retention-rule.ts';
import { coverDocument, indexDocument, type PrintedArchive } from './archive-document.ts';
import { ArchiveService } from './archive-service.ts';

/** As many rows as the layout of the index takes. */
const MOST = 5_000;

/** Puts a unit's year on paper: what goes around the folder and on top of what is in it. */
@Injectable()
export class ArchivePrint {
  readonly #plan = readPlan(RETENTION);

  constructor(
    @Inject(BUS) readonly bus: Bus,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(ArchiveService) readonly archive: ArchiveService,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(LogReader) readonly log: LogReader,
  ) {}

  async cover(query: ArchiveQuery, by: Actor): Promise<Uint8Array> {
    return printed(this.bus, 'archive-cover', coverDocument(await this.#whole(query, by), this.#plan));
  }

  async index(query: ArchiveQuery, by: Actor): Promise<Uint8Array> {
    const names = new Map(this.catalogue.list().map(({ id, zh }) => [id, zh]));
    return printed(this.bus, 'archive-index', indexDocument(await this.#whole(query, by), (type) => names.get(type) ?? type));
  }

  async #whole(query: ArchiveQuery, by: Actor): Promise<PrintedArchive> {
    const { unit, scheme, pieces } = await this.archive.whole(query, by);
    if (pieces.length === 0) throw new Refusal('missing', 'archive.empty', { unit: unit.name, year: query.year }, 'year');
    if (pieces.length > MOST) throw new Refusal('limit', 'archive.too-long', { most: MOST, count: pieces.length }, 'year');
    const { origin, size, root } = parseCheckpoint(await this.log.checkpoint())!;
    return { unit, scheme, pieces, year: query.year, checkpoint: `${origin} · ${size} · ${root.toString('base64')}`, createdAt: this.clock.now().toISOString() };
  }
}
