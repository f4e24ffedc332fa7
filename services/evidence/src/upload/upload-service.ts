import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Upload as TusUpload } from '@tus/server';
import { allow, covers, Refusal, type Action, type Actor, type Place } from '@xingchuang/rules';
import { CLOCK, PLATFORM, TICKER, UNITS, type Clock, type Platform, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { ImportService } from '../archive/import-service.ts';
import { JobWorker } from '../archive/job-worker.ts';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { FileAdmission } from '../file/file-admission.ts';
import type { Receipt } from '../file/file-entries.ts';
import { FileStore } from '../file/file-store.ts';
import type { UploadAbout } from '../file/upload-headers.ts';
import { PartStore } from './part-store.ts';
import { UploadLocks } from './upload-locks.ts';
import { aboutOf, KEPT_HOURS, packageOf } from './upload-rule.ts';
import { UploadStore, type Becomes, type Upload } from './upload-store.ts';

/** Who may send it. */
const MAY: Readonly<Record<Becomes, Action>> = { file: 'file.upload', package: 'archive.import', zip: 'file.upload' };
/** What an upload became, as its last answer tells it. */
export type Finished = { readonly receipt: Receipt } | { readonly importId: string };

/** Resumable uploads from their first byte to the file that they become. */
@Injectable()
export class UploadService implements OnApplicationBootstrap {
  constructor(
    @Inject(UploadStore) readonly uploads: UploadStore,
    @Inject(PartStore) readonly parts: PartStore,
    @Inject(UploadLocks) readonly locks: UploadLocks,
    @Inject(FileAdmission) readonly admission: FileAdmission,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(ImportService) readonly imports: ImportService,
    @Inject(JobWorker) readonly worker: JobWorker,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(EVIDENCE_CONFIG) readonly config: EvidenceConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.every('uploads that are whole', () => this.#finishComplete());
    this.ticker.every('uploads that expired', () => this.#dropExpired());
    this.ticker.every('bytes of no upload', () => this.#dropOrphans());
  }

  /** An upload belongs to who began it, as long as the seat may upload there; to all others it is not there. */
  async get(id: string, by: Actor, becomes: Becomes = 'file'): Promise<Upload> {
    const upload = await this.uploads.find(id);
    const isTheirs = upload?.owner === by.personId && (upload.becomes ?? 'file') === becomes && covers(by, MAY[becomes], upload);
    if (!upload || !isTheirs) throw new Refusal('missing', 'thing.missing', { action: MAY[becomes] });
    if (upload.fileId === undefined && upload.expiresAt < this.clock.now().toISOString()) throw new Refusal('missing', 'upload.expired', { hours: KEPT_HOURS });
    return upload;
  }

  /** Until when an upload that begins now is kept unfinished. */
  expiry = (): string => new Date(this.clock.now().getTime() + KEPT_HOURS * 3_600_000).toISOString();

  async begin({ id, size = 0, metadata = {} }: TusUpload, by: Actor, becomes: Becomes): Promise<void> {
    const about = becomes === 'package' ? packageOf(metadata, size, by) : aboutOf(metadata, size);
    const { unitId, path } = await this.#welcome(about, by, becomes);
    const most = this.config.UNFINISHED_PER_PERSON;
    if ((await this.uploads.countUnfinished(by.personId, most)) >= most) throw new Refusal('limit', 'upload.too-many-unfinished', { most });
    const { name, title, sha256, eventDate, period, batch } = about;
    const said = Object.fromEntries(Object.entries({ title, sha256, eventDate, period, batch }).filter(([, value]) => value !== undefined));
    await this.uploads.insert({ id, owner: by.personId, unitId, path, name, size, ...said, metadata, becomes, expiresAt: this.expiry() });
  }

  /** Turns an upload whose bytes are all here into what it is to become; a second call gives the same. A refused one is gone with its bytes. */
  async finish(id: string, by: Actor): Promise<Finished | undefined> {
    return this.locks.with(id, () => this.#finish(id, by));
  }

  /** The same where all bytes are here, and nothing where they are not. */
  async settle(upload: Upload, by: Actor): Promise<Finished | undefined> {
    if (upload.fileId !== undefined) return this.#outcomeOf(upload);
    return (await this.parts.lengthOf(upload.id)) === upload.size && upload.size > 0 ? this.finish(upload.id, by) : undefined;
  }

  async drop(id: string): Promise<void> {
    await this.uploads.remove(id);
    await this.parts.discard(id);
  }

  async #finish(id: string, by: Actor): Promise<Finished | undefined> {
    const upload = await this.uploads.find(id);
    if (!upload) return undefined;
    if (upload.fileId !== undefined) return this.#outcomeOf(upload);
    if (upload.becomes === 'zip') return undefined; // all of it is here; it waits until its sender has it unpacked
    try {
      const outcome = upload.becomes === 'package' ? await this.#takePackage(upload, by) : { receipt: await this.admission.noted(about(upload), () => this.#admit(upload, by)) };
      await this.parts.discard(id);
      return outcome;
    } catch (error) {
      if (error instanceof Refusal && error.kind !== 'limit') await this.drop(id);
      throw error;
    }
  }

  async #admit(upload: Upload, by: Actor): Promise<Receipt> {
    if (upload.size === 0) throw new Refusal('invalid', 'file.empty', {}, 'file');
    const path = this.parts.pathOf(upload.id);
    const spooled = { path, sha256: await this.parts.digestOf(upload.id), size: upload.size };
    return this.admission.admit(about(upload), spooled, upload, by, (file, duplicate) => this.uploads.finish(upload.id, file.id, duplicate));
  }

  /** A zip is no file: how large it may be the protocol says, and its members are asked about one by one. */
  async #welcome(about: UploadAbout, by: Actor, becomes: Becomes): Promise<Place> {
    if (becomes === 'package') return this.#welcomePackage(by);
    if (becomes === 'zip') return this.admission.welcome({ ...about, size: undefined, batch: undefined }, by);
    return this.admission.noted(about, () => this.admission.welcome(about, by));
  }

  /** Packages belong to no unit before they were read; who sends one stands where its seat is. */
  async #welcomePackage(by: Actor): Promise<Place> {
    const place = await this.units.place(by.unitId);
    allow(by, MAY.package, place);
    return place;
  }

  async #takePackage({ id, name, size }: Upload, by: Actor): Promise<Finished> {
    if (size === 0) throw new Refusal('invalid', 'file.empty', {}, 'file');
    const spooled = { path: this.parts.pathOf(id), sha256: await this.parts.digestOf(id), size };
    const { id: importId } = await this.imports.enter(name, spooled, by, (order) => this.uploads.finish(id, order.id, false));
    this.worker.nudge();
    return { importId };
  }

  async #outcomeOf({ becomes, fileId, duplicate = false }: Upload): Promise<Finished | undefined> {
    if (becomes === 'package') return { importId: fileId! };
    if (becomes === 'zip') return undefined;
    const file = await this.files.find(fileId!);
    return file && { receipt: { ...file, duplicate } };
  }

  /** What a killed process had received to the last byte, and not entered. */
  async #finishComplete(): Promise<void> {
    let failed: unknown;
    for (let after = ''; ; ) {
      const page = await this.uploads.unfinished(after);
      for (const upload of page) {
        if (upload.becomes === 'zip' || (await this.parts.lengthOf(upload.id)) !== upload.size) continue;
        await this.locks.with(upload.id, () => this.#finish(upload.id, ownerOf(upload)), false).catch((error: unknown) => {
          if (!(error instanceof Refusal)) failed = error; // it does not hold up the others; what was refused is told when its owner comes back: it is gone
        });
      }
      if (page.length < 1_000) break;
      after = page.at(-1)!.id;
    }
    if (failed !== undefined) throw failed as Error;
  }

  async #dropExpired(): Promise<void> {
    for (const { id } of await this.uploads.expired(this.clock.now().toISOString())) await this.locks.with(id, () => this.drop(id), false);
  }

  /** Bytes of uploads that became files, or that nobody knows. They are listed first: an upload is entered before its first byte. */
  async #dropOrphans(): Promise<void> {
    const names = await this.parts.names();
    const known = await this.uploads.known(names);
    for (const name of names) if (!known.has(name)) await this.parts.discard(name);
  }
}

const about = ({ unitId, name, title, sha256, eventDate, period, batch, size }: Upload): UploadAbout => ({ unitId, name, title, sha256, eventDate, period, batch, size });

/** Who began an upload, as far as entering it needs to know: what the seat may do was asked when it began. */
const ownerOf = ({ owner, unitId }: Upload): Actor => ({ role: 'clerk', personId: owner, sessionId: '', unitId, unitKind: '', jurisdictionId: unitId });
