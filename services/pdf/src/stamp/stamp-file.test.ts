import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { degrees, PDFDocument, rgb } from '@cantoo/pdf-lib';
import { shippedFonts } from '../font/font-catalogue.ts';
import { pdfsig, pyhanko } from '../judges.fixture.ts';
import { MM } from '../layout/page-marks.ts';
import { checkStructure, ink, pageCount, raster, text } from '../probes.fixture.ts';
import { shippedRenderer } from '../render.ts';
import { Authority, PASSWORD } from '../sign/authority.fixture.ts';
import { signingKey } from '../sign/signing-key.ts';
import { certificate } from '../template/data.fixture.ts';
import { signed } from '../document-maker.ts';
import { faceOf, type Signing } from '../write/signature-place.ts';
import { stampFile } from './stamp-file.ts';
import { StampHost } from './stamp-host.ts';
import type { Stamp } from './stamp-schema.ts';

const DPI = 60;
const received: Stamp = { kind: 'received', organ: '市直工委䶮室', day: '2026-03-02', number: '收〔2026〕㛃17号' };
const archived: Stamp = { kind: 'archived', fondsNumber: '042', year: 2026, pieceNumber: '17', category: '党建', retention: '永久', pages: 3, archiveNumber: 'DJ-2026-017', digest: 'ab'.repeat(32) };
const watermark: Stamp = { kind: 'watermark', text: '仅供 张㛃（䶮溪镇）2026-03-02 查阅 {{x}} (Tj) ET' };

async function stamped(file: Buffer, stamp: Stamp, signing?: Signing): Promise<Buffer> {
  const appended = await stampFile(file, stamp, shippedFonts(), signing && faceOf(signing));
  return Buffer.concat([file, signing ? await signed(file, appended, signing) : appended.bytes]);
}

/** A foreign file of several pages, some turned, one cropped. */
async function foreign(useObjectStreams: boolean): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (const angle of [0, 90, 180, 270]) {
    const page = document.addPage([595, 842]);
    page.setRotation(degrees(angle));
    page.drawRectangle({ x: 200, y: 300, width: 100, height: 200, color: rgb(0.2, 0.2, 0.6) });
  }
  const cropped = document.addPage([700, 900]);
  cropped.setCropBox(50, 20, 595, 842);
  return Buffer.from(await document.save({ useObjectStreams }));
}

