import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import type { Bus } from '@xingchuang/bus';
import { BulletinIssuedSchema, CheckpointReplySchema, CheckpointRequestSchema } from '@xingchuang/contracts';
import { BLOBS, BUS, DATABASE, PLATFORM, Rounds, UNITS, type Database, type Platform, type UnitDirectory } from '@xingchuang/server';
import { asked } from './asking.ts';
import { isFor } from './bulletin-readers.ts';
import { named, type Bulletin } from './bulletin-rule.ts';
import { BulletinStore } from './bulletin-store.ts';
import { Kinds } from './kinds.ts';
import { Printing } from './printing.ts';

/**
 * Makes the files of issued bulletins, once: first the head of the transparency log is kept that they print, then both files are made and their
 * digests told in one step. A kill at any instant only delays them; bytes that nobody kept are made again, those that were kept never.
 */
@Injectable()
export class BulletinPrinter implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #rounds = new Rounds(() => this.#round(), (error) => this.platform.log.warn({ err: error }, 'bulletins: the next round tries again'));

  constructor(
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(DATABASE) readonly database: Database,
    @Inject(BUS) readonly bus: Bus,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(Kinds) readonly kinds: Kinds,
    @Inject(Printing) readonly printing: Printing,
    @Inject(BulletinStore) readonly store: BulletinStore,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#rounds.end();
  }

  async #round(): Promise<void> {
    for (const bulletin of await this.store.unprinted()) {
      await this.#print(bulletin).catch((error: unknown) => this.platform.log.warn({ id: bulletin.id, err: error }, 'a bulletin could not be printed; the next round tries again'));
    }
  }

  async #print(bulletin: Bulletin): Promise<void> {
    const fixed = bulletin.checkpoint === '' ? await this.#withCheckpoint(bulletin) : bulletin;
    const kind = this.kinds.get(fixed.kind);
    const document = await this.#kept(await this.printing.made(fixed, kind, 'pdf'));
    const word = await this.#kept(await this.printing.made(fixed, kind, 'docx'));
    await this.database.transaction(async () => {
      await this.store.bulletins.save({ ...fixed, document, word }); // another process may have been quicker: then this one refuses
      const { id, kind: kindId, number, unitId, issuedOn, approvedBy } = fixed;
      const units = await this.units.byIds([...new Set(named(fixed).map((row) => row.unitId))]);
      const unitIds = [...units.values()].filter(({ path }) => isFor(fixed, path)).map((unit) => unit.id); // nobody is told of what they may not read
      await this.database.emit(BulletinIssuedSchema, id, { bulletinId: id, kind: kindId, number, unitId, issuedOn, pdfSha256: document, docxSha256: word, approvedBy, unitIds });
    });
  }

  async #withCheckpoint(bulletin: Bulletin): Promise<Bulletin> {
    const { text } = await asked(this.bus, 'evidence.checkpoint', CheckpointRequestSchema, {}, CheckpointReplySchema);
    return this.store.bulletins.save({ ...bulletin, checkpoint: text });
  }

  async #kept(bytes: Uint8Array): Promise<string> {
    return (await this.blobs.put(Readable.from([bytes]))).sha256;
  }
}
