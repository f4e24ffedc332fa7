import fc from 'fast-check';
import { consistencyProof, EMPTY_ROOT, Frontier, inclusionProof, leafHash, nodeHash, rootAt, verifyConsistency, verifyInclusion, type Hash, type NodeReader } from './merkle.ts';
import { joinEntries, joinHashes, nodesFromTiles, parseTilePath, splitEntries, splitHashes, tilePath, tilesOf } from './tiles.ts';

/** RFC 6962 as it reads, without any of our shortcuts. */
function mth(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}
const nodesOf = (leaves: readonly Hash[]): NodeReader => (level, index) => mth(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));
const some = (count: number): Hash[] => Array.from({ length: count }, (_, n) => leafHash(Buffer.from(`leaf ${n}`)));

/** The leaves and roots of the reference tests of Certificate Transparency. */
const VECTORS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => leafHash(Buffer.from(hex, 'hex')));
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test.each(ROOTS.map((root, size) => [size, root] as const))('the reference tree of %i leaves', (size, root) => {
  const leaves = VECTORS.slice(0, size);
  const frontier = new Frontier();
  leaves.forEach((leaf) => frontier.append(leaf));
  expect([mth(leaves), rootAt(size, nodesOf(leaves)), frontier.root].map((hash) => hash.toString('hex'))).toEqual([root, root, root]);
});

test.each<[number, number, string[]]>([
  [0, 8, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4']],
  [5, 8, ['bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7']],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
])('the reference path of leaf %i in %i', (index, size, path) => {
  const leaves = VECTORS.slice(0, size);
  expect(inclusionProof(index, size, nodesOf(leaves)).map((hash) => hash.toString('hex'))).toEqual(path);
});

test('every leaf of every tree up to 70 is shown to be in it, and every earlier tree to begin it', () => {
  for (let size = 1; size <= 70; size += 1) {
    const leaves = some(size);
    const node = nodesOf(leaves);
    const root = mth(leaves);
    for (let index = 0; index < size; index += 1) expect(verifyInclusion(leaves[index]!, index, size, inclusionProof(index, size, node), root)).toBe(true);
    for (let smaller = 0; smaller <= size; smaller += 1) expect(verifyConsistency(smaller, mth(leaves.slice(0, smaller)), size, root, consistencyProof(smaller, size, node))).toBe(true);
  }
});

const tree = fc.integer({ min: 2, max: 300 }).chain((size) => fc.record({ size: fc.constant(size), one: fc.nat(size - 1), other: fc.nat(size - 1), bit: fc.nat(255), place: fc.nat() }));

test('a proof of anything else is no proof', () => {
  fc.assert(fc.property(tree, ({ size, one, other, bit, place }) => {
    const leaves = some(size);
    const node = nodesOf(leaves);
    const root = mth(leaves);
    const proof = inclusionProof(one, size, node);
    const flip = (hash: Hash): Hash => Buffer.from(hash.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));
    const flipped = proof.with(place % proof.length, flip(proof[place % proof.length]!));
    expect(verifyInclusion(leaves[one]!, one, size, flipped, root)).toBe(false);
    expect(verifyInclusion(flip(leaves[one]!), one, size, proof, root)).toBe(false);
    expect(verifyInclusion(leaves[one]!, one, size, proof, flip(root))).toBe(false);
    expect(verifyInclusion(leaves[one]!, one, size, [...proof, root], root)).toBe(false);
    expect(verifyInclusion(leaves[one]!, one, size, proof.slice(1), root)).toBe(false);
    if (one !== other) expect(verifyInclusion(leaves[one]!, other, size, proof, root)).toBe(false);
    for (const index of [-1, size, 0.5, NaN]) expect(verifyInclusion(leaves[one]!, index, size, proof, root)).toBe(false);
    const inner = nodeHash(leaves[0]!, leaves[1]!); // an inner node is not a leaf
    expect(verifyInclusion(leafHash(Buffer.concat([leaves[0]!, leaves[1]!])), 0, size, proof, root)).toBe(false);
    expect(inner.equals(leafHash(Buffer.concat([leaves[0]!, leaves[1]!])))).toBe(false);
    const smaller = one + 1;
    const history = consistencyProof(smaller, size, node);
    expect(verifyConsistency(smaller, flip(mth(leaves.slice(0, smaller))), size, root, history)).toBe(false);
    expect(verifyConsistency(smaller, mth(leaves.slice(0, smaller)), size, flip(root), history)).toBe(false);
    if (history.length > 0) expect(verifyConsistency(smaller, mth(leaves.slice(0, smaller)), size, root, history.with(place % history.length, flip(history[place % history.length]!)))).toBe(false);
    const rewritten = mth(leaves.with(one, flip(leaves[one]!)));
    expect(verifyConsistency(smaller, mth(leaves.slice(0, smaller)), size, rewritten, history)).toBe(false);
  }), { numRuns: 300 });
});

