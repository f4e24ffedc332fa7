import { hash } from 'node:crypto';

/** A SHA-256. */
export type Hash = Buffer;

const LEAF = 0;
const NODE = 1;
/** What is hashed is put together here: one call on one piece takes a third of the time of a hash object fed in parts. */
const scratch = Buffer.alloc(1 + 0xffff);

function sha256(first: number, one: Uint8Array, other?: Uint8Array): Hash {
  const end = 1 + one.length + (other?.length ?? 0);
  const whole = end <= scratch.length ? scratch : Buffer.alloc(end);
  whole[0] = first;
  whole.set(one, 1);
  if (other) whole.set(other, 1 + one.length);
  return hash('sha256', new Uint8Array(whole.buffer, whole.byteOffset, end), 'buffer');
}

/** RFC 6962 2.1: leaves and nodes are hashed with different first bytes, so that neither can be passed off as the other. */
export const leafHash = (entry: Uint8Array): Hash => sha256(LEAF, entry);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Hash => sha256(NODE, left, right);
export const EMPTY_ROOT: Hash = hash('sha256', '', 'buffer');

/** The hash of a whole subtree: level 0 is leaves, `index` counts subtrees of 2^level leaves from the left. */
export type NodeReader = (level: number, index: number) => Hash;

/** The largest power of two below n (n ≥ 2). */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The whole subtrees of a tree from the left: their levels and indexes. */
export function peaks(size: number): { readonly level: number; readonly index: number }[] {
  const found: { level: number; index: number }[] = [];
  let from = 0;
  for (let level = Math.floor(Math.log2(Math.max(size, 1))) + 1; level >= 0; level -= 1) {
    const width = 2 ** level;
    if (from + width > size) continue;
    found.push({ level, index: from / width });
    from += width;
  }
  return found;
}

const foldPeaks = (hashes: readonly Hash[]): Hash => (hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => nodeHash(left, right)));

export const rootAt = (size: number, node: NodeReader): Hash => foldPeaks(peaks(size).map(({ level, index }) => node(level, index)));

/** The hash of leaves [from, to): a whole subtree is read, any other is computed of its parts. */
function range(from: number, to: number, node: NodeReader): Hash {
  const width = to - from;
  const level = Math.log2(width);
  if (Number.isInteger(level) && from % width === 0) return node(level, from / width);
  const k = split(width);
  return nodeHash(range(from, from + k, node), range(from + k, to, node));
}

/** RFC 6962 2.1.1: the hashes that lead from a leaf to the root, the leaf's neighbour first. */
export function inclusionProof(index: number, size: number, node: NodeReader): Hash[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const path = (from: number, to: number): Hash[] => {
    if (to - from === 1) return [];
    const middle = from + split(to - from);
    return index < middle ? [...path(from, middle), range(middle, to, node)] : [...path(middle, to), range(from, middle, node)];
  };
  return path(0, size);
}

/** RFC 6962 2.1.2: the hashes that show a tree to begin with the smaller one. */
export function consistencyProof(smaller: number, size: number, node: NodeReader): Hash[] {
  if (!(smaller >= 0 && smaller <= size)) throw new RangeError(`no tree of ${smaller} in one of ${size}`);
  if (smaller === 0 || smaller === size) return [];
  const path = (from: number, to: number, whole: boolean): Hash[] => {
    if (to === smaller) return whole ? [] : [range(from, to, node)];
    const middle = from + split(to - from);
    if (smaller <= middle) return [...path(from, middle, whole), range(middle, to, node)];
    return [...path(middle, to, false), range(from, middle, node)];
  };
  return path(0, size, true);
}

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

/** The root that a leaf and its proof lead to; undefined where the proof has a wrong length (RFC 9162 2.1.3.2). */
export function rootFromInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[]): Hash | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return undefined;
  let [fn, sn, found] = [index, size - 1, leaf];
  for (const hash of proof) {
    if (sn === 0) return undefined;
    if (isOdd(fn) || fn === sn) {
      found = nodeHash(hash, found);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      found = nodeHash(found, hash);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? found : undefined;
}

export const verifyInclusion = (leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean => rootFromInclusion(leaf, index, size, proof)?.equals(root) === true;

/** True where the proof shows the tree of `root` to begin with the tree of `smallerRoot` (RFC 9162 2.1.4.2). */
export function verifyConsistency(smaller: number, smallerRoot: Hash, size: number, root: Hash, proof: readonly Hash[]): boolean {
  if (!Number.isSafeInteger(smaller) || !Number.isSafeInteger(size) || smaller < 0 || smaller > size) return false;
  if (smaller === 0) return proof.length === 0 && smallerRoot.equals(EMPTY_ROOT);
  if (smaller === size) return proof.length === 0 && smallerRoot.equals(root);
  const rest = [...proof];
  let [fn, sn] = [smaller - 1, size - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  const first = fn === 0 ? smallerRoot : rest.shift(); // where the smaller tree is whole, the proof leaves its root out
  if (!first) return false;
  let [one, other] = [first, first];
  for (const hash of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      one = nodeHash(hash, one);
      other = nodeHash(hash, other);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      other = nodeHash(other, hash);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && one.equals(smallerRoot) && other.equals(root);
}

/** The right edge of a tree: all that is needed to append, and the root. */
export class Frontier {
  readonly #peaks: Hash[];

  constructor(
    public size = 0,
    hashes: readonly Hash[] = [],
  ) {
    if (hashes.length !== peaks(size).length) throw new RangeError(`${hashes.length} hashes are no edge of a tree of ${size}`);
    this.#peaks = [...hashes];
  }

  get hashes(): readonly Hash[] {
    return this.#peaks;
  }
  get root(): Hash {
    return foldPeaks(this.#peaks);
  }

  /** Appends a leaf; tells each subtree that became whole by it, leaf first. */
  append(leaf: Hash, whole: (level: number, index: number, hash: Hash) => void = () => undefined): void {
    whole(0, this.size, leaf);
    let hash = leaf;
    let level = 0;
    for (let n = this.size; isOdd(n); n = half(n)) {
      hash = nodeHash(this.#peaks.pop()!, hash);
      level += 1;
      whole(level, half(n), hash);
    }
    this.#peaks.push(hash);
    this.size += 1;
  }
}
