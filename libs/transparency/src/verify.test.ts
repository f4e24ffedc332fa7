import { generateKeyPairSync } from 'node:crypto';
import { canonicalJson } from './canonical.ts';
import { signCheckpoint } from './checkpoint.ts';
import { leafHash } from './merkle.ts';
import { keyOf, parseKey } from './note.ts';
import { verifyLog } from './verify-log.ts';
import { verifyPackage } from './verify-package.ts';
import { readerOf, smallPackage, SmallLog, type Files } from './verify.fixture.ts';
import type { Report } from './verify-report.ts';

const SEED = 20_260_105;
/** mulberry32: chance that comes again. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function changed(files: Files, next: () => number): { readonly files: Files; readonly path: string; readonly at: number } {
  const paths = [...files.keys()];
  const path = paths[Math.floor(next() * paths.length)]!;
  const bytes = Buffer.from(files.get(path)!);
  const at = Math.floor(next() * bytes.length);
  bytes[at]! ^= 1 + Math.floor(next() * 255);
  return { files: new Map([...files, [path, bytes]]), path, at };
}

const log = new SmallLog();
for (let n = 0; n < 260; n += 1) log.say('thing.said', `thing-${n % 40}`, { n });
const copy = log.copy([1, 100, 256, 259]);
const packaged = smallPackage(8, 5);

/** The place that is named is the file that was changed, or a list in which its digest stands, or what is in that file. */
const names = ({ differences }: Report, path: string): boolean => differences.some(({ place, object }) => (place.startsWith(path) || path.startsWith('tagmanifest') || path.startsWith('manifest')) && object !== '');

test.each<[string, Files, (files: Files) => Report, number]>([
  ['a package', packaged, (files) => verifyPackage(readerOf(files), undefined), 8_500],
  ['a copy of the log', copy, (files) => verifyLog(readerOf(files), undefined), 1_500],
])('any one byte changed in %s is found, and named', (_, files, verify, times) => {
  const next = chance(SEED);
  const unseen: string[] = [];
  for (let n = 0; n < times; n += 1) {
    const one = changed(files, next);
    const report = verify(one.files);
    if (!names(report, one.path)) unseen.push(`${one.path} @${one.at}: ${report.differences.map(({ place }) => place).slice(0, 3).join()}`);
  }
  expect(unseen).toEqual([]);
}, 300_000);

test('over ten thousand things that are as they were raise no alarm', () => {
  const big = new SmallLog();
  for (let n = 0; n < 6_000; n += 1) big.say('thing.said', `thing-${n}`, { n });
  const reports = [verifyPackage(readerOf(smallPackage(3_000, 1_500)), undefined), verifyLog(readerOf(big.copy([0, 1, 255, 256, 257, 5_999])), undefined)];
  expect(reports.flatMap(({ differences }) => differences)).toEqual([]);
  expect(reports.reduce((sum, { checked }) => sum + checked, 0)).toBeGreaterThan(10_000);
});

const without = (files: Files, path: string): Files => new Map([...files].filter(([name]) => name !== path));
const places = ({ differences }: Report): string[] => differences.map(({ place }) => place);
const ofPackage = (files: Files): string[] => places(verifyPackage(readerOf(files), undefined));
const ofLog = (files: Files): string[] => places(verifyLog(readerOf(files), undefined));

describe('what is missing or too much', () => {
  test.each([...packaged.keys()])('%s gone', (path) => expect(ofPackage(without(packaged, path))).not.toEqual([]));
  test.each([...copy.keys()].filter((path) => !path.startsWith('checkpoints/')))('%s gone from the log', (path) => expect(ofLog(without(copy, path))).not.toEqual([]));
  test('a file that nobody named', () => expect(ofPackage(new Map([...packaged, ['data/files/2026-01/more.jpg', Buffer.of(1)]]))).toEqual(['data/files/2026-01/more.jpg']));
  test('a tile beyond the end', () => expect(ofLog(new Map([...copy, ['tile/0/009', Buffer.alloc(8_192)]]))).toEqual(['tile/0/009']));
  test('an older tile that is no beginning of the newer', () => {
    expect(ofLog(new Map([...copy, ['tile/0/000.p/2', copy.get('tile/0/000')!.subarray(0, 64)]]))).toEqual([]);
    expect(ofLog(new Map([...copy, ['tile/0/000.p/2', copy.get('tile/0/000')!.subarray(32, 96)]]))).toEqual(['tile/0/000.p/2']);
  });
});