test('an edge can be put down and taken up at any size', () => {
  const leaves = some(600);
  let frontier = new Frontier();
  leaves.forEach((leaf, n) => {
    if (n % 7 === 0) frontier = new Frontier(frontier.size, frontier.hashes);
    frontier.append(leaf);
  });
  expect(frontier.root).toEqual(mth(leaves));
  expect(() => new Frontier(3, [EMPTY_ROOT])).toThrow(RangeError);
});

describe('tiles', () => {
  test.each<[Parameters<typeof tilePath>[0], string]>([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'], [{ level: 0, index: 1234067, width: 256 }, 'tile/0/x001/x234/067'], [{ level: 1, index: 0, width: 3 }, 'tile/1/000.p/3'],
    [{ level: 'entries', index: 1000, width: 255 }, 'tile/entries/x001/000.p/255'], [{ level: 15, index: 999, width: 1 }, 'tile/15/999.p/1'],
  ])('%j lies at %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  test.each(['tile/0/0', 'tile/0/x000/001', 'tile/00/000', 'tile/0/000.p/256', 'tile/0/000.p/0', 'tile/0/000.p/01', 'tile/0/001/234', 'tile/64/000', 'tile/0/../000', 'tile/e/000', 'tile/-1/000', 'tile/0/x999/x999/x999/x999/x999/999'])('%s is no place', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  test('the tiles of a log hold all nodes that its proofs need', () => {
    const leaves = some(700);
    const levels: Hash[][] = [leaves, [0, 1].map((n) => mth(leaves.slice(n * 256, (n + 1) * 256)))];
    const tiles = new Map([...tilesOf(700)].filter(({ level }) => level !== 'entries').map(({ level, index, width }) => [`${level}/${index}`, joinHashes(levels[Number(level)]!.slice(index * 256, index * 256 + width))]));
    expect([...tiles].map(([name, bytes]) => `${name} ${bytes.length}`)).toEqual(['0/0 8192', '0/1 8192', '0/2 6016', '1/0 64']);
    const node = nodesFromTiles((level, index) => splitHashes(tiles.get(`${level}/${index}`)!, tiles.get(`${level}/${index}`)!.length / 32)!);
    expect(rootAt(700, node)).toEqual(mth(leaves));
    for (const index of [0, 255, 256, 511, 512, 698, 699]) expect(inclusionProof(index, 700, node)).toEqual(inclusionProof(index, 700, nodesOf(leaves)));
    expect(consistencyProof(513, 700, node)).toEqual(consistencyProof(513, 700, nodesOf(leaves)));
  });

  test('a bundle gives back its leaves, and nothing where a byte is missing or too many', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 500 }), { minLength: 1, maxLength: 256 }), (entries) => {
      const bytes = joinEntries(entries);
      expect(splitEntries(bytes, entries.length)).toEqual(entries.map((entry) => Buffer.from(entry)));
      expect(splitEntries(bytes.subarray(0, -1), entries.length)).toBeUndefined();
      expect(splitEntries(Buffer.concat([bytes, Buffer.of(0)]), entries.length)).toBeUndefined();
    }), { numRuns: 50 });
    expect(() => joinEntries([Buffer.alloc(65_536)])).toThrow(RangeError);
  });
});
