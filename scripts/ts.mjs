// Lets Node run the TypeScript of this repository as it stands: `node --import ./scripts/ts.mjs services/all/src/main.ts`.
// Node's own type stripping refuses decorators, so swc compiles each file once; the result is kept by content, and a
// warm start never loads the compiler.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const cache = new URL('node_modules/.cache/xingchuang-ts/', root);
const require = createRequire(import.meta.url);
const settings = readFileSync(new URL('.swcrc', root), 'utf8');
const edition = settings + require('@swc/core/package.json').version;
mkdirSync(cache, { recursive: true });

function compiled(url) {
  const source = readFileSync(new URL(url), 'utf8');
  const kept = new URL(`${createHash('sha256').update(edition).update(url).update(source).digest('hex')}.mjs`, cache);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const { code } = require('@swc/core').transformSync(source, { ...JSON.parse(settings), filename: fileURLToPath(url), swcrc: false });
  const draft = new URL(`${kept.pathname}.${process.pid}`, kept);
  writeFileSync(draft, code);
  renameSync(draft, kept); // two processes may compile the same file at once
  return code;
}

registerHooks({
  load(url, context, next) {
    return /^file:.*\.ts$/.test(url) ? { format: 'module', source: compiled(url), shortCircuit: true } : next(url, context);
  },
});
