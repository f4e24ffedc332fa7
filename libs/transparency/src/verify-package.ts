import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.ts';
import type { NoteKey } from './note.ts';
import { linesIn, verifyProofs, type CarriedEntry } from './verify-proofs.ts';
import type { Difference, Reader, Report } from './verify-report.ts';

type Thing = Readonly<Record<string, unknown>> & { readonly id: string };
interface Packaged {
  readonly thing: Thing;
  readonly kind: 'file' | 'record';
  readonly place: string;
}

const MANIFEST = 'manifest-sha256.txt';
const TAG_MANIFEST = 'tagmanifest-sha256.txt';

export const isPackage = (reader: Reader): boolean => reader.list().includes('bagit.txt') || reader.list().includes(MANIFEST);

/** An exported archive: every file is the one its manifest names, every file and record is what the log says, and the log's proofs hold. */
export function verifyPackage(reader: Reader, trusted: readonly NoteKey[] | undefined): Report {
  const { things, faults } = thingsIn(reader);
  const names = new Map(things.map(({ thing, place }) => [String(thing['path'] ?? place), `${thing.id}${typeof thing['name'] === 'string' ? ` ${thing['name']}` : ''}`]));
  const { listed, differences } = bagFaults(reader, names);
  const folders = ['proofs/log', ...new Set(reader.list().flatMap((path) => /^proofs\/carried\/\d+(?=\/)/.exec(path)?.[0] ?? []))];
  const proofs = folders.map((folder) => verifyProofs(reader, folder, folder === 'proofs/log' ? trusted : undefined));
  const said = Map.groupBy(proofs.flatMap(({ entries }) => entries), ({ objectId }) => objectId);
  for (const packaged of things) differences.push(...againstLog(packaged, said.get(packaged.thing.id) ?? []));
  return {
    checked: listed.size + things.length + proofs.reduce((sum, { checked }) => sum + checked, 0),
    differences: [...differences, ...faults, ...proofs.flatMap((proof) => proof.differences)],
  };
}

/** A bag: every file is the one that its manifest names, and none stands beside them. */
export function bagFaults(reader: Reader, names: ReadonlyMap<string, string> = new Map()): { readonly listed: ReadonlySet<string>; readonly differences: Difference[] } {
  const listed = new Set([TAG_MANIFEST]);
  const differences = [TAG_MANIFEST, MANIFEST].flatMap((name) => manifestFaults(reader, name, listed, names));
  for (const path of reader.list()) if (!listed.has(path)) differences.push({ object: names.get(path) ?? path, place: path, expected: 'nothing: no manifest names it', found: 'a file' });
  return { listed, differences };
}

/** One manifest: its own spelling, and the digest of each file it names. */
function manifestFaults(reader: Reader, name: string, listed: Set<string>, names: ReadonlyMap<string, string>): Difference[] {
  const text = reader.read(name)?.toString();
  if (text === undefined) return [{ object: name, place: name, expected: 'a manifest', found: 'nothing' }];
  const lines = text.split('\n');
  const differences: Difference[] = lines.pop() === '' ? [] : [{ object: name, place: `${name}:${lines.length + 1}`, expected: 'a line end', found: 'none' }];
  lines.forEach((line, n) => {
    const [, expected, encoded] = /^([0-9a-f]{64}) {2}(\S.*)$/.exec(line) ?? [];
    if (expected === undefined) return void differences.push({ object: name, place: `${name}:${n + 1}`, expected: 'a digest and a path', found: line.slice(0, 80) });
    const path = encoded!.replaceAll(/%(0D|0A|25)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    listed.add(path);
    const found = digestOf(reader, path);
    if (found !== expected) differences.push({ object: names.get(path) ?? path, place: path, expected, found: found ?? 'nothing' });
  });
  return differences;
}

function digestOf(reader: Reader, path: string): string | undefined {
  if (reader.digest) return reader.digest(path);
  const bytes = reader.read(path);
  return bytes && createHash('sha256').update(bytes).digest('hex');
}

function thingsIn(reader: Reader): { readonly things: Packaged[]; readonly faults: readonly Difference[] } {
  const things: Packaged[] = [];
  const faults: Difference[] = [];
  const files = reader.read('data/files.jsonl');
  if (files) faults.push(...linesIn<Thing>(files, 'data/files.jsonl', (thing, place) => things.push({ thing: named(thing), kind: 'file', place })));
  for (const path of reader.list()) {
    if (!/^data\/records\/[^/]+\/[^/]+\.json$/.test(path)) continue;
    const bytes = reader.read(path)!;
    try {
      const read = JSON.parse(bytes.toString()) as { readonly record: Thing };
      if (!Buffer.from(`${canonicalJson(read)}\n`).equals(bytes)) throw new Error('not canonical');
      const { record } = read;
      things.push({ thing: named(record), kind: 'record', place: path });
    } catch (error) {
      faults.push({ object: path, place: path, expected: 'one canonical JSON value', found: (error as Error).message });
    }
  }
  return { things, faults };
}

function named(thing: Thing | null | undefined): Thing {
  if (typeof thing?.id !== 'string') throw new Error('no id');
  return thing;
}

/** Each field of a thing of which the log committed to another value. */
function againstLog({ thing, kind, place }: Packaged, entries: readonly CarriedEntry[]): Difference[] {
  const whole = entries.toSorted((one, other) => one.index - other.index).filter(({ act, content }) => act.startsWith(`${kind}.`) && ('unitId' in content || 'unit' in content)).at(-1);
  const object = `${thing.id} ${String(thing['name'] ?? thing['title'] ?? '')}`.trim();
  if (!whole) return [{ object, place, expected: 'a proof of the log', found: 'none' }];
  const { reason: _, ...said } = whole.content;
  const tasks = tasksSince(whole, entries);
  return Object.entries(said)
    .map(([field, value]) => [field, canonicalJson(field === 'tasks' ? tasks : value), canonicalJson(fieldOf(thing, field))] as const)
    .filter(([, expected, found]) => expected !== found)
    .map(([field, expected, found]) => ({ object, place: `${place} ${field}`, expected: expected.slice(0, 200), found: found.slice(0, 200) }));
}

function tasksSince(whole: CarriedEntry, entries: readonly CarriedEntry[]): string[] {
  const tasks = new Set((whole.content['tasks'] ?? []) as string[]);
  for (const { act, index, content } of entries) {
    if (index <= whole.index) continue;
    if (act === 'task.linked') tasks.add(String(content['task']));
    if (act === 'task.unlinked') tasks.delete(String(content['task']));
  }
  return [...tasks].toSorted();
}

/** A field of a thing under the name by which a statement calls it. */
function fieldOf(thing: Thing, field: string): unknown {
  switch (field) {
    case 'record':
      return thing.id;
    case 'unit':
      return thing['unitId'] ?? null;
    case 'files': {
      const digests = (thing['digests'] ?? {}) as Readonly<Record<string, string>>;
      return listOf(thing['fileIds']).map((id) => ({ id, sha256: digests[id] ?? '' }));
    }
    case 'tasks':
      return listOf(thing['tasks']).toSorted();
    default:
      return thing[field] ?? null;
  }
}

/** Nothing of a package is believed, not even that a list is one. */
const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as readonly string[]) : []);