function rewritten(file: Buffer, ...options: string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'pdf-rewritten-'));
  try {
    writeFileSync(join(folder, 'in.pdf'), file);
    const { status, stderr } = spawnSync('qpdf', [...options, join(folder, 'in.pdf'), join(folder, 'out.pdf')]);
    if (status !== 0) throw new Error(`qpdf: ${stderr}`);
    return readFileSync(join(folder, 'out.pdf'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Dark pixels in the four corners of a page as a reader sees it. */
function corners(pdf: Buffer, page: number) {
  const picture = raster(pdf, 100, page);
  const [width, height] = [(picture.width * 72) / 100, (picture.height * 72) / 100];
  const side = 75 * MM;
  const at = (x: number, y: number) => ink(picture, 100, { x, y, width: side, height: 40 * MM }) > 0;
  return { topLeft: at(0, 0), topRight: at(width - side, 0), bottomLeft: at(0, height - 40 * MM), bottomRight: at(width - side, height - 40 * MM) };
}

const KINDS = { table: () => foreign(false), 'object streams': () => foreign(true), linearized: async () => rewritten(await foreign(true), '--linearize'), 'one of ours': async () => shippedRenderer().render('certificate', certificate) };

describe.each(Object.entries(KINDS))('a file with %s', (_, make) => {
  test('is added to, never changed, and stays sound', async () => {
    const file = await make();
    for (const stamp of [received, archived, watermark]) {
      const pdf = await stamped(file, stamp);
      expect(checkStructure(pdf)).toContain('No syntax or stream encoding errors');
      expect(pageCount(pdf)).toBe(pageCount(file));
      expect(pdf.subarray(0, file.length).equals(file)).toBe(true);
    }
  });

  test('shows each stamp, again on top of the others', async () => {
    const all = await stamped(await stamped(await stamped(await make(), received), archived), watermark);
    const printed = text(all, '-raw', '-f', '1', '-l', '1').replace(/\s/g, ''); // slanting text comes in pieces
    for (const part of ['市直工委䶮室', '2026年3月2日', '㛃17号', 'DJ-2026-017', 'ab'.repeat(16), '张㛃（䶮溪镇）', '{{x}}(Tj)ET']) expect(printed).toContain(part);
    expect(checkStructure(all)).toContain('No syntax or stream encoding errors');
  });
});

describe('a turned or cropped page', () => {
  test.each([1, 2, 3, 4])('page %d bears the watermark', async (page) => {
    const pdf = await stamped(await foreign(true), watermark);
    expect(text(pdf, '-raw', '-f', `${page}`, '-l', `${page}`).replace(/\s/g, '')).toContain('查阅');
  });

  test.each([0, 90, 180, 270])('turned by %d: the received stamp is at the top right of what is seen, the archive stamp at the top left', async (angle) => {
    const document = await PDFDocument.create();
    document.addPage([595, 842]).setRotation(degrees(angle));
    const file = Buffer.from(await document.save());
    expect(corners(await stamped(file, received), 1)).toEqual({ topLeft: false, topRight: true, bottomLeft: false, bottomRight: false });
    expect(corners(await stamped(file, archived), 1)).toEqual({ topLeft: true, topRight: false, bottomLeft: false, bottomRight: false });
  });

  test('what is cropped away stays away', async () => {
    const document = await PDFDocument.create();
    document.addPage([700, 900]).setCropBox(50, 20, 595, 842);
    const pdf = await stamped(Buffer.from(await document.save()), received);
    expect(corners(pdf, 1)).toMatchObject({ topRight: true });
  });
});

describe('a signed file', () => {
  let authority: Authority;
  beforeAll(() => {
    authority = new Authority();
  });
  afterAll(() => authority.close());
  const signing = () => ({ key: signingKey(authority.issue('ec'), PASSWORD), at: new Date() });
  const original = () => shippedRenderer().renderSigned('certificate', certificate, signing());

  test.each([received, archived, watermark])('stays validly signed under a later stamp ($kind)', async (stamp) => {
    const pdf = await stamped(await original(), stamp);
    expect(pdfsig(pdf, authority.caFile)).toEqual([expect.objectContaining({ valid: 'Signature is Valid.', coversAll: false })]);
    expect((await pyhanko(pdf, authority.caFile)).said).toMatch(/The signature is cryptographically sound/);
    expect(ink(raster(pdf, DPI), DPI, { x: 0, y: 0, width: 842, height: 595 })).toBeGreaterThan(ink(raster(await original(), DPI), DPI, { x: 0, y: 0, width: 842, height: 595 }));
  });

  test.each([received, archived])('with a key the stamp ($kind) is a signature of its own, and pyHanko has nothing to say against either', async (stamp) => {
    const pdf = await stamped(await original(), stamp, signing());
    expect(checkStructure(pdf)).toContain('No syntax or stream encoding errors');
    const found = pdfsig(pdf, authority.caFile);
    expect(found.map(({ valid, coversAll }) => [valid, coversAll])).toEqual([['Signature is Valid.', false], ['Signature is Valid.', true]]);
    expect((await pyhanko(pdf, authority.caFile)).ok).toBe(true);
  });

  test('an unsigned file is signed by its stamp', async () => {
    const pdf = await stamped(await foreign(true), archived, signing());
    expect(pdfsig(pdf, authority.caFile)).toEqual([expect.objectContaining({ valid: 'Signature is Valid.', coversAll: true })]);
  });

  test('a byte changed under the stamp is seen', async () => {
    const pdf = await stamped(await original(), archived, signing());
    pdf[pdf.indexOf('/Author') + 12]! ^= 1;
    expect((await pyhanko(pdf, authority.caFile)).ok).toBe(false);
  });
});

describe('what cannot be stamped is refused', () => {
  test.each([
    ['no PDF', async () => Buffer.from('hello'), 'pdf.damaged'],
    ['nothing', async () => Buffer.alloc(0), 'pdf.damaged'],
    ['a cut file', async () => (await foreign(false)).subarray(0, -40), 'pdf.damaged'],
    ['a wrong startxref', async () => Buffer.from((await foreign(false)).toString('latin1').replace(/startxref\n\d+/, 'startxref\n7'), 'latin1'), 'pdf.damaged'],
    ['junk before the header', async () => Buffer.concat([Buffer.from('junk\n'), await foreign(false)]), 'pdf.damaged'],
    ['a locked file', async () => rewritten(await foreign(true), '--encrypt', '', 'owner', '256', '--'), 'pdf.encrypted'],
  ])('%s', async (_, make, code) => {
    await expect(stamped(await make(), received)).rejects.toMatchObject({ kind: 'invalid', code });
  });

  test('a name that no font has', async () => {
    await expect(stamped(await foreign(true), { ...watermark, text: '𫔽' })).rejects.toMatchObject({ code: 'pdf.glyph-missing', field: 'text' });
  });
});

describe('in a process of its own', () => {
  let folder: string;
  const host = new StampHost();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pdf-host-'));
  });
  afterAll(() => {
    host.close();
    rmSync(folder, { recursive: true });
  });
  const at = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };

  test('the same is appended, and the same refused', async () => {
    const file = await foreign(true);
    const { bytes } = await host.stamp({ path: at('a.pdf', file), stamp: received, fonts: {} });
    expect(bytes.equals((await stampFile(file, received, shippedFonts())).bytes)).toBe(true);
    await expect(host.stamp({ path: at('b.pdf', Buffer.from('no')), stamp: received, fonts: {} })).rejects.toMatchObject({ code: 'pdf.damaged' });
    await expect(host.stamp({ path: at('a.pdf', file), stamp: { ...watermark, text: '𫔽' }, fonts: {} })).rejects.toMatchObject({ code: 'pdf.glyph-missing', field: 'text' });
  });

  test('a file that hangs or kills it is refused, the next one is stamped', async () => {
    const file = await foreign(true);
    const hasty = new StampHost(1); // no file is done within a millisecond: as one that never ends
    await expect(hasty.stamp({ path: at('a.pdf', file), stamp: received, fonts: {} })).rejects.toMatchObject({ code: 'pdf.damaged' });
    await expect(host.stamp({ path: '/dev/zero', stamp: received, fonts: {} })).rejects.toMatchObject({ code: 'pdf.damaged' });
    expect((await host.stamp({ path: at('a.pdf', file), stamp: received, fonts: {} })).bytes.length).toBeGreaterThan(1_000);
  });
});
