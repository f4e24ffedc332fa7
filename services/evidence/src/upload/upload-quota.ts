import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, type Clock } from '@xingchuang/server';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { FileStore } from '../file/file-store.ts';
import { Turns } from './turns.ts';

const MIB = 1024 * 1024;
/** A sum over all files of a unit is asked for this seldom; what came since is added. */
const SUMMED_FOR_MS = 30_000;

interface Kept {
  readonly at: number;
  bytes: number;
}

/** How much one person and one unit may send at once, and how much a unit may keep. */
@Injectable()
export class UploadQuota {
  readonly #running = new Map<string, number>();
  readonly #kept = new Map<string, Kept>();

  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(Turns) readonly turns: Turns,
    @Inject(EVIDENCE_CONFIG) readonly config: EvidenceConfig,
  ) {}

  /** Runs one upload among those that are on their way. Refuses `limit` where the person or the unit has too many. */
  async during<T>(by: Actor, unitId: string, work: () => Promise<T>): Promise<T> {
    const { UPLOADS_PER_PERSON, UPLOADS_PER_UNIT } = this.config;
    if (this.#count(by.personId) >= UPLOADS_PER_PERSON) throw new Refusal('limit', 'upload.too-many-of-person', { most: UPLOADS_PER_PERSON });
    if (this.#count(unitId) >= UPLOADS_PER_UNIT) throw new Refusal('limit', 'upload.too-many-of-unit', { most: UPLOADS_PER_UNIT });
    const whose = [by.personId, unitId];
    for (const one of whose) this.#running.set(one, this.#count(one) + 1);
    try {
      return await this.turns.among(work);
    } finally {
      for (const one of whose) {
        const left = this.#count(one) - 1;
        if (left > 0) this.#running.set(one, left);
        else this.#running.delete(one);
      }
    }
  }

  #count = (whose: string): number => this.#running.get(whose) ?? 0;

  /** Refuses bytes for which a unit has no room left. */
  async check(unitId: string, more: number): Promise<void> {
    const most = this.config.UNIT_QUOTA_MIB * MIB;
    if (most === 0) return;
    const now = this.clock.now().getTime();
    let kept = this.#kept.get(unitId);
    if (!kept || Math.abs(now - kept.at) > SUMMED_FOR_MS) {
      kept = { at: now, bytes: await this.files.bytesOf(unitId) };
      this.#kept.set(unitId, kept);
    }
    if (kept.bytes + more > most) throw new Refusal('limit', 'upload.no-room', { mebibytes: this.config.UNIT_QUOTA_MIB, keptMebibytes: Math.round(kept.bytes / MIB) }, 'file');
  }

  /** Counts bytes that a unit has kept since the sum was taken. */
  note(unitId: string, more: number): void {
    const kept = this.#kept.get(unitId);
    if (kept) kept.bytes += more;
  }
}
