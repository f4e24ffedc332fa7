import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// What independent programs see in a PDF. For tests: a writer must not be its own judge.

const PACKAGES = {
  pdftoppm: 'poppler-utils',
  pdftotext: 'poppler-utils',
  pdffonts: 'poppler-utils',
  pdfinfo: 'poppler-utils',
  qpdf: 'qpdf',
  zbarimg: 'zbar-tools',
};
type Tool = keyof typeof PACKAGES;

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, 0 black to 255 white. */
  readonly grey: Uint8Array;
}

/** One page as grey pixels; anything poppler complains about is a failure, broken fonts are only warned of. */
export function raster(pdf: Uint8Array, dpi: number, page = 1): Raster {
  const bytes = withFile(pdf, (path) => run('pdftoppm', ['-r', `${dpi}`, '-gray', '-f', `${page}`, '-l', `${page}`, path]));
  const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 64));
  if (!header) throw new Error('pdftoppm wrote no grey picture');
  return { width: Number(header[1]), height: Number(header[2]), grey: bytes.subarray(header[0].length) };
}

/** Dark pixels inside a box given in points from the top left of the page. */
export function ink({ width, grey }: Raster, dpi: number, box: { x: number; y: number; width: number; height: number }): number {
  const pixel = (points: number) => Math.round((points * dpi) / 72);
  let dark = 0;
  for (let y = pixel(box.y); y < pixel(box.y + box.height); y += 1) {
    for (let x = pixel(box.x); x < pixel(box.x + box.width); x += 1) if ((grey[y * width + x] ?? 255) < 128) dark += 1;
  }
  return dark;
}

export const text = (pdf: Uint8Array, ...options: string[]) =>
  withFile(pdf, (path) => run('pdftotext', [...options, path, '-'])).toString();

export const info = (pdf: Uint8Array, ...options: string[]) =>
  withFile(pdf, (path) => run('pdfinfo', [...options, path])).toString();

/** The text of each tagged element, in reading order, as a screen reader says it. */
export const taggedTexts = (pdf: Uint8Array): string[] => {
  const lines = info(pdf, '-struct-text').split('\n').map((line) => line.trim());
  const found: string[] = [];
  let isText = false;
  for (const line of lines) {
    const said = /^"(.*)"$/.exec(line)?.[1];
    if (said !== undefined) found.push(isText ? found.pop()! + said : said);
    isText = said !== undefined;
  }
  return found;
};

export const pageCount = (pdf: Uint8Array) => Number(/^Pages:\s+(\d+)/m.exec(info(pdf))?.[1]);

/** Whether each font is embedded, subset and has its characters, as pdffonts lists them. */
export function fontRows(pdf: Uint8Array): { name: string; embedded: string; subset: string; unicode: string }[] {
  const lines = withFile(pdf, (path) => run('pdffonts', [path]))
    .toString()
    .trimEnd()
    .split('\n');
  return lines.slice(2).map((line) => {
    const [name = '', , , , embedded = '', subset = '', unicode = ''] = line.split(/\s+/);
    return { name, embedded, subset, unicode };
  });
}

/** Throws what is wrong with the file's structure. */
export const checkStructure = (pdf: Uint8Array) => withFile(pdf, (path) => run('qpdf', ['--check', path])).toString();

/** What a scanner reads from the QR codes of a page. */
export function scanned(pdf: Uint8Array, page: number): string {
  return withFile(pdf, (path) => {
    run('pdftoppm', ['-r', '150', '-png', '-f', `${page}`, '-l', `${page}`, '-singlefile', path, path]);
    return run('zbarimg', ['-q', '--raw', `${path}.png`])
      .toString()
      .trim();
  });
}

function withFile<T>(pdf: Uint8Array, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'pdf-probe-'));
  try {
    writeFileSync(join(folder, 'a.pdf'), pdf);
    return use(join(folder, 'a.pdf'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(tool: Tool, options: string[]): Buffer {
  const { error, status, stdout, stderr } = spawnSync(tool, options, { maxBuffer: 256 * 1024 * 1024 });
  if (error) throw new Error(`${tool} is needed to check PDFs (Debian: apt-get install ${PACKAGES[tool]}): ${error.message}`);
  const complaint = tool !== 'zbarimg' && stderr.length > 0; // zbarimg complains of a missing session bus
  if (status !== 0 || complaint) throw new Error(`${tool} ${options.join(' ')} → ${status}: ${stderr}`);
  return stdout;
}
