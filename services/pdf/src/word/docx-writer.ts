import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { chineseDay } from '../layout/chinese-day.ts';
import { plain, type BodyItem, type OfficialContent, type Said, type TableContent } from '../layout/official-content.ts';
import { CONTENT_TYPES, DOCUMENT_RELATIONS, FOOTER, properties, RELATIONS, STYLES } from './docx-parts.ts';
import { cells, paragraph, run } from './docx-xml.ts';

const MM = 1440 / 25.4;
const TYPE_AREA = Math.round(156 * MM);
/** A character of the grid: 28 to a line. */
const CELL = TYPE_AREA / 28;
const RED = 'C00D12';
const SECTION =
  `<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="${Math.round(210 * MM)}" w:h="${Math.round(297 * MM)}"/>` +
  `<w:pgMar w:top="${Math.round(37 * MM)}" w:bottom="${Math.round(35 * MM)}" w:left="${Math.round(28 * MM)}" w:right="${Math.round(26 * MM)}" w:header="851" w:footer="${Math.round(25 * MM)}" w:gutter="0"/></w:sectPr>`;

/**
 * The same document for offices that go on editing it: WordprocessingML in the measures of GB/T 9704, with the names of the fonts
 * that offices have. Text stands in it as text, never as a field or a link. The same content gives the same bytes.
 */
export async function writeDocx(content: OfficialContent): Promise<Buffer> {
  const zip = new ZipFile();
  const put = (name: string, text: string) => zip.addBuffer(Buffer.from(text, 'utf8'), name, { mtime: content.createdAt, forceDosTimestamp: true });
  put('[Content_Types].xml', CONTENT_TYPES);
  put('_rels/.rels', RELATIONS);
  put('word/document.xml', documentXml(content));
  put('word/_rels/document.xml.rels', DOCUMENT_RELATIONS);
  put('word/styles.xml', STYLES);
  put('word/footer1.xml', FOOTER);
  put('docProps/core.xml', properties(plain(content.title), content.author, content.createdAt));
  zip.end();
  return buffer(zip.outputStream as NodeJS.ReadableStream);
}

function documentXml(content: OfficialContent): string {
  const { addressee, attachments, signed } = content;
  const body = [
    ...head(content),
    ...(addressee === undefined ? [] : [paragraph(run(`${addressee}：`))]),
    ...content.body.map((item, index) => bodyXml(item.kind === 'paragraph' && index === content.body.length - 1 ? { ...item, keep: true } : item)), // no signature stands alone on a page
    ...attachments.map((name, index) => paragraph(run(`${index === 0 ? '附件：' : ''}${attachments.length > 1 ? `${index + 1}．` : ''}${name}`), { before: index === 0 ? 580 : 0, left: index === 0 ? 2 * CELL : 5 * CELL, keep: true })),
    ...(signed ? [paragraph(run(signed.issuer), { before: 580, align: 'right', right: 2 * CELL, keep: true }), paragraph(run(chineseDay(signed.date)), { align: 'right', right: 4 * CELL })] : []),
    ...foot(content),
  ];
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>${body.join('')}${SECTION}</w:body></w:document>`;
}

function head({ masthead, symbol, title }: OfficialContent): string[] {
  const name = paragraph(run(plain(title)), { style: 'Title' });
  if (masthead === undefined) return [name];
  const half = Math.round(2 * Math.min(46, Math.max(26, TYPE_AREA / 20 / ([...masthead].length + 0.5))));
  const rule = { below: RED, after: 580 };
  return [
    paragraph(run(masthead, { font: '方正小标宋简体', size: half, colour: RED }), { align: 'center', before: Math.round(35 * MM), exact: false, after: 300, ...(symbol === undefined ? rule : {}) }),
    ...(symbol === undefined ? [] : [paragraph(run(symbol), { align: 'center', ...rule })]),
    name,
  ];
}

function bodyXml(item: BodyItem): string {
  switch (item.kind) {
    case 'heading':
      return paragraph(run(plain(item.text)), { style: item.level === 1 ? 'Heading1' : 'Heading2' });
    case 'paragraph': {
      const { text, indent, hanging, keep, opposite } = item;
      const tab = opposite ? `<w:r><w:tab/></w:r>${run(plain(opposite))}` : '';
      return paragraph(run(plain(text)) + tab, { left: hanging * CELL, first: (indent - hanging) * CELL, keep, ...(opposite ? { tabAt: TYPE_AREA } : {}) });
    }
    case 'table':
      return tableXml(item.table);
    case 'blank':
      return paragraph('', { keep: true });
  }
}

function tableXml({ caption, columns, rows }: TableContent): string {
  const widths = columnWidths(columns.map(({ title }) => title), rows);
  const above = caption === undefined ? '' : paragraph(run(plain(caption), { font: '黑体', size: 28 }), { align: 'center', keep: true });
  const titles = cells(columns.map(({ title }) => ({ text: plain(title), align: 'center' as const })), widths, true);
  const body = rows.map((row) => cells(row.map((cell, column) => ({ text: plain(cell), align: columns[column]?.align ?? 'center' })), widths, false));
  const border = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>`).join('');
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('');
  return `${above}<w:tbl><w:tblPr><w:tblW w:w="${TYPE_AREA}" w:type="dxa"/><w:tblInd w:w="80" w:type="dxa"/><w:tblBorders>${border}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${titles}${body.join('')}</w:tbl>`;
}

/** In the proportions of the longest cells, none narrower than four characters. */
function columnWidths(titles: readonly Said[], rows: readonly (readonly Said[])[]): number[] {
  const longest = titles.map((title, column) => Math.min(24, Math.max(4, ...[title, ...rows.map((row) => row[column] ?? [])].map((said) => [...plain(said)].length))));
  const all = longest.reduce((sum, length) => sum + length, 0);
  return longest.map((length) => Math.round((TYPE_AREA * length) / all));
}

function foot({ imprint, verifyUrl, checkpoint }: OfficialContent): string[] {
  const small = (text: string) => paragraph(run(text, { size: 21 }), { exact: false });
  const line = (text: string, more = '') => paragraph(run(text, { size: 28 }) + more, { left: CELL, above: '000000', tabAt: TYPE_AREA - CELL });
  return [
    ...(imprint?.copiesTo === undefined ? [] : [line(`抄送：${imprint.copiesTo}。`)]),
    ...(imprint ? [line(imprint.office, `<w:r><w:tab/></w:r>${run(`${chineseDay(imprint.date)}印发`, { size: 28 })}`)] : []),
    ...(verifyUrl === undefined ? [] : [small(`查验地址：${verifyUrl}`)]),
    ...(checkpoint === undefined ? [] : [small(`日志存证：${checkpoint}`)]),
  ];
}

