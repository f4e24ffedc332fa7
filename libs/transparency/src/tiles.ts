import { nodeHash, type Hash, type NodeReader } from './merkle.ts';

/** Hashes of one tile; the names and layout are C2SP tlog-tiles. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const HASH_BYTES = 32;

/** A tile of hashes at a level, or with level `entries` a bundle of the leaves themselves. */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  /** How many of its 256 places are there. */
  readonly width: number;
}

/** `tile/0/x001/x234/067`, `tile/entries/000.p/13`: groups of three digits, all but the last with an x. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0').match(/\d{3}/g)!;
  const groups = digits.map((group, at) => (at < digits.length - 1 ? `x${group}` : group));
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Reads a path; undefined where it is no path of a tile in its one right spelling. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level, groups, last, width] = PATH.exec(path) ?? [];
  if (level === undefined) return undefined;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(groups!.replaceAll(/[x/]/g, '') + last!),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  const isRight = Number.isSafeInteger(tile.index) && tilePath(tile) === path && (level === 'entries' || Number(level) < 64);
  return isRight ? tile : undefined;
}

/** All tiles and bundles of a log of this size, each in its widest form. */
export function* tilesOf(size: number): Generator<Tile> {
  for (let level = 0, nodes = size; nodes > 0; level += 1, nodes = Math.floor(nodes / TILE_WIDTH)) {
    for (const { index, width } of places(nodes)) yield { level, index, width };
  }
  for (const { index, width } of places(size)) yield { level: 'entries', index, width };
}

function* places(count: number): Generator<{ index: number; width: number }> {
  for (let index = 0; index * TILE_WIDTH < count; index += 1) yield { index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) };
}

export const joinHashes = (hashes: readonly Hash[]): Buffer => Buffer.concat(hashes);

/** The hashes of a tile; undefined where its length is not that of a tile of this width. */
export function splitHashes(bytes: Uint8Array, width: number): Hash[] | undefined {
  if (bytes.length !== width * HASH_BYTES) return undefined;
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: width }, (_, at) => all.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/** A bundle: each leaf with its length in two bytes before it. */
export function joinEntries(entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      if (entry.length > 0xffff) throw new RangeError(`a leaf of ${entry.length} bytes does not fit a bundle`);
      return [Buffer.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}

/** The leaves of a bundle of this width; undefined where the bytes end within a leaf, are too few or too many. */
export function splitEntries(bytes: Uint8Array, width: number): Buffer[] | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = entriesIn(all, width);
  return found?.end === all.length ? found.entries : undefined;
}

/** The first so many leaves of a bundle, as a bundle; undefined where it has fewer. */
export function cutEntries(bytes: Buffer, width: number): Buffer | undefined {
  const found = entriesIn(bytes, width);
  return found && bytes.subarray(0, found.end);
}

function entriesIn(bytes: Buffer, count: number): { readonly entries: Buffer[]; readonly end: number } | undefined {
  const entries: Buffer[] = [];
  let end = 0;
  while (entries.length < count) {
    if (end + 2 > bytes.length) return undefined;
    const next = end + 2 + bytes.readUInt16BE(end);
    if (next > bytes.length) return undefined;
    entries.push(bytes.subarray(end + 2, next));
    end = next;
  }
  return { entries, end };
}

/** Reads nodes of a tree out of its tiles: a node between two tile levels is computed from the hashes below it. */
export function nodesFromTiles(hashesOf: (level: number, index: number) => readonly Hash[]): NodeReader {
  return (level, index) => {
    const within = level % TILE_HEIGHT;
    const first = index * 2 ** within; // of the hashes at the tile's own level
    const hashes = hashesOf(Math.floor(level / TILE_HEIGHT), Math.floor(first / TILE_WIDTH));
    return fold(hashes, first % TILE_WIDTH, 2 ** within);
  };
}

function fold(hashes: readonly Hash[], from: number, width: number): Hash {
  if (width === 1) {
    const hash = hashes[from];
    if (!hash) throw new RangeError(`a tile has no hash ${from}`);
    return hash;
  }
  return nodeHash(fold(hashes, from, width / 2), fold(hashes, from + width / 2, width / 2));
}

/** The tiles that hold the nodes with which a proof in a tree of this size can begin: they must be read before `nodesFromTiles` is asked. */
export function tileOfNode(level: number, index: number): { readonly level: number; readonly index: number } {
  return { level: Math.floor(level / TILE_HEIGHT), index: Math.floor((index * 2 ** (level % TILE_HEIGHT)) / TILE_WIDTH) };
}
