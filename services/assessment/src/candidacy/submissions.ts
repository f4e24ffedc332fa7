import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@xingchuang/bus';
import { DeclarationSubmittedSchema, EvidenceOfUnitReplySchema, EvidenceOfUnitRequestSchema, type EvidenceFrozen } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { BUS, DATABASE, newId, type Database } from '@xingchuang/server';
import { ASSESSMENT_CONFIG, type AssessmentConfig } from '../config.ts';
import type { Candidacy, Moment } from './candidacy.ts';
import { SubmissionStore } from './submission-store.ts';

const WAIT_MS = 5_000;

/** What a unit handed in: only its own evidence, told to the archive in the transaction of the declaration, frozen there. */
@Injectable()
export class Submissions {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(BUS) readonly bus: Bus,
    @Inject(SubmissionStore) readonly submissions: SubmissionStore,
    @Inject(ASSESSMENT_CONFIG) readonly config: AssessmentConfig,
  ) {}

  /** Refuses what is not the unit's own, by its place; the caller saves the candidacy in the same transaction. */
  async submit({ id: candidacyId, campaignId, unitId }: Candidacy, evidence: readonly string[], { at, day }: Moment): Promise<void> {
    const { fileIds, recordIds } = await this.#ofUnit(unitId, evidence);
    const own = new Set([...fileIds, ...recordIds]);
    const foreign = evidence.findIndex((id) => !own.has(id));
    if (foreign >= 0) throw new Refusal('invalid', 'declaration.evidence-unknown', { id: evidence[foreign] }, `evidence[${foreign}]`);
    const submission = ((await this.submissions.of(candidacyId)).at(-1)?.submission ?? 0) + 1;
    await this.submissions.insert({ id: newId(), version: 1, candidacyId, submission, submittedAt: at, fileIds, recordIds, frozen: null });
    const keepUntil = `${Number(day.slice(0, 4)) + this.config.KEEP_YEARS}-12-31`;
    await this.database.emit(DeclarationSubmittedSchema, candidacyId, { candidacyId, campaignId, unitId, submission, fileIds, recordIds, keepUntil, submittedAt: at });
  }

  /** Keeps the digest under which the archive froze a submission; told twice, it is the same. */
  async frozen({ candidacyId, submission, frozenSetId: setId, digest, items }: EvidenceFrozen): Promise<void> {
    const was = (await this.submissions.of(candidacyId)).find((one) => one.submission === submission);
    if (!was) throw new Refusal('missing', 'candidacy.missing', { id: candidacyId });
    if (was.frozen === null) await this.submissions.save({ ...was, frozen: { setId, digest, items } });
  }

  async #ofUnit(unitId: string, ids: readonly string[]): Promise<{ fileIds: string[]; recordIds: string[] }> {
    if (ids.length === 0) return { fileIds: [], recordIds: [] };
    const question = toBinary(EvidenceOfUnitRequestSchema, create(EvidenceOfUnitRequestSchema, { unitId, ids: [...ids] }));
    const answer = await this.bus.request('evidence.of-unit', question, WAIT_MS).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'bus.no-answer') throw new Refusal('away', 'declaration.evidence-away');
      throw error;
    });
    return fromBinary(EvidenceOfUnitReplySchema, answer);
  }
}
