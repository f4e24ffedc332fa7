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

const hash = createHash('sha256');
for (const part of ['services/portal', 'libs/contracts/src', 'libs/rules/src', 'libs/calendar/src', 'libs/schemes/src', 'package-lock.json'])
  for (const file of files(join(root, part))) hash.update(relative(root, file)).update('\0').update(readFileSync(file));
const sources = hash.digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources) {
  process.stdout.write('正在构建门户，仅首次需要 / building the portal, only needed once …\n');
  const { build } = await import('vite');
  await build({ root: portal, logLevel: 'warn' });
  for (const file of files(join(portal, 'dist')))
    if (/\.(js|css|html|svg|json)$/.test(file)) {
      const bytes = readFileSync(file);
      writeFileSync(`${file}.br`, brotliCompressSync(bytes));
      writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    }
  writeFileSync(stamp, sources);
}
