import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Spool, type Blobs, type ByteRange } from '@xingchuang/blobs';
import type { FileQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { BLOBS, scopeFor, UNITS, type UnitDirectory } from '@xingchuang/server';
import { pageOf } from '../keyset.ts';
import { UploadQuota } from '../upload/upload-quota.ts';
import { FileAccess } from './file-access.ts';
import { FileAdmission } from './file-admission.ts';
import type { Receipt } from './file-entries.ts';
import { incoming } from './file-intake.ts';
import { usable } from './file-scan-rule.ts';
import { FileStore, type EvidenceFile } from './file-store.ts';
import type { UploadAbout } from './upload-headers.ts';

/** Files of evidence: taken in, kept unaltered, given out. */
@Injectable()
export class FileService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(Spool) readonly spool: Spool,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(FileAccess) readonly access: FileAccess,
    @Inject(FileAdmission) readonly admission: FileAdmission,
    @Inject(UploadQuota) readonly quota: UploadQuota,
  ) {}

  async receive(about: UploadAbout, bytes: AsyncIterable<Uint8Array>, by: Actor): Promise<Receipt> {
    const { admission } = this;
    return admission.noted(about, async () => {
      const place = await admission.welcome(about, by);
      return this.quota.during(by, place.unitId, () => this.spool.with(incoming(bytes, admission.limit), undefined, (spooled) => admission.admit(about, spooled, place, by)));
    });
  }

  get = (id: string, by: Actor): Promise<EvidenceFile> => this.access.get(id, by);

  async list(query: FileQuery, by: Actor): Promise<{ items: EvidenceFile[]; nextPageToken?: string }> {
    const found = await this.files.page(await scopeFor(by, 'file.read', query, this.units), query, await this.access.filter(by));
    return pageOf(found, query.limit, ({ receivedAt }) => receivedAt);
  }

  /** Refuses what waits in quarantine. */
  async content(file: EvidenceFile, range?: ByteRange): Promise<Readable> {
    return this.blobs.get(usable(file).sha256, range);
  }
}
