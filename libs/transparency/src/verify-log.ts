import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { Frontier, leafHash, type Hash } from './merkle.ts';
import { isSignedBy, type NoteKey } from './note.ts';
import { parseLeaf } from './statement.ts';
import { cutEntries, joinHashes, parseTilePath, splitEntries, splitHashes, TILE_WIDTH, tilePath, tilesOf } from './tiles.ts';
import { keysIn } from './verify-proofs.ts';
import type { Difference, Reader, Report } from './verify-report.ts';

/**
 * A copy of the log as it is served: `checkpoint`, `keys.json`, `tile/…`, and any number of earlier or witnessed checkpoints in
 * `checkpoints/`. The tree is built anew from the leaves; every tile, and every checkpoint there, must agree with it.
 */
export function verifyLog(reader: Reader, trusted: readonly NoteKey[] | undefined): Report {
  const keys = trusted ?? keysIn(reader.read('keys.json'));
  if (!keys) return { checked: 1, differences: [{ object: 'keys', place: 'keys.json', expected: 'public keys', found: 'none that can be read' }] };
  const paths = ['checkpoint', ...reader.list().filter((path) => path.startsWith('checkpoints/'))];
  const { heads, differences } = headsIn(reader, paths, keys);
  const newest = heads.get('checkpoint');
  if (!newest) return { checked: paths.length, differences };
  const sizes = new Set([...heads.values()].map(({ size }) => size));
  const { leaves, faults } = leavesIn(reader, newest.size);
  const grown = growTree(leaves.map(leafHash), sizes);
  // Where the leaves do not lead to the signed root but their stored hashes do, it is leaves that were changed.
  const stored = grown.root.equals(newest.root) ? undefined : storedHashes(reader, newest.size);
  const told = stored && growTree(stored, sizes);
  const truth = told?.root.equals(newest.root) ? told : grown;
  const { roots, hashes } = truth;
  const all = [...differences, ...faults, ...(truth === told ? leafFaults(leaves, stored!) : []), ...tileFaults(reader, newest.size, hashes), ...olderTiles(reader, newest.size)];
  for (const [path, { size, root, origin }] of heads) {
    const found = roots.get(size);
    if (origin !== newest.origin || !found?.equals(root)) {
      all.push({ object: `checkpoint ${size}`, place: path, expected: root.toString('hex'), found: size > newest.size ? `the log ends at ${newest.size}` : (found?.toString('hex') ?? 'another log') });
    }
  }
  return { checked: paths.length + newest.size + hashes.size, differences: all };
}

/** Where a copy of the log first speaks of a thing; whether the copy itself is true is for `verifyLog` to say. */
export function placeInLog(reader: Reader, object: string): { readonly index: number; readonly act: string; readonly at: string } | undefined {
  const size = parseCheckpoint(reader.read('checkpoint')?.toString() ?? '')?.size ?? 0;
  for (const [index, bytes] of leavesIn(reader, size).leaves.entries()) {
    const leaf = bytes.length === 0 ? undefined : parseLeaf(bytes);
    if (leaf?.object === object) return { index, act: leaf.act, at: leaf.at };
  }
  return undefined;
}

function headsIn(reader: Reader, paths: readonly string[], keys: readonly NoteKey[]): { readonly heads: Map<string, SignedCheckpoint>; readonly differences: Difference[] } {
  const heads = new Map<string, SignedCheckpoint>();
  const differences: Difference[] = [];
  for (const path of paths) {
    const parsed = parseCheckpoint(reader.read(path)?.toString() ?? '');
    const isSigned = parsed && keys.some((key) => key.name === parsed.origin && isSignedBy(parsed.note, key));
    if (isSigned) heads.set(path, parsed);
    else differences.push({ object: 'checkpoint', place: path, expected: 'a signature of the log', found: parsed ? 'none that holds' : 'no checkpoint' });
  }
  return { heads, differences };
}

/** Every leaf; where a bundle cannot be read, empty ones in its place. */
function leavesIn(reader: Reader, size: number): { readonly leaves: Buffer[]; readonly faults: Difference[] } {
  const leaves: Buffer[] = [];
  const faults: Difference[] = [];
  for (const tile of tilesOf(size)) {
    if (tile.level !== 'entries') continue;
    const path = tilePath(tile);
    const bytes = reader.read(path);
    const found = bytes && splitEntries(bytes, tile.width);
    if (!found) faults.push({ object: path, place: path, expected: `a bundle of ${tile.width} leaves`, found: bytes ? `${bytes.length} bytes that are none` : 'nothing' });
    found?.forEach((leaf, n) => {
      if (!parseLeaf(leaf)) faults.push({ object: `leaf ${leaves.length + n}`, place: `${path}[${n}]`, expected: 'a leaf', found: leaf.toString().slice(0, 80) });
    });
    leaves.push(...(found ?? Array.from({ length: tile.width }, () => Buffer.alloc(0))));
  }
  return { leaves, faults };
}

