import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { LackOf } from './lack-of.ts';

const run = promisify(execFile);
const CONVERT_MS = 60_000;
/** Kibibytes of address space; a document that wants more is made to. */
const MOST_MEMORY = 4 * 1024 * 1024;

/** No macros, no links followed, no document asks anybody anything. */
const SETTINGS: readonly (readonly [path: string, name: string, value: string])[] = [
  ['/org.openoffice.Office.Common/Security/Scripting', 'MacroSecurityLevel', '3'],
  ['/org.openoffice.Office.Common/Security/Scripting', 'DisableMacrosExecution', 'true'],
  ['/org.openoffice.Office.Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true'],
  ['/org.openoffice.Office.Common/Security/Scripting', 'DisableActiveContent', 'true'],
  ['/org.openoffice.Office.Writer/Content/Update', 'Link', '0'],
  ['/org.openoffice.Office.Calc/Content/Update', 'Link', '2'],
];

interface Asked {
  readonly path: string;
  /** A folder of this document alone, removed by the caller. */
  readonly folder: string;
  readonly extension: string;
}

/** An office document as PDF, by LibreOffice without network: the path of the PDF. */
export async function toPdf({ path, folder, extension }: Asked): Promise<{ path: string }> {
  const profile = join(folder, 'profile', 'user');
  await mkdir(profile, { recursive: true });
  await writeFile(join(profile, 'registrymodifications.xcu'), settings());
  const source = join(folder, `document.${extension}`);
  await withoutLinks(path, source);
  const words = [`-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`, '--headless', '--norestore', '--nolockcheck', '--convert-to', 'pdf', '--outdir', folder, source];
  await run('/bin/sh', ['-c', `ulimit -v ${MOST_MEMORY}; exec soffice "$@"`, 'sh', ...words], {
    timeout: CONVERT_MS,
    killSignal: 'SIGKILL',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: folder, LANG: 'zh_CN.UTF-8', http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' },
  });
  const made = join(folder, 'document.pdf');
  await access(made).catch(() => {
    throw new LackOf('damaged');
  });
  return { path: made };
}

const settings = (): string => `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
${SETTINGS.map(([path, name, value]) => `<item oor:path="${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`).join('\n')}
</oor:items>`;

/** What a document fetches from elsewhere when it is opened (template, linked picture, linked table) is left out; links to click stay (E14). */
export function withoutExternal(relations: string): string {
  return relations.replaceAll(/<(?:\w+:)?Relationship\b[^>]*?(?:\/>|>\s*<\/(?:\w+:)?Relationship>)/g, (relation) =>
    /TargetMode\s*=\s*["']External["']/i.test(relation) && !/\/hyperlink["']/.test(relation) ? '' : relation,
  );
}

const MOST_ENTRIES = 10_000;

async function withoutLinks(path: string, to: string): Promise<void> {
  const from = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
  const copy = new yazl.ZipFile();
  const written = pipeline(copy.outputStream, createWriteStream(`${to}.part`));
  try {
    if (from.entryCount > MOST_ENTRIES) throw new LackOf('too-much');
    for await (const entry of from.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      const chunks: Buffer[] = [];
      for await (const chunk of await from.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
      const bytes = Buffer.concat(chunks);
      copy.addBuffer(entry.fileName.endsWith('.rels') ? Buffer.from(withoutExternal(bytes.toString('utf8'))) : bytes, entry.fileName, { mtime: new Date(0) });
    }
  } finally {
    from.close();
    copy.end();
  }
  await written;
  await rename(`${to}.part`, to);
}

