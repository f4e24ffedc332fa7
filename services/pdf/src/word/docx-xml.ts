/** Half-points and twentieths of a point, as WordprocessingML counts. */
export interface RunStyle {
  readonly font?: string;
  readonly size?: number;
  readonly colour?: string;
}

export interface ParagraphStyle {
  readonly style?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly left?: number;
  readonly right?: number;
  /** Of the first line, beyond `left`; negative hangs it out. */
  readonly first?: number;
  readonly before?: number;
  readonly after?: number;
  /** Colour of a rule below or above. */
  readonly below?: string;
  readonly above?: string;
  readonly tabAt?: number;
  readonly keep?: boolean;
  /** On the grid's line pitch; false lets large or small type have its own. */
  readonly exact?: boolean;
}

export function run(text: string, { font, size, colour }: RunStyle = {}): string {
  if (text === '') return '';
  const properties = [
    font === undefined ? '' : `<w:rFonts w:eastAsia="${font}"/>`,
    colour === undefined ? '' : `<w:color w:val="${colour}"/>`,
    size === undefined ? '' : `<w:spacing w:val="0"/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`,
  ].join('');
  return `<w:r>${properties ? `<w:rPr>${properties}</w:rPr>` : ''}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
}

export function paragraph(content: string, { style, align, left = 0, right = 0, first = 0, before = 0, after = 0, below, above, tabAt, keep, exact = true }: ParagraphStyle = {}): string {
  const rule = (side: 'top' | 'bottom', colour: string | undefined) => (colour === undefined ? '' : `<w:${side} w:val="single" w:sz="12" w:space="6" w:color="${colour}"/>`);
  const borders = rule('top', above) + rule('bottom', below);
  const indent = `w:left="${Math.round(left)}" w:right="${Math.round(right)}" ${first < 0 ? `w:hanging="${Math.round(-first)}"` : `w:firstLine="${Math.round(first)}"`}`;
  const properties = [
    style === undefined ? '' : `<w:pStyle w:val="${style}"/>`,
    keep ? '<w:keepNext/>' : '',
    borders ? `<w:pBdr>${borders}</w:pBdr>` : '',
    tabAt === undefined ? '' : `<w:tabs><w:tab w:val="right" w:pos="${Math.round(tabAt)}"/></w:tabs>`,
    before || after || !exact ? `<w:spacing w:before="${before}" w:after="${after}"${exact ? '' : ' w:line="240" w:lineRule="auto"'}/>` : '',
    left || right || first ? `<w:ind ${indent}/>` : '',
    align === undefined ? '' : `<w:jc w:val="${align}"/>`,
  ].join('');
  return `<w:p>${properties ? `<w:pPr>${properties}</w:pPr>` : ''}${content}</w:p>`;
}

export interface Cell {
  readonly text: string;
  readonly align: 'left' | 'center' | 'right';
}

/** A row; a heading row comes again on every page. */
export function cells(row: readonly Cell[], widths: readonly number[], isHeading: boolean): string {
  const shade = isHeading ? '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' : '';
  const look: RunStyle = isHeading ? { font: '黑体', size: 24 } : { size: 24 };
  const inner = row.map(
    ({ text, align }, column) =>
      `<w:tc><w:tcPr><w:tcW w:w="${widths[column] ?? 0}" w:type="dxa"/>${shade}<w:vAlign w:val="center"/></w:tcPr>${paragraph(run(text, look), { align, exact: false })}</w:tc>`,
  );
  return `<w:tr><w:trPr><w:cantSplit/>${isHeading ? '<w:tblHeader/>' : ''}</w:trPr>${inner.join('')}</w:tr>`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
