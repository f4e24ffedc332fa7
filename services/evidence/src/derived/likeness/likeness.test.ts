import sharp from 'sharp';
import { chance, DISGUISES, scene } from '../photos.fixture.ts';
import { compare } from '../parse/compare-parse.ts';
import { landmarksOf } from './landmarks.ts';
import { LikenessIndex, type Marks } from './likeness-index.ts';
import { LEAST_CORRELATION, LEAST_SHARED } from './likeness.ts';
import { wholeHash, type Field } from './picture-hash.ts';

const PHOTOS = 40;

interface Seen extends Marks {
  readonly small: Buffer;
}

async function seen(fileId: string, bytes: Buffer): Promise<Seen> {
  const { data, info } = await sharp(bytes).resize(256, 256, { fit: 'inside' }).greyscale().raw().toBuffer({ resolveWithObject: true });
  const field: Field = { width: info.width, height: info.height, grey: new Uint8Array(data) };
  return { fileId, hash: wholeHash(field), landmarks: landmarksOf(field), small: await sharp(bytes).resize(320, 320, { fit: 'inside' }).webp({ quality: 78 }).toBuffer() };
}

const index = new LikenessIndex();
const originals: Seen[] = [];
const photos: Buffer[] = [];

beforeAll(async () => {
  for (let n = 0; n < PHOTOS; n += 1) {
    photos.push(await scene(n));
    originals.push(await seen(String(n), photos[n]!));
    index.add(originals[n]!);
  }
}, 120_000);

/** The originals that a picture is found to be like, with what kind of likeness. */
async function found(picture: Seen): Promise<Map<string, 'near' | 'crop'>> {
  const alike = new Map<string, 'near' | 'crop'>();
  for (const { fileId, alignment } of await index.near(picture, 24)) {
    const { correlation, shared } = await compare({ here: picture.small, there: originals[Number(fileId)]!.small, ...(alignment && { alignment }) });
    if (correlation >= LEAST_CORRELATION) alike.set(fileId, shared >= LEAST_SHARED ? 'near' : 'crop');
  }
  return alike;
}

test.each([
  ['saved at quality 40', 'near', 1],
  ['a third of the size, as WebP', 'near', 1],
  ['made brighter', 'near', 1],
  ['cropped to 90 %', 'crop', 0.97],
  ['cropped to 75 %', 'crop', 0.9],
  ['cropped to 60 %', 'crop', 0.7],
  ['cut to a wide strip', 'crop', 0.97],
] as const)('a photo %s is found as %s of its original and of no other', async (disguise, kind, least) => {
  const [right, wrong, kinds]: [number[], string[], string[]] = [[], [], []];
  for (const [n, photo] of photos.entries()) {
    const alike = await found(await seen('new', await DISGUISES[disguise]!(photo, n)));
    if (alike.has(String(n))) right.push(n);
    kinds.push(alike.get(String(n)) ?? 'none');
    wrong.push(...[...alike.keys()].filter((id) => id !== String(n)).map((id) => `${n} as ${id}`));
  }
  process.stdout.write(`${disguise}: ${right.length}/${PHOTOS}, wrong ${wrong.length}, ${kinds.filter((one) => one === kind).length} as ${kind}\n`);
  expect(wrong).toEqual([]);
  expect(right.length / PHOTOS).toBeGreaterThanOrEqual(least);
  expect(kinds.filter((one) => one === kind).length / PHOTOS).toBeGreaterThanOrEqual(least - 0.1);
}, 120_000);

test('the original is found by its crop that came first', async () => {
  const crops = new LikenessIndex();
  for (const [n, photo] of photos.entries()) crops.add(await seen(String(n), await DISGUISES['cropped to 75 %']!(photo, n)));
  let right = 0;
  for (const original of originals) if ((await crops.near({ ...original, fileId: 'new' }, 24)).some(({ fileId }) => fileId === original.fileId)) right += 1;
  expect(right / PHOTOS).toBeGreaterThanOrEqual(0.9);
}, 60_000);

test('photos that have nothing to do with each other are not alike', async () => {
  const wrong: string[] = [];
  for (let n = 1_000; n < 1_060; n += 1) for (const id of (await found(await seen('new', await scene(n)))).keys()) wrong.push(`${n} as ${id}`);
  expect(wrong).toEqual([]);
}, 120_000);

test('a plain picture is like no other plain one', async () => {
  const plain = async (id: string, colour: string) => seen(id, await sharp({ create: { width: 800, height: 600, channels: 3, background: colour } }).jpeg().toBuffer());
  const walls = new LikenessIndex();
  walls.add(await plain('grey', '#888888'));
  expect(await walls.near(await plain('white', '#fefefe'), 24)).toEqual([]);
});

test('100,000 photos take little memory, and one is found among them by a few of its landmarks', async () => {
  const random = chance(5);
  const hash = () => Array.from({ length: 4 }, () => Math.floor(random() * 65_536).toString(16).padStart(4, '0')).join('');
  const marks = (fileId: string): Marks => ({ fileId, hash: hash(), landmarks: Array.from({ length: 32 }, () => ({ x: random(), y: random(), size: 0.01 + random() / 20, hash: hash() })) });
  const large = new LikenessIndex();
  const before = process.memoryUsage().arrayBuffers;
  let one: Marks | undefined;
  for (let n = 0; n < 100_000; n += 1) {
    const next = marks(String(n));
    if (n === 4_242) one = next;
    large.add(next);
  }
  expect((process.memoryUsage().arrayBuffers - before) / 100_000).toBeLessThan(3_000);
  const crop = { fileId: 'new', hash: hash(), landmarks: one!.landmarks.slice(4, 9).map((mark) => ({ ...mark, x: mark.x * 1.4 - 0.2, y: mark.y * 1.4 - 0.1, size: mark.size * 1.4 })) };
  expect((await large.near(crop, 24))[0]).toMatchObject({ fileId: '4242', alignment: { votes: 5, scale: expect.closeTo(1.4, 1) } });
}, 120_000);
