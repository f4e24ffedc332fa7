import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.ts';

/** One leaf of the log: that something was said of a thing, by whom and when; what was said is only committed to. */
export interface Leaf {
  readonly v: 1;
  readonly at: string;
  readonly act: string;
  readonly object: string;
  /** SHA-256 of the salt and the canonical content, in hex. */
  readonly commitment: string;
  /** A pseudonym. */
  readonly by: string;
  /** The place of what was said of the same thing before. */
  readonly prev?: number;
}

/** Nobody can guess a content from this without the salt, and no two contents have the same. */
export const commitmentOf = (salt: string, content: unknown): string => createHash('sha256').update(Buffer.from(salt, 'hex')).update(canonicalJson(content)).digest('hex');

export const leafBytes = (leaf: Leaf): Buffer => Buffer.from(canonicalJson(leaf));

const quoted = (text: string): string => (text.isWellFormed() ? JSON.stringify(text) : '');
/** The same text as `leafBytes`, without sorting what is in order: a log is read by the million. */
const spelling = ({ act, at, by, commitment, object, prev, v }: Leaf): string =>
  `{"act":${quoted(act)},"at":${quoted(at)},"by":${quoted(by)},"commitment":${quoted(commitment)},"object":${quoted(object)}${prev === undefined ? '' : `,"prev":${prev}`},"v":${v}}`;
/** Whether nothing was replaced when the bytes were read as text. */
const isFaithful = (text: string, bytes: Uint8Array): boolean => !text.includes('\ufffd') || Buffer.from(text).equals(bytes);

/** A leaf of plain letters that nothing need be escaped in, as nearly all are: there is but one way to spell it. */
const PLAIN = (() => {
  const word = '"([ !#-\\[\\]-~]*)"';
  return new RegExp(`^\\{"act":${word},"at":${word},"by":${word},"commitment":${word},"object":${word}(?:,"prev":(0|[1-9]\\d{0,14}))?,"v":1\\}$`);
})();

/** Undefined where the bytes are not a leaf in its one right spelling. */
export function parseLeaf(bytes: Uint8Array): Leaf | undefined {
  const plain = PLAIN.exec(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'));
  if (!plain) return parseStrange(bytes);
  const [, act, at, by, commitment, object, prev] = plain as unknown as [string, string, string, string, string, string, string | undefined];
  return { v: 1, at, act, object, commitment, by, ...(prev !== undefined && { prev: Number(prev) }) };
}

function parseStrange(bytes: Uint8Array): Leaf | undefined {
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
    const read = JSON.parse(text) as Leaf; // whatever it makes of a strange text is not that text again
    const { v, at, act, object, commitment, by, prev } = read;
    const texts = [at, act, object, commitment, by].every((part) => typeof part === 'string');
    if (v !== 1 || !texts || (prev !== undefined && !Number.isSafeInteger(prev))) return undefined;
    return spelling(read) === text && isFaithful(text, bytes) ? read : undefined;
  } catch {
    return undefined;
  }
}
