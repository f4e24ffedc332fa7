import type { Hash } from './merkle.ts';
import { exact, formatNote, parseNote, signNote, type SignedNote } from './note.ts';

/** The head of a log at one moment (C2SP tlog-checkpoint): who, how many leaves, which root. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

export interface SignedCheckpoint extends Checkpoint {
  readonly note: SignedNote;
}

export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${root.toString('base64')}\n`;

/** Signed by one key, or while a key changes by the old and the new one. */
export function signCheckpoint(checkpoint: Checkpoint, privateKeys: readonly Buffer[]): string {
  const text = checkpointText(checkpoint);
  return formatNote({ text, signatures: privateKeys.map((key) => signNote(text, checkpoint.origin, key)) });
}

/** Undefined where the text is no checkpoint; whose signature is believed, the caller asks. */
export function parseCheckpoint(text: string): SignedCheckpoint | undefined {
  const note = parseNote(text);
  const [, origin, size, encoded] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/.exec(note?.text ?? '') ?? [];
  const root = encoded === undefined ? undefined : exact(encoded);
  if (!note || root?.length !== 32 || !Number.isSafeInteger(Number(size))) return undefined;
  return { origin: origin!, size: Number(size), root, note };
}