function storedHashes(reader: Reader, size: number): Hash[] {
  const bottom = [...tilesOf(size)].filter(({ level }) => level === 0);
  return bottom.flatMap((tile) => splitHashes(reader.read(tilePath(tile)) ?? Buffer.alloc(0), tile.width) ?? []);
}

function leafFaults(leaves: readonly Buffer[], stored: readonly Hash[]): Difference[] {
  return leaves.flatMap((leaf, seq) => {
    const found = leafHash(leaf);
    const bundle = tilePath({ level: 'entries', index: Math.floor(seq / TILE_WIDTH), width: Math.min(TILE_WIDTH, leaves.length - Math.floor(seq / TILE_WIDTH) * TILE_WIDTH) });
    return found.equals(stored[seq]!) ? [] : [{ object: parseLeaf(leaf)?.object ?? `leaf ${seq}`, place: `${bundle}[${seq % TILE_WIDTH}]`, expected: stored[seq]!.toString('hex'), found: found.toString('hex') }];
  });
}

/** Its root, its root at each asked size, and the hashes that belong into each tile. */
function growTree(all: readonly Hash[], asked: ReadonlySet<number>) {
  const frontier = new Frontier();
  const roots = new Map<number, Hash>([[0, frontier.root]]);
  const hashes = new Map<string, Hash[]>();
  const open: { index: number; hashes: Hash[] }[] = []; // by level, the tile that grows
  for (const one of all) {
    frontier.append(one, (level, at, hash) => {
      if (level % 8 !== 0) return;
      const index = Math.floor(at / TILE_WIDTH);
      let tile = open[level / 8];
      if (tile?.index !== index) {
        tile = open[level / 8] = { index, hashes: [] };
        hashes.set(`${level / 8} ${index}`, tile.hashes);
      }
      tile.hashes.push(hash);
    });
    if (asked.has(frontier.size)) roots.set(frontier.size, frontier.root);
  }
  return { root: frontier.root, roots, hashes };
}

function tileFaults(reader: Reader, size: number, hashes: ReadonlyMap<string, readonly Hash[]>): Difference[] {
  const differences: Difference[] = [];
  for (const tile of tilesOf(size)) {
    if (tile.level === 'entries') continue;
    const path = tilePath(tile);
    const bytes = reader.read(path);
    const expected = hashes.get(`${tile.level} ${tile.index}`)!;
    if (bytes && joinHashes(expected).equals(bytes)) continue;
    const found = bytes && splitHashes(bytes, tile.width);
    if (!found) differences.push({ object: path, place: path, expected: `${tile.width} hashes`, found: bytes ? `${bytes.length} bytes` : 'nothing' });
    found?.forEach((hash, n) => {
      if (hash.equals(expected[n]!)) return;
      const place = tile.level === 0 ? `leaf ${tile.index * TILE_WIDTH + n}` : path;
      differences.push({ object: place, place: `${path}[${n}]`, expected: expected[n]!.toString('hex'), found: hash.toString('hex') });
    });
  }
  return differences;
}

/** Tiles of earlier sizes must be the beginning of those of today; tiles that the newest checkpoint knows nothing of mean that the log was cut. */
function olderTiles(reader: Reader, size: number): Difference[] {
  const known = new Map([...tilesOf(size)].map((tile) => [`${tile.level}/${tile.index}`, tile]));
  return reader.list().flatMap((path): Difference[] => {
    if (!path.startsWith('tile/')) return [];
    const tile = parseTilePath(path);
    const now = tile && known.get(`${tile.level}/${tile.index}`);
    if (!now || now.width < tile.width) return [{ object: path, place: path, expected: `nothing in a log of ${size}`, found: 'a tile' }];
    if (now.width === tile.width) return []; // compared with the tree already
    const wide = reader.read(tilePath(now)) ?? Buffer.alloc(0);
    const expected = tile.level === 'entries' ? cutEntries(wide, tile.width) : wide.subarray(0, tile.width * 32);
    return expected?.equals(reader.read(path)!) ? [] : [{ object: path, place: path, expected: `the beginning of ${tilePath(now)}`, found: 'something else' }];
  });
}
