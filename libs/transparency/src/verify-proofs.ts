import { parseCheckpoint } from './checkpoint.ts';
import { leafHash, rootFromInclusion } from './merkle.ts';
import { isSignedBy, parseKey, type NoteKey } from './note.ts';
import { parseJson } from './parse-json.ts';
import { canonicalJson } from './canonical.ts';
import { commitmentOf, parseLeaf } from './statement.ts';
import type { Difference, Reader, Report } from './verify-report.ts';

/** A statement as a package carries it, with its proof. */
export interface CarriedEntry {
  readonly id: string;
  readonly act: string;
  readonly objectId: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly salt: string;
  readonly index: number;
  readonly leaf: string;
  readonly proof: readonly string[];
}

const HEX = /^[0-9a-f]{64}$/;

const STATES = ['next', 'current', 'retired'];

/** The keys in a list of keys; undefined where the list is not exactly one. */
export function keysIn(bytes: Buffer | undefined): NoteKey[] | undefined {
  try {
    const items = parseJson(bytes!) as readonly { readonly name: string; readonly verifier: string; readonly state?: string }[];
    if (!Buffer.from(`${canonicalJson(items)}\n`).equals(bytes!)) return undefined;
    const keys = items.map(({ name, verifier, state = 'current', ...more }) => {
      const key = Object.keys(more).length === 0 && STATES.includes(state) ? parseKey(verifier) : undefined;
      return key?.name === name ? key : undefined;
    });
    return keys.every((key) => key !== undefined) ? keys : undefined;
  } catch {
    return undefined;
  }
}

/** Every line of a file of canonical JSON; a line that is not exactly that is a difference. */
export function linesIn<T>(bytes: Buffer, path: string, take: (value: T, place: string) => void): Difference[] {
  const differences: Difference[] = [];
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) return [{ object: path, place: path, expected: 'UTF-8', found: 'other bytes' }];
  const lines = text.split('\n');
  if (lines.pop() !== '') differences.push({ object: path, place: `${path}:${lines.length + 1}`, expected: 'a line end', found: 'none' });
  lines.forEach((line, n) => {
    const place = `${path}:${n + 1}`;
    try {
      const value = JSON.parse(line) as T; // whatever it makes of a strange line is not that line again
      if (canonicalJson(value) !== line) throw new Error('not canonical');
      take(value, place);
    } catch (error) {
      differences.push({ object: path, place, expected: 'one canonical JSON value', found: (error as Error).message });
    }
  });
  return differences;
}

/**
 * `proofs/log` of a package: the checkpoint is signed by a listed (or a trusted) key, every leaf leads to its root, and every statement is
 * what its leaf commits to. Gives the statements that hold.
 */
export function verifyProofs(reader: Reader, folder: string, trusted: readonly NoteKey[] | undefined): Report & { readonly entries: readonly CarriedEntry[] } {
  const at = (name: string): string => `${folder}/${name}`;
  const listed = keysIn(reader.read(at('keys.json')));
  if (!listed) return { checked: 1, entries: [], differences: [{ object: 'keys', place: at('keys.json'), expected: 'public keys', found: 'none that can be read' }] };
  const note = reader.read(at('checkpoint'));
  const checkpoint = parseCheckpoint(note?.toString() ?? '');
  const keys = (trusted ?? listed).filter(({ name }) => name === checkpoint?.origin);
  if (!checkpoint || !keys.some((key) => isSignedBy(checkpoint.note, key))) {
    return { checked: 2, entries: [], differences: [{ object: 'checkpoint', place: at('checkpoint'), expected: 'a signature of the log', found: checkpoint ? 'none that holds' : 'no checkpoint' }] };
  }
  const entries: CarriedEntry[] = [];
  const differences: Difference[] = [];
  let checked = 2;
  const file = reader.read(at('entries.jsonl')) ?? Buffer.alloc(0);
  const faults = linesIn<CarriedEntry>(file, at('entries.jsonl'), (entry, place) => {
    checked += 1;
    const wrong = faultOf(entry, checkpoint.size, checkpoint.root, place);
    if (wrong) differences.push(wrong);
    else entries.push(entry);
  });
  return { checked, entries, differences: [...faults, ...differences] };
}

function faultOf(entry: CarriedEntry, size: number, root: Buffer, place: string): Difference | undefined {
  const { objectId: object, act, at, salt, content, index, leaf, proof } = entry;
  const said = parseLeaf(Buffer.from(leaf));
  if (!said) return { object, place: `${place} leaf`, expected: 'a leaf', found: leaf.slice(0, 80) };
  const hashes = proof.map((hash) => Buffer.from(HEX.test(hash) ? hash : '', 'hex'));
  const found = rootFromInclusion(leafHash(Buffer.from(leaf)), index, size, hashes);
  if (!found?.equals(root)) return { object, place: `${place} proof`, expected: root.toString('hex'), found: found?.toString('hex') ?? 'no root' };
  const commitment = commitmentOf(salt, content);
  const differs = [['act', said.act, act], ['objectId', said.object, object], ['at', said.at, at], ['content', said.commitment, commitment]].find(([, one, other]) => one !== other);
  return differs && { object: said.object, place: `${place} ${differs[0]}`, expected: differs[1]!, found: differs[2]! };
}
