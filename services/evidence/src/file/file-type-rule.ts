import { Refusal } from '@xingchuang/rules';
import { extensionOf } from './file-name-rule.ts';

interface FileType {
  readonly mediaType: string;
  /** Extensions under which these bytes travel; the first is the usual one. */
  readonly extensions: readonly string[];
}

/** All that evidence may be; nothing in it can run where it is shown. */
export const FILE_TYPES: readonly FileType[] = [
  { mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  { mediaType: 'image/png', extensions: ['png'] },
  { mediaType: 'image/webp', extensions: ['webp'] },
  { mediaType: 'image/heic', extensions: ['heic', 'heif'] },
  { mediaType: 'application/pdf', extensions: ['pdf'] },
  { mediaType: 'application/ofd', extensions: ['ofd'] },
  { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', extensions: ['docx'] },
  { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extensions: ['xlsx'] },
  { mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', extensions: ['pptx'] },
  { mediaType: 'video/mp4', extensions: ['mp4', 'm4v'] },
  { mediaType: 'audio/mpeg', extensions: ['mp3'] },
  { mediaType: 'text/plain', extensions: ['txt'] },
  { mediaType: 'text/csv', extensions: ['csv'] },
];

const usual = FILE_TYPES.map(({ extensions }) => extensions[0]!.toUpperCase());

/** Refuses bytes of a type that evidence may not have, or none that is known. */
export function refuseType(found: string): never {
  throw new Refusal('invalid', 'file.type-refused', { found, allowed: usual }, 'file');
}

/**
 * The media type under which bytes are kept. They decide; a name that says something else is refused with both, because one of
 * the two is wrong and nobody but the uploader knows which. Text shows no more than that it is text: there the name decides.
 */
export function agreedType(found: string, name: string): string {
  const type = FILE_TYPES.find(({ mediaType }) => mediaType === found) ?? refuseType(found);
  const extension = extensionOf(name);
  if (extension === undefined || type.extensions.includes(extension)) return found;
  if (found === 'text/plain' && extension === 'csv') return 'text/csv';
  throw new Refusal('invalid', 'file.type-differs', { name: `.${extension}`, found: type.extensions[0]!.toUpperCase(), mediaType: found }, 'X-File-Name');
}

export const isPicture = (mediaType: string): boolean => mediaType.startsWith('image/');
/** Whether a thumbnail can be made: our decoder reads the free formats, not HEIC. */
export const hasThumbnail = (mediaType: string): boolean => isPicture(mediaType) && mediaType !== 'image/heic';
/** Larger than any camera's picture; what is larger is made to exhaust memory. */
export const MOST_PIXELS = 300_000_000;
