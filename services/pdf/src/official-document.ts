import { z } from 'zod';
import { blankRow, paragraph, signature } from './body-flow.ts';
import { chineseDay } from './chinese-day.ts';
import type { Shaper } from './glyph-shaper.ts';
import { folio, PAGE, placeHead } from './official-page.ts';
import { paginate, type FlowItem } from './page-flow.ts';
import type { Draft } from './page-marks.ts';
import { table, TableBlock } from './table-flow.ts';
import { address, day, filledLine, instant } from './text-schema.ts';
import { verification } from './verification-flow.ts';

const LONGEST_PARAGRAPH = 5000;

const Heading = z.strictObject({
  kind: z.literal('heading'),
  level: z.union([z.literal(1), z.literal(2)]).default(1),
  text: filledLine(),
});
const Paragraph = z.strictObject({ kind: z.literal('paragraph'), text: filledLine(LONGEST_PARAGRAPH) });
export const Block = z.discriminatedUnion('kind', [Heading, Paragraph, TableBlock]);
export type Block = z.output<typeof Block>;

/** What every document in the layout of GB/T 9704 says; notice and bulletin add their own. */
export const OfficialData = z.strictObject({
  createdAt: instant,
  masthead: filledLine(60),
  symbol: filledLine(60).optional(),
  title: filledLine(150),
  addressee: filledLine().optional(),
  blocks: z.array(Block).max(500),
  attachments: z.array(filledLine()).max(20).default([]),
  issuer: filledLine(120),
  date: day,
  verifyUrl: address.optional(),
  checkpoint: filledLine().optional(),
});
export type OfficialData = z.output<typeof OfficialData>;

/** Lays a document out: head, addressee, blocks, what the template adds, attachments, signature, proofs. */
export function composeOfficial(data: OfficialData, closing: readonly FlowItem[], shaper: Shaper): Draft {
  const head = placeHead({ masthead: data.masthead, symbol: data.symbol, title: data.title }, shaper);
  const addressee =
    data.addressee === undefined ? [] : paragraph(`${data.addressee}：`, 'addressee', { role: 'song', indent: 0 }, shaper);
  const body = [
    ...addressee,
    ...data.blocks.flatMap((block, index) => blockItems(block, `blocks[${index}]`, shaper)),
    ...closing,
  ];
  const proofs = verification({ verifyUrl: data.verifyUrl, checkpoint: data.checkpoint }, shaper);
  const end = [...attachments(data.attachments, shaper), ...signature(data.issuer, chineseDay(data.date), shaper)];
  const items = [...withLastLines(body, [...end, ...proofs])];
  const pages = paginate(items, head.bottom).map((marks, index) => ({
    ...PAGE,
    marks: [...(index === 0 ? head.marks : []), ...marks, ...folio(index + 1, shaper)],
  }));
  return { title: data.title, author: data.issuer, createdAt: new Date(data.createdAt), pages };
}

function blockItems(block: Block, field: string, shaper: Shaper): FlowItem[] {
  switch (block.kind) {
    case 'heading':
      return paragraph(
        block.text,
        `${field}.text`,
        { role: block.level === 1 ? 'hei' : 'headline', indent: 2, keep: true },
        shaper,
      );
    case 'paragraph':
      return paragraph(block.text, `${field}.text`, { role: 'song', indent: 2 }, shaper);
    case 'table':
      return table(block, field, shaper);
  }
}

/** 附件说明: one blank line under the text, numbered when there are several. */
function attachments(names: readonly string[], shaper: Shaper): FlowItem[] {
  const items = names.flatMap((name, index) => {
    const label = names.length > 1 ? `${index + 1}．` : '';
    const lead = index === 0 ? '附件：' : '';
    const indent = index === 0 ? 2 : 5;
    return paragraph(
      `${lead}${label}${name}`,
      `attachments[${index}]`,
      { role: 'song', indent, hanging: names.length > 1 ? 6.5 : 5 },
      shaper,
    );
  });
  return items.length === 0 ? [] : [blankRow, ...items];
}

/** Ties the signature to the last two lines of the text: no signature stands alone on a page (GB/T 9704 7.3.5.4). */
function withLastLines(body: readonly FlowItem[], end: readonly FlowItem[]): FlowItem[] {
  const tied = body.map((item, index) => (index >= body.length - 2 ? { ...item, keep: true } : item));
  return [...tied, ...end.map((item, index) => ({ ...item, keep: index < end.length - 1 }))];
}
