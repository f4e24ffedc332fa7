import type { Shaper } from '../font/glyph-shaper.ts';
import { blankRow, paragraph, signature } from './body-flow.ts';
import { chineseDay } from './chinese-day.ts';
import { foot } from './foot-flow.ts';
import { plain, type BodyItem, type OfficialContent } from './official-content.ts';
import { folio, PAGE, placeHead } from './official-page.ts';
import { paginate, type FlowItem } from './page-flow.ts';
import type { Draft } from './page-marks.ts';
import { table } from './table-flow.ts';

/** Lays a document out: head, addressee, body, attachments, signature, foot. */
export function composeOfficial(content: OfficialContent, shaper: Shaper): Draft {
  const head = placeHead(content, shaper);
  const { addressee } = content;
  const body = [
    ...(addressee === undefined ? [] : paragraph([{ text: addressee, field: 'addressee' }, { text: '：', field: 'label' }], { role: 'song', indent: 0 }, shaper)),
    ...content.body.flatMap((item) => bodyItems(item, shaper)),
  ];
  const { signed } = content;
  const end = [
    ...attachments(content.attachments, shaper),
    ...(signed ? signature(signed.issuer, chineseDay(signed.date), shaper) : []),
    ...foot(content, shaper),
  ];
  const pages = paginate(withLastLines(body, end), head.bottom).map((marks, index) => ({
    ...PAGE,
    marks: [...(index === 0 ? head.marks : []), ...marks, ...folio(index + 1, shaper)],
  }));
  return { title: plain(content.title), author: content.author, createdAt: content.createdAt, pages };
}

function bodyItems(item: BodyItem, shaper: Shaper): FlowItem[] {
  switch (item.kind) {
    case 'heading':
      return item.level === 1
        ? paragraph(item.text, { role: 'hei', indent: 2, keep: true, tag: 'H2' }, shaper)
        : paragraph(item.text, { role: 'kai', indent: 2, keep: true, tag: 'H3' }, shaper);
    case 'paragraph':
      return paragraph(item.text, { ...item, role: 'song' }, shaper);
    case 'table':
      return table(item.table, shaper);
    case 'blank':
      return [{ ...blankRow, keep: true }];
  }
}

/** 附件说明: one blank line under the text, numbered when there are several. */
function attachments(names: readonly string[], shaper: Shaper): FlowItem[] {
  const items = names.flatMap((name, index) => {
    const label = `${index === 0 ? '附件：' : ''}${names.length > 1 ? `${index + 1}．` : ''}`;
    const pieces = [...(label ? [{ text: label, field: 'label' }] : []), { text: name, field: `attachments[${index}]` }];
    return paragraph(pieces, { role: 'song', indent: index === 0 ? 2 : 5, hanging: names.length > 1 ? 6.5 : 5 }, shaper);
  });
  return items.length === 0 ? [] : [blankRow, ...items];
}

/** Ties the signature to the last two lines of the text: no signature stands alone on a page (GB/T 9704 7.3.5.4). */
function withLastLines(body: readonly FlowItem[], end: readonly FlowItem[]): FlowItem[] {
  const tied = end.length === 0 ? body : body.map((item, index) => (index >= body.length - 2 ? { ...item, keep: true } : item));
  return [...tied, ...end.map((item, index) => ({ ...item, keep: index < end.length - 1 }))];
}
