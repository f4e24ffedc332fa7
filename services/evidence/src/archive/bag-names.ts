import type { EvidenceFile } from '../file/file-store.ts';
import { dayOfFile } from './archive-store.ts';

const LONGEST_BYTES = 180;
/** What some system takes for something else: separators, wildcards, variables of shells, control and direction signs; `%` because readers of BagIt disagree about it. */
const UNSAFE = /[<>:"/\\|?*$%\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/gu;
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

export const isSafeName = (name: string): boolean =>
  name.isWellFormed() && name === name.normalize('NFC') && Buffer.byteLength(name) <= LONGEST_BYTES && name.search(UNSAFE) < 0 && !DEVICE.test(name) && !/^[.\s]|[.\s]$/u.test(name) && name !== '';

/** Two names that one of the usual file systems cannot tell apart have the same. */
export const nameKey = (name: string): string => name.normalize('NFC').toLowerCase().normalize('NFC');

/** What is left of a name that no system misreads, with the end of the file's id, by which it is one of a kind. */
export function safeName(name: string, id: string): string {
  const whole = name.toWellFormed().normalize('NFC').replaceAll(UNSAFE, '_');
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(whole)?.[0] ?? '';
  const stem = whole.slice(0, whole.length - extension.length).replaceAll(/^[.\s]+|[.\s]+$/gu, '');
  return `${cut(stem, LONGEST_BYTES - 60)}_${id.replaceAll('-', '').slice(-12)}${extension}`;
}

/** The path in a package of each file, by its id: the original name wherever every system can keep it. */
export function filePaths(files: readonly Pick<EvidenceFile, 'id' | 'name' | 'eventDate' | 'receivedAt'>[]): Map<string, string> {
  const folderOf = (file: (typeof files)[number]) => `data/files/${dayOfFile(file).slice(0, 7)}`;
  const keys = files.map((file) => nameKey(`${folderOf(file)}/${file.name}`));
  const count = Map.groupBy(keys, (key) => key);
  return new Map(files.map((file, n) => [file.id, `${folderOf(file)}/${isSafeName(file.name) && count.get(keys[n]!)!.length === 1 ? file.name : safeName(file.name, file.id)}`]));
}

/** The first characters of a text that fit into so many bytes of UTF-8. */
function cut(text: string, bytes: number): string {
  let kept = '';
  let size = 0;
  for (const sign of text) {
    size += Buffer.byteLength(sign);
    if (size > bytes) break;
    kept += sign;
  }
  return kept;
}
