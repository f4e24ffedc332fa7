import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { verifyInclusion, type Hash } from './merkle.ts';
import { exact, isSignedBy, type NoteKey } from './note.ts';

const FIRST = 'c2sp.org/tlog-proof@v1';

/** What shows, without asking anybody, that a leaf is in the log (C2SP tlog-proof). */
export interface LogProof {
  readonly index: number;
  readonly hashes: readonly Hash[];
  /** The signed checkpoint, word for word. */
  readonly checkpoint: string;
  /** What a reader needs beside the leaf's place, such as the leaf itself; nobody vouches for it but the hash. */
  readonly extra?: Buffer | undefined;
}

export function proofText({ index, hashes, checkpoint, extra }: LogProof): string {
  const lines = [FIRST, ...(extra ? [`extra ${extra.toString('base64')}`] : []), `index ${index}`, ...hashes.map((hash) => hash.toString('base64'))];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Undefined where the text is no proof in its one right spelling. */
export function parseProof(text: string): LogProof | undefined {
  const end = text.indexOf('\n\n');
  const [first, ...lines] = text.slice(0, end).split('\n');
  const extra = lines[0]?.startsWith('extra ') ? exact(lines.shift()!.slice(6)) : undefined;
  const index = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? '')?.[1];
  const hashes = lines.map(exact);
  if (end < 0 || first !== FIRST || index === undefined || hashes.some((hash) => hash?.length !== 32)) return undefined;
  const proof = { index: Number(index), hashes: hashes as Hash[], checkpoint: text.slice(end + 2), extra };
  return proofText(proof) === text ? proof : undefined;
}

/** What is wrong with a proof of this leaf, or the checkpoint that it leads to. */
export function checkProof({ index, hashes, checkpoint }: LogProof, leaf: Hash, keys: readonly NoteKey[]): SignedCheckpoint | 'checkpoint' | 'signature' | 'path' {
  const parsed = parseCheckpoint(checkpoint);
  if (!parsed) return 'checkpoint';
  if (!keys.some((key) => key.name === parsed.origin && isSignedBy(parsed.note, key))) return 'signature';
  return verifyInclusion(leaf, index, parsed.size, hashes, parsed.root) ? parsed : 'path';
}
