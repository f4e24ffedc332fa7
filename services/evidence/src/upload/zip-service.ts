import { Inject, Injectable } from '@nestjs/common';
import { Spool } from '@xingchuang/blobs';
import { wordsOf, type ManifestLine, type ZipReceipt } from '@xingchuang/contracts';
import { Refusal, type Actor, type Place } from '@xingchuang/rules';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { FileAdmission } from '../file/file-admission.ts';
import { incoming } from '../file/file-intake.ts';
import { checkedName } from '../file/file-name-rule.ts';
import type { UploadAbout } from '../file/upload-headers.ts';
import { BatchService } from './batch-service.ts';
import { TusFault } from './tus-fault.ts';
import { UploadQuota } from './upload-quota.ts';
import { UploadService } from './upload-service.ts';
import type { Upload } from './upload-store.ts';
import { withMembers, type Member } from './zip-members.ts';

type ZipAbout = Omit<UploadAbout, 'size'>;
const UNNAMED = '？';
/** So many members are taken at once; the checks take turns among all uploads anyway. */
const AT_ONCE = 3;

/** Zips: each member comes in as if it were sent alone, in a batch that says what became of it. */
@Injectable()
export class ZipService {
  readonly #limit: number;

  constructor(
    @Inject(Spool) readonly spool: Spool,
    @Inject(FileAdmission) readonly admission: FileAdmission,
    @Inject(BatchService) readonly batches: BatchService,
    @Inject(UploadQuota) readonly quota: UploadQuota,
    @Inject(UploadService) readonly uploads: UploadService,
    @Inject(EVIDENCE_CONFIG) config: EvidenceConfig,
  ) {
    this.#limit = config.ZIP_LIMIT_MIB * 1024 * 1024;
  }

  /** A batch that is named is filled and stays open; otherwise the zip is one of its own, closed at the end. */
  async receive({ sha256: declared, ...about }: ZipAbout, bytes: AsyncIterable<Uint8Array>, by: Actor): Promise<ZipReceipt> {
    const place = await this.admission.welcome({ ...about, batch: undefined }, by);
    return this.quota.during(by, place.unitId, () =>
      this.spool.with(incoming(bytes, this.#limit), undefined, ({ path, sha256 }) => {
        if (declared !== undefined && declared !== sha256) throw new Refusal('invalid', 'file.digest-differs', { declared, found: sha256 }, 'X-Sha256');
        return withMembers(path, this.#limit, (members) => this.#unpack(about, members, place, by));
      }),
    );
  }

  /** A zip that came piece by piece is unpacked when its sender says so, once: asked again, it tells what became of it. A refused one is gone. */
  async unpackUpload(id: string, by: Actor): Promise<ZipReceipt> {
    await this.uploads.get(id, by, 'zip');
    const receipt = this.uploads.locks.with(id, async () => {
      const upload = await this.uploads.get(id, by, 'zip');
      return upload.fileId === undefined ? this.#unpackUpload(upload, by) : this.#told(upload.fileId, by);
    });
    return (await receipt.catch((error: unknown) => {
      throw error instanceof TusFault ? new Refusal('conflict', 'upload.busy') : error;
    }))!; // with patience there is an answer
  }

  async #unpackUpload(upload: Upload, by: Actor): Promise<ZipReceipt> {
    const { id, unitId, name, sha256: declared, eventDate, period, batch, size } = upload;
    const { parts, uploads } = this.uploads;
    const offset = await parts.lengthOf(id);
    if (offset < size || size === 0) throw new Refusal('conflict', 'upload.unfinished', { offset, size });
    try {
      const sha256 = await parts.digestOf(id);
      if (declared !== undefined && declared !== sha256) throw new Refusal('invalid', 'file.digest-differs', { declared, found: sha256 }, 'sha256');
      const place = await this.admission.welcome({ unitId, name, eventDate, period }, by);
      const about = { unitId, name, ...(eventDate && { eventDate }), ...(period && { period }), ...(batch && { batch }) };
      const receipt = await this.quota.during(by, unitId, () => withMembers(parts.pathOf(id), this.#limit, (members) => this.#unpack(about, members, place, by)));
      await uploads.finish(id, receipt.id, false);
      await parts.discard(id);
      return receipt;
    } catch (error) {
      if (error instanceof Refusal && error.kind !== 'limit') await this.uploads.drop(id);
      throw error;
    }
  }

  async #told(batch: string, by: Actor): Promise<ZipReceipt> {
    const lines = await this.batches.batches.allLines(batch);
    return { ...(await this.batches.get(batch, by)), refusals: lines.flatMap(({ name, refusal }) => (refusal ? [{ name, refusal }] : [])) };
  }

  async #unpack(about: ZipAbout, members: readonly Member[], place: Place, by: Actor): Promise<ZipReceipt> {
    const batch = about.batch ?? (await this.batches.open({ unitId: place.unitId, title: about.name.slice(0, 200), lines: members.map(lineOf) }, by)).id;
    const waiting = [...members.entries()];
    const refusals: ZipReceipt['refusals'] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, member] = next;
        const refused = await this.#take({ ...about, ...(about.batch === undefined && { line: index + 1 }), name: member.name ?? UNNAMED, batch }, member, place, by);
        if (refused) refusals.push({ name: member.name ?? UNNAMED, refusal: { code: refused.code, ...wordsOf(refused.code, refused.facts) } });
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => work().finally(() => (waiting.length = 0)))); // whether all were taken or one could not be: nothing more begins
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    const view = about.batch === undefined ? await this.batches.close(batch, by) : await this.batches.get(batch, by);
    return { ...view, refusals };
  }

  /** A member that is refused does not keep the others out; only where no room is left nothing more can come. */
  async #take(about: UploadAbout, member: Member, place: Place, by: Actor): Promise<Refusal | undefined> {
    try {
      await this.admission.noted(about, async () => {
        if (member.name === undefined) throw new Refusal('invalid', 'file.name-encoding', {}, 'file');
        checkedName(about.name, 'file');
        await this.spool.with(incoming(member.bytes(), this.admission.limit), undefined, (spooled) => this.admission.admit(about, spooled, place, by));
      });
      return undefined;
    } catch (error) {
      if (error instanceof Refusal && error.kind !== 'limit') return error;
      throw error;
    }
  }
}

/** A member whose name no file may have is announced too; it is refused with its reason. */
const lineOf = ({ name = UNNAMED, size }: Member): ManifestLine => ({ name: hasName(name) ? name : UNNAMED, size, tasks: [] });

function hasName(name: string): boolean {
  try {
    return checkedName(name, 'file') === name;
  } catch {
    return false;
  }
}
