import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import { addDays } from '@xingchuang/calendar';
import type { BagOrder, BagQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { BLOBS, CLOCK, DATABASE, newId, pageById, SCHEMES, STEPS, UNITS, type Clock, type Database, type SchemeDirectory, type StepLog, type UnitDirectory } from '@xingchuang/server';
import { PersonNames } from '../record/person-names.ts';
import { reachable } from '../scope.ts';
import { BagContents } from './bag-content.ts';
import { BagProofs } from './bag-proofs.ts';
import { BAGS_PAGE, BagStore, type BagOrdered } from './bag-store.ts';
import { table } from './bag-table.ts';
import { bytesOf, writeBag } from './bag-writer.ts';
import { ImportStore } from './import-store.ts';

/** Beside the archive, which is the same whoever makes the package and when: who people are, as its maker saw their names that day. */
const PEOPLE = 'people.csv';
/** So long a package lies ready. */
const DAYS_KEPT = 7;

/** Packages: ordered, made by the worker, fetched by who ordered them. */
@Injectable()
export class BagService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(BagStore) readonly bags: BagStore,
    @Inject(ImportStore) readonly imports: ImportStore,
    @Inject(BagContents) readonly contents: BagContents,
    @Inject(BagProofs) readonly proofs: BagProofs,
    @Inject(PersonNames) readonly names: PersonNames,
  ) {}

  async order({ unitId, year, scheme }: BagOrder, by: Actor): Promise<BagOrdered> {
    const place = await this.units.place(unitId);
    allow(by, 'archive.export', place);
    if (scheme !== undefined) await this.schemes.get(scheme);
    const { code } = await this.units.get(unitId);
    const name = `${code.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-${year}`;
    const orderedAt = this.clock.now().toISOString();
    return this.bags.insert({ ...place, id: newId(), version: 1, year, ...(scheme === undefined ? {} : { scheme }), state: 'waiting', written: 0, total: 0, name, by, orderedAt });
  }

  /** Only who ordered it: it holds what that seat may read. */
  async get(id: string, by: Actor): Promise<BagOrdered> {
    const bag = await this.bags.find(id);
    return reachable(bag?.by.personId === by.personId ? bag : undefined, by, 'archive.export');
  }

  async list({ unitId, pageToken }: BagQuery, by: Actor): Promise<{ items: BagOrdered[]; nextPageToken?: string }> {
    return pageById(await this.bags.page(by.personId, unitId, pageToken), BAGS_PAGE);
  }

  /** The finished package, which may be read from anywhere in it. */
  async content(id: string, by: Actor): Promise<{ readonly sha256: string; readonly size: number; readonly name: string }> {
    const { state, sha256, size, name } = await this.get(id, by);
    if (state === 'expired') throw new Refusal('missing', 'bag.expired', { days: DAYS_KEPT });
    if (state !== 'done') throw new Refusal('conflict', 'bag.not-ready', { state });
    return { sha256: sha256!, size: size!, name: `${name}.zip` };
  }

  /** Makes a package; the worker calls it with the lease of the order. */
  async make(bag: BagOrdered, progress: (change: Partial<BagOrdered>) => Promise<void>): Promise<void> {
    const { unit, payload, objectIds, people } = await this.contents.gather(bag, bag.by);
    const names = await this.names.of(people, bag.by);
    const called = [...names].sort(([one], [other]) => (one < other ? -1 : 1));
    const tags = [...(await this.proofs.of(objectIds, bag.unitId, bag.year)), { path: PEOPLE, text: table([['编号', '姓名'], ...called]) }];
    await progress({ state: 'running', written: 0, total: bytesOf({ payload, tags }) });
    const info = [
      ['Source-Organization', unit.name], ['External-Identifier', `${bag.unitId}/${bag.year}`], ['External-Description', `${unit.name} ${bag.year}年度档案`],
      ['Bagging-Date', this.clock.today()], ['Bag-Software-Agent', 'Xingchuang'],
    ] as const;
    const zip = writeBag({ name: bag.name, payload, tags, info }, (sha256) => this.blobs.get(sha256));
    const { sha256, size } = await this.blobs.put(counted(zip as Readable, (written) => progress({ written })));
    await progress({ state: 'done', sha256, size, written: size, total: size, until: addDays(this.clock.today(), DAYS_KEPT) });
  }

  /** Removes packages that have had their time; bytes that another package or import still names stay. */
  async expire(): Promise<void> {
    const day = this.clock.today();
    for (const { id, sha256, unitId, path, name } of await this.bags.expired(day)) {
      await this.database.transaction(async () => {
        if (await this.bags.expire(id)) await this.steps.add([{ day, what: 'package-expired', kind: 'package', objectId: id, unitId, path, text: name }]);
      });
      const named = new Set([...(await this.bags.named()), ...(await this.imports.named())]);
      if (sha256 !== undefined && !named.has(sha256)) await this.blobs.remove(sha256);
    }
  }
}

const EACH_BYTES = 8 * 1024 * 1024;

async function* counted(bytes: AsyncIterable<Uint8Array>, told: (written: number) => Promise<void>): AsyncGenerator<Uint8Array> {
  let written = 0;
  let last = 0;
  for await (const chunk of bytes) {
    yield chunk;
    written += chunk.length;
    if (written - last >= EACH_BYTES) {
      last = written;
      await told(written);
    }
  }
}
