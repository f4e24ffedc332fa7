import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

const ED25519 = 0x01;
const BEFORE_KEY = Buffer.from('302a300506032b6570032100', 'hex'); // SubjectPublicKeyInfo of a raw Ed25519 key

/** Who can be believed: the name, the four-byte id and the raw key, as C2SP signed-note writes them. */
export interface NoteKey {
  readonly name: string;
  /** Eight hex digits. */
  readonly id: string;
  /** 32 bytes. */
  readonly raw: Buffer;
}

/** One signature line; those of keys that we do not know are kept as they are. */
export interface NoteSignature {
  readonly name: string;
  readonly id: string;
  readonly bytes: Buffer;
}

export interface SignedNote {
  /** With its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const isName = (name: string): boolean => /^[^\s+]+$/u.test(name) && name.isWellFormed();

export function noteKey(name: string, raw: Buffer): NoteKey {
  if (!isName(name) || raw.length !== 32) throw new RangeError(`no key: ${name}`);
  const id = createHash('sha256').update(`${name}\n`).update(Buffer.of(ED25519)).update(raw).digest('hex').slice(0, 8);
  return { name, id, raw };
}

/** `name+id+key`, the form in which a key is published. */
export const keyText = ({ name, id, raw }: NoteKey): string => `${name}+${id}+${Buffer.concat([Buffer.of(ED25519), raw]).toString('base64')}`;

/** Undefined where the text is not a key or its id is not that of its name and bytes. */
export function parseKey(text: string): NoteKey | undefined {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = encoded === undefined ? undefined : exact(encoded);
  if (!bytes || bytes.length !== 33 || bytes[0] !== ED25519) return undefined;
  const key = noteKey(name!, bytes.subarray(1));
  return key.id === id ? key : undefined;
}

/** The public half of a private key (PKCS 8, DER) under a name. */
export function keyOf(name: string, privateKey: Buffer): NoteKey {
  const spki = createPublicKey(readPrivate(privateKey)).export({ format: 'der', type: 'spki' });
  return noteKey(name, spki.subarray(-32));
}

const readPrivate = (der: Buffer): KeyObject => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });

export function signNote(text: string, name: string, privateKey: Buffer): NoteSignature {
  return { name, id: keyOf(name, privateKey).id, bytes: sign(null, Buffer.from(text), readPrivate(privateKey)) };
}

export function isSignedBy({ text, signatures }: SignedNote, key: NoteKey): boolean {
  const spki = createPublicKey({ key: Buffer.concat([BEFORE_KEY, key.raw]), format: 'der', type: 'spki' });
  return signatures.some(({ name, id, bytes }) => name === key.name && id === key.id && verify(null, Buffer.from(text), spki, bytes));
}

export function formatNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(({ name, id, bytes }) => `— ${name} ${Buffer.concat([Buffer.from(id, 'hex'), bytes]).toString('base64')}\n`).join('')}`;
}

/** Undefined where the text is not a signed note in its one right spelling. */
export function parseNote(note: string): SignedNote | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of note.slice(end + 2).split('\n').slice(0, -1)) {
    const [, name, encoded] = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
    const bytes = encoded === undefined ? undefined : exact(encoded);
    if (name === undefined || !isName(name) || !bytes || bytes.length < 5) return undefined;
    signatures.push({ name, id: bytes.subarray(0, 4).toString('hex'), bytes: bytes.subarray(4) });
  }
  const parsed = { text: note.slice(0, end + 1), signatures };
  return signatures.length > 0 && formatNote(parsed) === note ? parsed : undefined;
}

/** Base64 whose every bit counts: another spelling of the same bytes is refused. */
export function exact(encoded: string): Buffer | undefined {
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64') === encoded ? bytes : undefined;
}
