import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@xingchuang/bus';
import { EvidenceOfUnitReplySchema, EvidenceOfUnitRequestSchema } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { BUS } from '@xingchuang/server';

const WAIT_MS = 5_000;

/** Asks the archive which photos are really there. They belong to the inspector's own unit, so that the inspected one does not see them early. */
@Injectable()
export class PhotoOwner {
  constructor(@Inject(BUS) readonly bus: Bus) {}

  async known(unitId: string, fileIds: readonly string[]): Promise<Set<string>> {
    if (fileIds.length === 0) return new Set();
    const question = toBinary(EvidenceOfUnitRequestSchema, create(EvidenceOfUnitRequestSchema, { unitId, ids: [...fileIds] }));
    const answer = await this.bus.request('evidence.of-unit', question, WAIT_MS).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'bus.no-answer') throw new Refusal('away', 'entry.evidence-away');
      throw error;
    });
    return new Set(fromBinary(EvidenceOfUnitReplySchema, answer).fileIds);
  }
}