describe('history that was written anew', () => {
  test('with the same key: an earlier checkpoint names it', () => {
    const forged = new SmallLog();
    Object.assign(forged, { privateKey: log.privateKey });
    for (let n = 0; n < 260; n += 1) forged.say('thing.said', `thing-${n % 40}`, { n: n === 42 ? 43 : n });
    const files = new Map([...forged.copy(), ...[...copy].filter(([path]) => path.startsWith('checkpoints/'))]);
    expect(ofLog(files)).toEqual(['checkpoints/0000000000000100.txt', 'checkpoints/0000000000000256.txt', 'checkpoints/0000000000000259.txt']);
  });

  test('or cut at its end', () => {
    const cut = new SmallLog();
    Object.assign(cut, { privateKey: log.privateKey });
    for (let n = 0; n < 200; n += 1) cut.say('thing.said', `thing-${n % 40}`, { n });
    const { differences } = verifyLog(readerOf(new Map([...cut.copy(), ['checkpoints/0000000000000259.txt', copy.get('checkpoints/0000000000000259.txt')!]])), undefined);
    expect(differences).toMatchObject([{ object: 'checkpoint 259', found: 'the log ends at 200' }]);
  });

  test('with another key: whoever knows the right key sees it', () => {
    const other = keyOf('archive.example/evidence-log', generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }));
    expect(verifyLog(readerOf(copy), [other]).differences).not.toEqual([]);
    expect(verifyLog(readerOf(copy), [parseKey((JSON.parse(log.keys()) as { verifier: string }[])[0]!.verifier)!]).differences).toEqual([]);
  });

  test('a package whose manifests were made to fit: the log names the thing and the field', () => {
    const lines = packaged.get('data/files.jsonl')!.toString().replace('"照片3.jpg","path"', '"换了.jpg","path"');
    const { differences } = verifyPackage(readerOf(new Map([...packaged, ['data/files.jsonl', Buffer.from(lines)]])), undefined);
    expect(differences).toContainEqual(expect.objectContaining({ object: expect.stringContaining('file-000003') as string, place: 'data/files.jsonl:4 name', expected: '"照片3.jpg"', found: '"换了.jpg"' }));
  });

  test('a record whose content was changed: the same', () => {
    const path = 'data/records/meeting/record-000002.json';
    const { record } = JSON.parse(packaged.get(path)!.toString()) as { record: { fields: object } };
    const text = `${canonicalJson({ record: { ...record, fields: { ...record.fields, minutes: 999 } }, revisions: [] })}\n`;
    expect(ofPackage(new Map([...packaged, [path, Buffer.from(text)]]))).toContain(`${path} fields`);
  });

  test('a receipt of another thing, of another tree, or of an inner node proves nothing', () => {
    const path = 'proofs/log/entries.jsonl';
    const lines = packaged.get(path)!.toString().trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    const swap = (change: (line: Record<string, unknown>, n: number) => Record<string, unknown>): string[] =>
      ofPackage(new Map([...packaged, [path, Buffer.from(lines.map((line, n) => `${canonicalJson(n < 2 ? change(line, n) : line)}\n`).join(''))]])).filter((place) => place.startsWith(`${path}:`));
    expect(swap((line, n) => ({ ...line, proof: lines[1 - n]!['proof'] }))).toHaveLength(2);
    expect(swap((line) => ({ ...line, index: 5 }))).toHaveLength(2);
    expect(swap((line) => ({ ...line, index: (line['index'] as number) + 2 ** 32 }))).toHaveLength(2);
    expect(swap((line, n) => ({ ...line, leaf: lines[1 - n]!['leaf'] }))).toHaveLength(2);
    expect(swap((line) => ({ ...line, proof: [...(line['proof'] as string[]), leafHash(Buffer.of(1)).toString('hex')] }))).toHaveLength(2);
    expect(swap((line) => ({ ...line, salt: '00'.repeat(16) }))).toHaveLength(2);
    expect(swap((line) => ({ ...line, objectId: 'file-999999' }))).toHaveLength(2);
  });

  test('a checkpoint of another log under the same key', () => {
    const foreign = signCheckpoint({ origin: 'another.example', size: 0, root: leafHash(Buffer.of(1)) }, [log.privateKey]);
    expect(ofLog(new Map([...copy, ['checkpoints/x.txt', Buffer.from(foreign)]]))).toEqual(['checkpoints/x.txt']);
  });
});
