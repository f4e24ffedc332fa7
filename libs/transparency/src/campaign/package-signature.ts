import { formatNote, isSignedBy, parseNote, signNote, type NoteKey } from '../note.ts';
import type { Difference } from '../verify-report.ts';

/** Stands beside the bag: it signs the digest of the tag manifest, so that no manifest can name it. */
export const SIGNATURE = 'signature.txt';
const KIND = 'xingchuang-campaign-package/1';

/** A signed note (C2SP) over the digest of a package; the same package and key give the same bytes. */
export function signPackage(digest: string, keyName: string, privateKey: Buffer): string {
  const text = `${KIND}\n${digest}\n`;
  return formatNote({ text, signatures: [signNote(text, keyName, privateKey)] });
}

/** What stands against the signature of a package; with `trusted` keys one of them must have signed it. */
export function signatureFaults(signature: string | undefined, digest: string, trusted?: readonly NoteKey[]): Difference[] {
  const fault = (item: string, expected: string, found: string): Difference[] => [{ object: 'signature', place: SIGNATURE, item, expected, found }];
  if (signature === undefined) return trusted ? fault('signature', `a signature by ${namesOf(trusted)}`, 'nothing') : [];
  const note = parseNote(signature);
  const [kind, signed] = note?.text.split('\n') ?? [];
  if (!note || kind !== KIND || note.text !== `${KIND}\n${signed}\n`) return fault('form', `a signed note: ${KIND} and a digest`, signature.slice(0, 80));
  if (signed !== digest) return fault('digest of the package', digest, signed!);
  if (!trusted || trusted.some((key) => isSignedBy(note, key))) return [];
  return fault('signature', `one by ${namesOf(trusted)}`, note.signatures.map(({ name, id }) => `${name}+${id}`).join(', '));
}

const namesOf = (keys: readonly NoteKey[]): string => keys.map(({ name, id }) => `${name}+${id}`).join(', ');
