// Thumbnails of photos of two sizes: what the service does (thumbnail, preview and likeness from one decoding), its thumbnail alone, two separate
// decodings for thumbnail and hash, and vipsthumbnail where it is present: one JSON line each, medians of rounds that take turns:
// time that passed, and processor time for what runs in this process.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { scene } from '../../services/evidence/src/derived/photos.fixture.ts';
import { THUMBNAIL_PIXELS } from '../../services/evidence/src/derived/derived-rule.ts';
import { picture } from '../../services/evidence/src/derived/parse/picture-parse.ts';

const ROUNDS = 9;
const SIZES = [[1_600, 1_200], [4_000, 3_000]] as const;

const folder = mkdtempSync(join(tmpdir(), 'xingchuang-bench-'));
const hasVips = spawnSync('vipsthumbnail', ['--version']).status === 0;

const small = (path: string) => sharp(path).rotate().resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside' });
const thumbnail = (path: string) => small(path).webp({ quality: 78, effort: 2 }).toBuffer();
const ways: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  // what the service makes of a photo: thumbnail, large preview, hashes and landmarks
  all: (path) => picture({ path, mediaType: 'image/jpeg' }),
  // the thumbnail alone, one decoding that shrinks on the way
  thumbnail,
  // thumbnail and hash from one decoding, and from two
  onePass: async (path) => {
    const { data, info } = await small(path).raw().toBuffer({ resolveWithObject: true });
    const again = () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
    await again().webp({ quality: 78, effort: 2 }).toBuffer();
    await again().resize(9, 8, { fit: 'fill' }).greyscale().raw().toBuffer();
  },
  twoPasses: async (path) => {
    await thumbnail(path);
    await sharp(path).rotate().resize(9, 8, { fit: 'fill' }).greyscale().raw().toBuffer();
  },
  ...(hasVips && {
    vipsthumbnail: async (path: string) => {
      const { status } = spawnSync('vipsthumbnail', [path, '--size', `${THUMBNAIL_PIXELS}x${THUMBNAIL_PIXELS}`, '-o', join(folder, 'out.webp[Q=78,effort=2,strip]')]);
      if (status !== 0) throw new Error('vipsthumbnail failed');
    },
  }),
};

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

for (const [width, height] of SIZES) {
  const path = join(folder, 'photo.jpg');
  writeFileSync(path, await scene(1, width, height));
  const none = () => Object.fromEntries(Object.keys(ways).map((way) => [way, [] as number[]]));
  const [taken, worked] = [none(), none()];
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [way, run] of Object.entries(ways)) {
      const [began, before] = [performance.now(), process.cpuUsage()];
      await run(path);
      if (round === 0) continue; // warms up
      const { user, system } = process.cpuUsage(before);
      taken[way]!.push(performance.now() - began);
      worked[way]!.push((user + system) / 1_000);
    }
  }
  const medians = (of: Readonly<Record<string, number[]>>) => Object.fromEntries(Object.entries(of).map(([way, times]) => [way, Math.round(median(times) * 10) / 10]));
  const [ms, cpuMs] = [medians(taken), medians(worked)];
  const ratio = (peer: number, way: number) => Math.round((peer / way) * 100) / 100;
  const peer = hasVips ? { thumbnailAgainstVips: ratio(ms['vipsthumbnail']!, ms['thumbnail']!), targetRatio: 1 } : { peer: 'vipsthumbnail is not installed (libvips-tools)' };
  const line = { bench: 'thumbnails', megapixels: (width * height) / 1_000_000, ms, cpuMs, onePassAgainstTwo: ratio(cpuMs['twoPasses']!, cpuMs['onePass']!), ...peer };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
rmSync(folder, { recursive: true, force: true });
