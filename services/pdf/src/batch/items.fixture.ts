import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Bus } from '@xingchuang/bus';
import { BatchAddReplySchema, BatchAddRequestSchema, BatchStateReplySchema, BatchStateRequestSchema, type BatchStateReply } from '@xingchuang/contracts';
import { certificate } from '../template/data.fixture.ts';
import { names } from '../names.fixture.ts';

export interface Item {
  readonly id: string;
  readonly data: Record<string, unknown>;
}

/** Certificates with the names of branches, rare characters among them. */
export function certificates(count: number): Item[] {
  const units = names();
  return Array.from({ length: count }, (_, index) => {
    const number = `WLJG-2026-${String(index + 1).padStart(5, '0')}`;
    return { id: number, data: { ...certificate, unitName: units[index % units.length], number, verifyUrl: `https://xc.example.org/verify/${number}` } };
  });
}

export async function add(bus: Bus, batchId: string, items: readonly Item[], template = 'certificate'): Promise<{ added: number; refusal: { code: string } | undefined }> {
  const body = create(BatchAddRequestSchema, { batchId, template, items: items.map(({ id, data }) => ({ id, dataJson: JSON.stringify(data) })) });
  const { added, refusalJson } = fromBinary(BatchAddReplySchema, await bus.request('pdf.batch.add', toBinary(BatchAddRequestSchema, body), 30_000));
  return { added, refusal: refusalJson ? (JSON.parse(refusalJson) as { code: string }) : undefined };
}

export async function state(bus: Bus, batchId: string, after = '', limit = 0): Promise<BatchStateReply> {
  const body = toBinary(BatchStateRequestSchema, create(BatchStateRequestSchema, { batchId, after, limit }));
  return fromBinary(BatchStateReplySchema, await bus.request('pdf.batch.state', body, 30_000));
}

/** Every finished document of a batch, page by page. */
export async function finished(bus: Bus, batchId: string): Promise<BatchStateReply['documents']> {
  const all: BatchStateReply['documents'] = [];
  for (;;) {
    const { documents } = await state(bus, batchId, all.at(-1)?.id ?? '', 300);
    if (documents.length === 0) return all;
    all.push(...documents);
  }
}
