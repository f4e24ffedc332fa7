// Builds the portal into services/portal/dist, unless what is there was built from the same sources.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../', import.meta.url));
const portal = join(root, 'services/portal');
const stamp = join(portal, 'dist/.built-from');

function* files(path) {
  if (!statSync(path).isDirectory()) yield path;
  else for (const name of readdirSync(path).sort()) if (!['node_modules', 'dist'].includes(name)) yield* files(join(path, name));
}

/** The star as the home screens of phones want it; `maskable` fills its square, for whoever cuts it into a shape of theirs. */
async function drawIcons() {
  const { default: sharp } = await import('sharp');
  const star = (size) => sharp(join(portal, 'public/star.svg'), { density: (72 * size) / 32 }).resize(size);
  for (const size of [192, 512]) await star(size).png().toFile(join(portal, `dist/icon-${size}.png`));
  for (const [name, size] of [['icon-180', 180], ['icon-maskable-512', 512]]) await star(size).flatten({ background: '#B71C1C' }).png().toFile(join(portal, `dist/${name}.png`));
}

const hash = createHash('sha256');
for (const part of ['services/portal', 'libs/contracts/src', 'libs/rules/src', 'libs/calendar/src', 'libs/schemes/src', 'package-lock.json'])
  for (const file of files(join(root, part))) hash.update(relative(root, file)).update('\0').update(readFileSync(file));
const sources = hash.digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources) {
  process.stdout.write('正在构建门户，仅首次需要 / building the portal, only needed once …\n');
  const { build } = await import('vite');
  await build({ root: portal, logLevel: 'warn' });
  await drawIcons();
  for (const file of files(join(portal, 'dist')))
    if (/\.(js|css|html|svg|json|webmanifest)$/.test(file)) {
      const bytes = readFileSync(file);
      writeFileSync(`${file}.br`, brotliCompressSync(bytes));
      writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    }
  writeFileSync(stamp, sources);
}
