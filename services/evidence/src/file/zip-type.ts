import type { FileHandle } from 'node:fs/promises';
import { Refusal } from '@xingchuang/rules';
import { refuseType } from './file-type-rule.ts';
import { zipEntries, zipText } from './zip-directory.ts';

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
/** The content type of a document's main part, and the media type of the document. */
const MAIN_PARTS: readonly (readonly [string, string])[] = [
  [`${OFFICE}wordprocessingml.document.main+xml`, `${OFFICE}wordprocessingml.document`],
  [`${OFFICE}spreadsheetml.sheet.main+xml`, `${OFFICE}spreadsheetml.sheet`],
  [`${OFFICE}presentationml.presentation.main+xml`, `${OFFICE}presentationml.presentation`],
];

/** What a zip is: an office document by its main part, OFD by its root, or nothing that evidence may be. */
export async function zipType(file: FileHandle, size: number): Promise<string> {
  const entries = await zipEntries(file, size);
  if (Math.min(...entries.map(({ at }) => at)) !== 0) throw new Refusal('invalid', 'file.two-kinds', { found: 'ZIP' }, 'file'); // something stands before it
  if (entries.some(({ name }) => /(^|\/)vba(project|data)[^/]*\.(bin|xml)$/i.test(name))) throw new Refusal('invalid', 'file.macros', {}, 'file');
  const part = (name: string) => entries.find((entry) => entry.name === name);
  const [ofd, types] = [part('OFD.xml'), part('[Content_Types].xml')];
  const text = await zipText(file, types ?? ofd ?? refuseType('ZIP'));
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Refusal('invalid', 'file.active-content', { found: 'DTD' }, 'file');
  if (!types) return /<(\w+:)?OFD[\s>]/.test(text) ? 'application/ofd' : refuseType('ZIP');
  if (/macroEnabled|vnd\.ms-office\.vbaProject/i.test(text)) throw new Refusal('invalid', 'file.macros', {}, 'file');
  return MAIN_PARTS.find(([main]) => text.includes(`"${main}"`))?.[1] ?? refuseType('ZIP');
}
