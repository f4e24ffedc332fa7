import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Spool, type Blobs, type ByteRange, type Spooled } from '@xingchuang/blobs';
import { FileReceivedSchema, type FileQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Actor, type Place } from '@xingchuang/rules';
import { BLOBS, CLOCK, DATABASE, isDuplicate, newId, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { pageOf } from '../keyset.ts';
import { reachable, scopeFor } from '../scope.ts';
import { incoming, tooLarge } from './file-intake.ts';
import { fileName } from './file-name-rule.ts';
import { FileProbe } from './file-probe.ts';
import { sniff } from './file-sniff.ts';
import { FileStore, type EvidenceFile } from './file-store.ts';
import { makeThumbnail } from './file-thumbnail.ts';
import { agreedType, hasThumbnail, isPicture } from './file-type-rule.ts';
import { photoHints } from './photo-hints.ts';
import type { UploadHeaders } from './upload-headers.ts';

export type Receipt = EvidenceFile & { readonly duplicate: boolean };

/** Files of evidence: taken in, kept unaltered, given out. */
@Injectable()
export class FileService {
  readonly #limit: number;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(Spool) readonly spool: Spool,
    @Inject(FileProbe) readonly probe: FileProbe,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(EVIDENCE_CONFIG) config: EvidenceConfig,
  ) {
    this.#limit = config.FILE_LIMIT_MIB * 1024 * 1024;
  }

  /** First the checks, then the bytes, durably, then the entry that names them: a kill in between leaves bytes that nobody names. */
  async receive(upload: UploadHeaders, bytes: AsyncIterable<Uint8Array>, by: Actor): Promise<Receipt> {
    const place = await this.units.place(upload.unitId);
    allow(by, 'file.upload', place);
    const name = fileName(upload.name);
    if (upload.eventDate !== undefined && upload.eventDate > this.clock.today()) throw new Refusal('invalid', 'file.event-ahead', { eventDate: upload.eventDate }, 'X-Event-Date');
    if (upload.size !== undefined && upload.size > this.#limit) throw tooLarge(this.#limit);
    return this.spool.with(incoming(bytes, this.#limit), undefined, async (spooled) => {
      if (upload.sha256 !== undefined && upload.sha256 !== spooled.sha256) {
        throw new Refusal('invalid', 'file.digest-differs', { declared: upload.sha256, found: spooled.sha256 }, 'X-Sha256');
      }
      const mediaType = agreedType(await sniff(spooled.path, spooled.size, this.probe), name);
      const hints = isPicture(mediaType) ? await photoHints(spooled.path, this.probe) : {};
      await this.blobs.put(createReadStream(spooled.path), spooled);
      return this.#enter({ name, mediaType, hints, ...(upload.eventDate && { eventDate: upload.eventDate }) }, spooled, place, by);
    });
  }

  async #enter(about: Pick<EvidenceFile, 'name' | 'mediaType' | 'hints' | 'eventDate'>, { sha256, size }: Spooled, { unitId, path }: Place, by: Actor): Promise<Receipt> {
    const file: EvidenceFile = {
      ...about, id: newId(), version: 1, unitId, path, sha256, size, receivedAt: this.clock.now().toISOString(), uploadedBy: by.personId, tasks: [],
    };
    const same = await this.files.findSame(file);
    if (same) return { ...same, duplicate: true };
    try {
      await this.database.transaction(async () => {
        await this.files.insert(file);
        await this.database.emit(FileReceivedSchema, file.id, { fileId: file.id, unitId, sha256, size: BigInt(size), mediaType: file.mediaType });
      });
    } catch (error) {
      const first = isDuplicate(error) ? await this.files.findSame(file) : undefined; // another upload was quicker
      if (first) return { ...first, duplicate: true };
      throw error;
    }
    return { ...file, duplicate: false };
  }

  async get(id: string, by: Actor): Promise<EvidenceFile> {
    return reachable(await this.files.find(id), by, 'file.read');
  }

  async list(query: FileQuery, by: Actor): Promise<{ items: EvidenceFile[]; nextPageToken?: string }> {
    const found = await this.files.page(await scopeFor(by, 'file.read', query, this.units), query);
    return pageOf(found, query.limit, ({ receivedAt }) => receivedAt);
  }

  content(file: EvidenceFile, range?: ByteRange): Promise<Readable> {
    return this.blobs.get(file.sha256, range);
  }

  /** Made when first asked for, and kept. */
  async thumbnail(file: EvidenceFile): Promise<{ readonly sha256: string; readonly size: number; readonly bytes: Readable }> {
    if (!hasThumbnail(file.mediaType)) throw new Refusal('missing', 'file.no-preview');
    const kept = (await this.files.findThumbnail(file.id)) ?? (await this.#makeThumbnail(file));
    return { ...kept, bytes: await this.blobs.get(kept.sha256) };
  }

  async #makeThumbnail({ id, sha256 }: EvidenceFile): Promise<{ readonly sha256: string; readonly size: number }> {
    const made = await this.blobs.put(Readable.from([await makeThumbnail(() => this.blobs.get(sha256))]));
    await this.files.keepThumbnail({ id, ...made });
    return made;
  }
}
