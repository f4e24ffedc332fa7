import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Bus } from '@xingchuang/bus';
import { RenderReplySchema, RenderRequestSchema, type Problem } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';

const WITHIN_MS = 60_000;

/** Asks the pdf service for a document; passes its refusal on. */
export async function rendered(bus: Bus, template: string, data: unknown, format: 'pdf' | 'docx'): Promise<Uint8Array> {
  const asked = toBinary(RenderRequestSchema, create(RenderRequestSchema, { template, dataJson: JSON.stringify(data), format }));
  const { pdf, refusalJson } = fromBinary(RenderReplySchema, await bus.request('pdf.render', asked, WITHIN_MS));
  if (refusalJson === '') return pdf;
  const { code, facts, field } = JSON.parse(refusalJson) as Problem;
  throw new Refusal('invalid', code, { template, ...facts }, field);
}
