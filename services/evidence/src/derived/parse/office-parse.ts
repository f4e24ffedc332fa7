import { readFile } from 'node:fs/promises';
import { readXlsx, streamXlsxRows } from 'hucre';
import { MOST_TEXT } from '../derived-rule.ts';
import { zipParts } from './zip-parts.ts';

/** The parts that hold what a reader sees, and the marks that end a line in them. */
const PARTS: Readonly<Record<string, { readonly part: RegExp; readonly line: RegExp }>> = {
  docx: { part: /^word\/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$/, line: /<\/w:p>|<\/w:tr>|<w:br\b[^>]*>|<w:cr\/>/g },
  pptx: { part: /^ppt\/(slides|notesSlides)\/[^/]+\.xml$/, line: /<\/a:p>|<\/a:tr>|<a:br\b[^>]*>/g },
};

/** The text of an office document in reading order, at most 200,000 characters. */
export async function officeText({ path, extension }: { path: string; extension: string }): Promise<{ text: string }> {
  return { text: (extension === 'xlsx' ? await tableText(path) : await pageText(path, PARTS[extension]!)).slice(0, MOST_TEXT) };
}

async function pageText(path: string, { part, line }: { part: RegExp; line: RegExp }): Promise<string> {
  let text = '';
  for await (const { text: xml } of zipParts(path, (name) => part.test(name))) {
    if (text.length >= MOST_TEXT) break;
    text += `${shown(xml, line)}\n`;
  }
  return text.trim();
}

/** What stands between the tags of text runs; tabs and line ends as they are shown, deleted words left out. */
function shown(xml: string, line: RegExp): string {
  return xml
    .replaceAll(/<w:(delText|instrText)\b[^>]*>[^<]*<\/w:\1>/g, '')
    .replaceAll(/<\/(w|a):p>(?:<\/a:txBody>)?(?:<a:tcPr\b[^>]*(?:\/>|>.*?<\/a:tcPr>))?<\/\1:tc>|<(?:w|a):tab\/>/g, '\t')
    .replaceAll(line, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(amp|lt|gt|quot|apos));/g, (_, decimal?: string, hex?: string, name?: string) =>
      name === undefined ? codePoint(decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal)) : ENTITIES[name]!,
    )
    .replaceAll(/\t\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const codePoint = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '');

const MOST_SHEETS = 50;

async function tableText(path: string): Promise<string> {
  const bytes = await readFile(path);
  const { sheets } = await readXlsx(bytes, { maxRows: 0 });
  let text = '';
  for (const sheet of sheets.slice(0, MOST_SHEETS).keys()) {
    for await (const { values } of streamXlsxRows(bytes, { sheet })) {
      const row = values.map(shownValue).join('\t').trimEnd();
      if (row !== '') text += `${row}\n`;
      if (text.length >= MOST_TEXT) return text;
    }
  }
  return text;
}

const shownValue = (value: unknown): string => (value === null || value === undefined ? '' : value instanceof Date ? value.toISOString().slice(0, 10) : String(value));
