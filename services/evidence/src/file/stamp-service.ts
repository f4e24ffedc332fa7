import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Blobs } from '@xingchuang/blobs';
import type { Bus } from '@xingchuang/bus';
import { dayOf } from '@xingchuang/calendar';
import { StampReplySchema, StampRequestSchema, type Problem, type StampQuery } from '@xingchuang/contracts';
import { Refusal, type Actor, type RefusalKind } from '@xingchuang/rules';
import { BLOBS, BUS, CLOCK, UNITS, type Clock, type UnitDirectory } from '@xingchuang/server';
import { PersonNames } from '../record/person-names.ts';
import { usable } from './file-scan-rule.ts';
import { FileService } from './file-service.ts';
import type { EvidenceFile } from './file-store.ts';

const WITHIN_MS = 60_000;
const PDF = 'application/pdf';
/** The stamping service refuses in problems; here they are refusals again. */
const KINDS: Readonly<Record<number, RefusalKind>> = { 404: 'missing', 409: 'conflict', 429: 'limit', 503: 'away' };

/** Copies of PDFs with a stamp on them. Nothing is kept of them: the bytes of the file stay, the stamp is appended as they go out. */
@Injectable()
export class StampService {
  constructor(
    @Inject(BUS) readonly bus: Bus,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(PersonNames) readonly names: PersonNames,
    @Inject(FileService) readonly files: FileService,
  ) {}

  async copy(id: string, query: StampQuery, by: Actor): Promise<{ file: EvidenceFile; size: number; bytes: Readable }> {
    const file = usable(await this.files.get(id, by));
    if (file.mediaType !== PDF) throw new Refusal('invalid', 'file.stamp-only-pdf', { mediaType: file.mediaType }, 'stamp');
    const appended = await this.#appended(file.sha256, await this.#stamp(file, query, by));
    const whole = await this.blobs.get(file.sha256);
    return { file, size: file.size + appended.length, bytes: Readable.from(oneAfterTheOther(whole, appended)) };
  }

  async #stamp(file: EvidenceFile, { stamp: kind, ...said }: StampQuery, by: Actor): Promise<object> {
    if (kind === 'watermark') return { kind, text: await this.#viewer(by) };
    if (kind === 'archived') return { kind, ...said, digest: file.sha256 };
    return { kind, ...said, organ: (await this.units.get(file.unitId)).name.slice(0, 40), day: dayOf(new Date(file.receivedAt)) };
  }

  /** Who looks at it, from which unit, on which day. */
  async #viewer(by: Actor): Promise<string> {
    const name = (await this.names.of([by.personId], by)).get(by.personId) ?? '';
    const unit = (await this.units.get(by.unitId)).name.slice(0, 40);
    return `仅供 ${[unit, name.slice(0, 20)].filter(Boolean).join(' ')} ${this.clock.today()} 查阅`;
  }

  async #appended(sha256: string, stamp: object): Promise<Uint8Array> {
    const asked = toBinary(StampRequestSchema, create(StampRequestSchema, { sha256, stampJson: JSON.stringify(stamp) }));
    const { appended, refusalJson } = fromBinary(StampReplySchema, await this.bus.request('pdf.stamp', asked, WITHIN_MS));
    if (refusalJson === '') return appended;
    const { status, code, facts, field, errors } = JSON.parse(refusalJson) as Problem;
    throw new Refusal(KINDS[status] ?? 'invalid', code, { ...facts, problems: errors }, field);
  }
}

async function* oneAfterTheOther(file: AsyncIterable<Uint8Array>, appended: Uint8Array): AsyncGenerator<Uint8Array> {
  yield* file;
  yield appended;
}
