import { createReadStream } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import type { Blobs, Spooled } from '@xingchuang/blobs';
import { allow, Refusal, type Actor, type Place } from '@xingchuang/rules';
import { BLOBS, CLOCK, newId, UNITS, type Clock, type UnitDirectory } from '@xingchuang/server';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { photoHints } from '../derived/photo-hints.ts';
import { BatchIntake, type Announced } from '../upload/batch-intake.ts';
import { Turns } from '../upload/turns.ts';
import { UploadQuota } from '../upload/upload-quota.ts';
import { FileEntries, type Also, type Receipt } from './file-entries.ts';
import { tooLarge } from './file-intake.ts';
import { FileProbe } from './file-probe.ts';
import { FileQuarantine } from './file-quarantine.ts';
import { infected } from './file-scan-rule.ts';
import { sniff } from './file-sniff.ts';
import type { EvidenceFile } from './file-store.ts';
import { agreedType, isPicture } from './file-type-rule.ts';
import { Scanner } from './scanner.ts';
import type { UploadAbout } from './upload-headers.ts';
import { checkDays } from './upload-rule.ts';

/** The one way by which bytes become evidence, whatever carried them here: checks, then bytes, durably, then the entry that names them. */
@Injectable()
export class FileAdmission {
  readonly limit: number;

  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(FileProbe) readonly probe: FileProbe,
    @Inject(Scanner) readonly scanner: Scanner,
    @Inject(FileQuarantine) readonly quarantine: FileQuarantine,
    @Inject(FileEntries) readonly entries: FileEntries,
    @Inject(BatchIntake) readonly batches: BatchIntake,
    @Inject(UploadQuota) readonly quota: UploadQuota,
    @Inject(Turns) readonly turns: Turns,
    @Inject(EVIDENCE_CONFIG) config: EvidenceConfig,
  ) {
    this.limit = config.FILE_LIMIT_MIB * 1024 * 1024;
  }

  /** All that can be told before the bytes come. */
  async welcome(about: UploadAbout, by: Actor): Promise<Place> {
    const place = await this.units.place(about.unitId);
    allow(by, 'file.upload', place);
    checkDays(about, this.clock.today());
    if (about.size !== undefined && about.size > this.limit) throw tooLarge(this.limit);
    if (about.batch !== undefined) await this.batches.announced(about);
    if (about.size !== undefined) await this.quota.check(about.unitId, about.size);
    return place;
  }

  /** Runs one upload from its beginning; where a batch waits for the file and it is refused, the batch hears why. */
  async noted<T>(about: UploadAbout, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal && about.batch !== undefined && (error.kind === 'invalid' || error.kind === 'conflict') && error.code !== 'file.interrupted') await this.batches.refused(about, error);
      throw error;
    }
  }

  /** The bytes are here, on disk and complete. A kill in between leaves bytes that nobody names; a refusal leaves nothing. */
  async admit(about: UploadAbout, spooled: Spooled, place: Place, by: Actor, also?: Also): Promise<Receipt> {
    const { path, sha256, size } = spooled;
    if (about.sha256 !== undefined && about.sha256 !== sha256) throw new Refusal('invalid', 'file.digest-differs', { declared: about.sha256, found: sha256 }, 'X-Sha256');
    const line = about.batch === undefined ? undefined : await this.batches.announced({ ...about, sha256, size });
    const { mediaType, hints } = await this.turns.run(place.unitId, async () => {
      const type = agreedType(await sniff(path, size, this.probe), about.name);
      return { mediaType: type, hints: isPicture(type) ? await photoHints(path, this.probe) : {} };
    });
    await this.quota.check(place.unitId, size);
    const scan = await this.scanner.scan(async () => createReadStream(path));
    const file: EvidenceFile = {
      ...said(about, line), name: about.name, mediaType, hints, scan, sha256, size,
      id: newId(), version: 1, unitId: place.unitId, path: place.path, receivedAt: this.clock.now().toISOString(), uploadedBy: by.personId, tasks: line?.tasks ?? [],
    };
    if (scan.state === 'refused') {
      await this.quarantine.condemn(sha256, scan);
      await this.#enter(file, about, by);
      throw infected(scan);
    }
    await this.turns.run(place.unitId, () => this.blobs.adopt(spooled));
    return this.#enter(file, about, by, also);
  }

  async #enter(file: EvidenceFile, about: UploadAbout, by: Actor, also?: Also): Promise<Receipt> {
    const receipt = await this.entries.enter(file, about, by, also);
    if (receipt.scan.state === 'refused' && file.scan.state !== 'refused') throw infected(receipt.scan);
    if (!receipt.duplicate) this.quota.note(file.unitId, file.size);
    return receipt;
  }
}

/** What the uploader says of a file; where the upload is silent, what was announced holds. */
function said(about: UploadAbout, line: Announced | undefined): Pick<EvidenceFile, 'title' | 'eventDate' | 'period'> {
  const [title, eventDate, period] = [about.title ?? line?.title, about.eventDate ?? line?.eventDate, about.period ?? line?.period];
  return { ...(title && { title }), ...(eventDate && { eventDate }), ...(period && { period }) };
}
