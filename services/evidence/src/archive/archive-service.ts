import { Inject, Injectable } from '@nestjs/common';
import type { ArchiveItem, ArchiveItemsQuery, ArchiveQuery, ArchiveView } from '@xingchuang/contracts';
import { allow, type Actor } from '@xingchuang/rules';
import type { Scheme } from '@xingchuang/schemes';
import { SCHEMES, UNITS, type KnownUnit, type SchemeDirectory, type UnitDirectory } from '@xingchuang/server';
import { FileAccess } from '../file/file-access.ts';
import { keyOf, pageOf } from '../keyset.ts';
import { ArchiveStore, dayOfFile } from './archive-store.ts';
import { archivePage, archiveTree } from './archive-tree.ts';
import { FrozenStore } from './frozen-store.ts';
import { Readable } from './readable.ts';

const OF_FILE = { name: 1, eventDate: 1, receivedAt: 1, mediaType: 1, tasks: 1, sha256: 1, uploadedBy: 1, guards: 1, closed: 1 } as const;
const OF_RECORD = { unitId: 1, title: 1, day: 1, type: 1, tasks: 1, revision: 1, filedBy: 1, restricted: 1, hidden: 1 } as const;

/** One thing of an archive, with the SHA-256 of a file. */
export type Piece = ArchiveItem & { readonly digest?: string };

/** What a unit kept in a year, by the tasks of a scheme. */
@Injectable()
export class ArchiveService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(ArchiveStore) readonly archive: ArchiveStore,
    @Inject(FrozenStore) readonly frozen: FrozenStore,
    @Inject(FileAccess) readonly access: FileAccess,
    @Inject(Readable) readonly readable: Readable,
  ) {}

  async get(query: ArchiveQuery, by: Actor): Promise<ArchiveView> {
    const { unit, scheme, pieces } = await this.whole(query, by);
    return { unitId: unit.id, unitName: unit.name, year: query.year, scheme: scheme.id, schemeName: { zh: scheme.name.zh, en: scheme.name.en ?? scheme.name.zh }, ...archiveTree(scheme, pieces) };
  }

  /** All of it that a seat may read. */
  async whole({ unitId, year, scheme }: ArchiveQuery, by: Actor): Promise<{ readonly unit: KnownUnit; readonly scheme: Scheme; readonly pieces: readonly Piece[] }> {
    const pieces = await this.#items(unitId, year, by);
    return { pieces, scheme: await this.schemes.get(scheme), unit: await this.units.get(unitId) };
  }

  async items({ unitId, year, scheme, task, pageToken, limit }: ArchiveItemsQuery, by: Actor): Promise<{ items: ArchiveItem[]; nextPageToken?: string }> {
    const found = archivePage(scheme, await this.#items(unitId, year, by), task, pageToken === undefined ? undefined : keyOf(pageToken), limit);
    return pageOf(found, limit, ({ day }) => day);
  }

  async #items(unitId: string, year: number, by: Actor): Promise<Piece[]> {
    allow(by, 'archive.read', await this.units.place(unitId));
    const files = await this.access.among(await this.archive.files(unitId, year, OF_FILE), by);
    const records = await this.readable.among(await this.archive.records(unitId, year, OF_RECORD), by);
    const handedIn = Map.groupBy(await this.frozen.holding([...files, ...records].map(({ id }) => id)), ({ itemId }) => itemId);
    const stateOf = (id: string, now: string | number): ArchiveItem['state'] => {
      const last = handedIn.get(id)?.at(-1);
      return last === undefined ? 'kept' : (last.revision ?? last.digest) === now ? 'frozen' : 'corrected';
    };
    return [
      ...files.map((file): Piece => ({ kind: 'file', id: file.id, digest: file.sha256, name: file.name, day: dayOfFile(file), type: file.mediaType, tasks: [...file.tasks], state: stateOf(file.id, file.sha256) })),
      ...records.map(({ id, title, day, type, tasks, revision }): Piece => ({ kind: 'record', id, name: title, day, type, tasks: [...tasks], state: stateOf(id, revision) })),
    ];
  }
}
