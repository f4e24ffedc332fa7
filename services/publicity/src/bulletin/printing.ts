import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@xingchuang/bus';
import { RenderReplySchema, RenderRequestSchema, type Problem } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { BUS, CLOCK, type Clock } from '@xingchuang/server';
import { bulletinDocument } from './bulletin-document.ts';
import type { Bulletin } from './bulletin-rule.ts';
import type { Kind } from './kind-schema.ts';

const WITHIN_MS = 60_000;

/** Has the pdf service make a bulletin's document. Refuses with its words what it cannot print, such as a character that no font has. */
@Injectable()
export class Printing {
  constructor(
    @Inject(BUS) readonly bus: Bus,
    @Inject(CLOCK) readonly clock: Clock,
  ) {}

  async made(bulletin: Bulletin, kind: Kind, format: 'pdf' | 'docx'): Promise<Uint8Array> {
    const data = bulletinDocument(bulletin, kind, this.clock.today(), this.clock.now().toISOString());
    const asked = toBinary(RenderRequestSchema, create(RenderRequestSchema, { template: kind.template, dataJson: JSON.stringify(data), format }));
    const { pdf, refusalJson } = fromBinary(RenderReplySchema, await this.bus.request('pdf.render', asked, WITHIN_MS));
    if (refusalJson) throw unprintable(JSON.parse(refusalJson) as Problem);
    return pdf;
  }

  preview = (bulletin: Bulletin, kind: Kind): Promise<Uint8Array> => this.made(bulletin, kind, 'pdf');

  async refuseUnprintable(bulletin: Bulletin, kind: Kind): Promise<void> {
    await this.made(bulletin, kind, 'docx'); // checks data and characters without the work of drawing
  }
}

function unprintable({ title, titleEn, errors, code }: Problem): Refusal {
  const [fault] = errors;
  return new Refusal('invalid', 'bulletin.unprintable', { why: fault ? `${title}（${fault.field}：${fault.zh}）` : title, whyEn: fault ? `${titleEn} (${fault.field}: ${fault.en})` : titleEn, code });
}
