import { UploadMetadata } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { parseInput } from '@xingchuang/server';
import { checkedName } from '../file/file-name-rule.ts';
import type { UploadAbout } from '../file/upload-headers.ts';
import { CHECKSUMS, type Checksum } from './part-store.ts';
import { TusFault } from './tus-fault.ts';

/** An unfinished upload is kept for so long. */
export const KEPT_HOURS = 24;

/** What the upload of a package says of itself: only its name. */
export function packageOf(metadata: Readonly<Record<string, string | null>>, size: number, by: Actor): UploadAbout {
  return { unitId: by.unitId, name: checkedName(nameIn(metadata), 'filename'), size };
}

/** What a resumable upload says of itself. Clients call the name `filename` (tus) or `name` (Uppy); what they leave empty is not said. */
export function aboutOf(metadata: Readonly<Record<string, string | null>>, size: number): UploadAbout {
  const given = Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== null && value !== ''));
  const name = nameIn(given);
  const { unit, title, eventDate, period, sha256, batch } = parseInput(UploadMetadata, { ...given, filename: name });
  return { unitId: unit, name: checkedName(name, 'filename'), title, eventDate, period, sha256, batch, size };
}

function nameIn(given: Readonly<Record<string, string | null>>): string {
  const name = given['filename'] || given['name'];
  if (!name) throw new Refusal('invalid', 'file.name-missing', {}, 'filename');
  if (name.includes('\ufffd')) throw new Refusal('invalid', 'file.name-encoding', {}, 'filename'); // bytes that were no UTF-8
  return name;
}

/** The header `Upload-Checksum`: an algorithm that we know and a digest in base64. */
export function checksumOf(header: string | undefined): Checksum | undefined {
  if (header === undefined) return undefined;
  const [, algorithm, digest] = /^(\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(header) ?? [];
  if (digest === undefined || !CHECKSUMS.some((known) => known === algorithm)) throw new TusFault(400);
  return { algorithm: algorithm!, digest };
}
