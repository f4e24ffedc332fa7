import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PDFDocument } from '@cantoo/pdf-lib';
import { tempFolder } from '@xingchuang/testkit';
import sharp from 'sharp';
import { movingPicture, office, pdf, pdfOf, picture, zip } from '../file/bytes.fixture.ts';
import { hasConverter } from './converter.ts';
import { withoutExternal } from './parse/office-convert.ts';
import type { PageMade, PdfMade } from './parse/pdf-parse.ts';
import type { PictureMade } from './parse/picture-parse.ts';
import { ParserHost } from './parser-host.ts';
import { phonePicture, scene } from './photos.fixture.ts';

const folder = tempFolder('parser');
mkdirSync(folder, { recursive: true });
const host = new ParserHost({ memoryMib: 700, idleMs: 60_000, nice: 5 });
afterAll(() => host.close());

let files = 0;
function at(bytes: Uint8Array | string): string {
  const path = join(folder, String((files += 1)));
  writeFileSync(path, bytes);
  return path;
}
const pictured = (bytes: Uint8Array, mediaType = 'image/jpeg') => host.run<PictureMade>('picture', { path: at(bytes), mediaType });
const sound = async (): Promise<void> => void expect((await pictured(await picture('png'), 'image/png')).thumbnail.length).toBeGreaterThan(50);

/** A PNG that says in its head how large it is, and holds next to nothing. */
function pngOf(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(33);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.set([8, 2, 0, 0, 0], 24);
  return bytes;
}

describe('pictures that no camera took', () => {
  test.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['65,500 × 65,500 pixels', () => pngOf(65_500, 65_500), 'image/png'],
    ['a head and nothing behind it', () => pngOf(800, 600), 'image/png'],
    ['random bytes as HEIC', () => Buffer.concat([phonePicture().subarray(0, 200), Buffer.alloc(500, 0xa5)]), 'image/heic'],
  ])('%s: a reason, and the parser lives', async (_, bytes, mediaType) => {
    await expect(pictured(await bytes(), mediaType)).rejects.toMatchObject({ name: 'Unparsable', lack: 'damaged' });
    await sound();
  });

  test.each<[string, () => Promise<Uint8Array>, string]>([
    ['CMYK', () => scene(1, 300, 200).then((photo) => sharp(photo).toColourspace('cmyk').jpeg().toBuffer()), 'image/jpeg'],
    ['16 bits a colour', () => scene(2, 300, 200).then((photo) => sharp(photo).toColourspace('rgb16').png().toBuffer()), 'image/png'],
    ['grey with transparency', () => sharp({ create: { width: 300, height: 200, channels: 4, background: { r: 90, g: 90, b: 90, alpha: 0.5 } } }).toColourspace('b-w').png().toBuffer(), 'image/png'],
    ['a megabyte of camera notes', () => scene(3, 300, 200).then((photo) => sharp(photo).withExif({ IFD0: { ImageDescription: '说'.repeat(20_000) } }).withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${'x'.repeat(60_000)}</x:xmpmeta>`).withIccProfile('p3').jpeg().toBuffer()), 'image/jpeg'],
    ['half a photo', () => scene(4, 300, 200).then((photo) => photo.subarray(0, photo.length / 2)), 'image/jpeg'],
    ['a telephone’s HEIC', async () => phonePicture(), 'image/heic'],
    ['a thousand frames, of which the first counts', () => movingPicture(1_000), 'image/webp'],
  ])('%s: a small picture in sRGB without any notes', async (_, bytes, mediaType) => {
    const { thumbnail, preview } = await pictured(await bytes(), mediaType);
    for (const made of [thumbnail, preview]) {
      const { format, space, depth, exif, icc, xmp } = await sharp(made).metadata();
      expect({ format, space, depth, exif, icc, xmp }).toEqual({ format: 'webp', space: 'srgb', depth: 'uchar', exif: undefined, icc: undefined, xmp: undefined });
    }
  });

  test('HEIC shows its colours where they belong', async () => {
    const { data } = await sharp((await pictured(phonePicture(), 'image/heic')).thumbnail).raw().toBuffer({ resolveWithObject: true });
    const pixel = (x: number) => [...data.subarray((48 * 128 + x) * 3, (48 * 128 + x) * 3 + 3)];
    expect([pixel(20), pixel(110)].map(([red, green]) => red! > green!)).toEqual([false, true]);
  });

  test('a photo that lies on its side stands upright', async () => {
    const { preview } = await pictured(await sharp(await scene(5, 300, 200)).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(await sharp(preview).metadata()).toMatchObject({ width: 200, height: 300 });
  });
});

describe('PDFs that no printer made', () => {
  const opened = (bytes: Uint8Array | string) => host.run<PdfMade>('pdf', { path: at(bytes) });

  test('one that opens only with a password', async () => {
    const document = await PDFDocument.load(await pdf());
    document.encrypt({ userPassword: '机密', ownerPassword: 'x' });
    await expect(opened(await document.save())).rejects.toMatchObject({ lack: 'encrypted' });
  });

  test.each<[string, string | Buffer]>([
    ['pages that hold themselves', pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R] /Count 9 >>'])],
    ['a table that goes before itself', pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>'], '/Prev 9')],
    ['a form that draws itself', pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject << /A 5 0 R >> >> >>', '<< /Length 5 >>\nstream\n/A Do\nendstream', '<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 5 0 R >> >> /Length 5 >>\nstream\n/A Do\nendstream'])],
    ['brackets a hundred thousand deep', pdfOf([`<< /Type /Catalog /Pages 2 0 R /Deep ${'['.repeat(100_000)}${']'.repeat(100_000)} >>`, '<< /Type /Pages /Kids [] /Count 0 >>'])],
    ['a page of a hundred million points', pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100000000 1] >>'])],
    ['a million objects', pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>', ...Array<string>(1_000_000).fill('<< >>')])],
    ['a million objects and a table that names none of them', Buffer.concat([pdfOf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>', ...Array<string>(1_000_000).fill('<< >>')]).subarray(0, -40), Buffer.from('startxref\n9\n%%EOF')])],
    ['noise behind a head', `%PDF-1.7\n${'\u0001\u0002'.repeat(5_000)}`],
  ])('%s: an end within the time of a step, and the next file is read', async (_, bytes) => {
    const verdict = async (step: string, more = {}) => host.run(step, { path: at(bytes), ...more }).then(() => 'read', (error: Error) => error.name);
    expect(['read', 'Unparsable', 'ParserDied']).toContain(await verdict('pdf'));
    expect(['read', 'Unparsable', 'ParserDied']).toContain(await verdict('pages', { from: 1, to: 1 }));
    await sound();
  }, 60_000);

  test('text and pages of a sound one', async () => {
    expect(await opened(await pdf())).toMatchObject({ pageCount: 1, text: 'minutes', scanned: true }); // one word is no text layer
    const [first] = await host.run<PageMade[]>('pages', { path: at(await pdf()), from: 1, to: 1 });
    expect((await sharp(first!.picture!).stats()).channels[0]).toMatchObject({ max: 255 });
    expect(await sharp(first!.picture!).metadata()).toMatchObject({ width: 1_400, height: 1_400 });
  });
});

describe('a step that takes too much', () => {
  test('time: its process is ended, the next step has one of its own', async () => {
    await expect(host.run('picture', { path: at(await scene(6)), mediaType: 'image/jpeg' }, { withinMs: 1 })).rejects.toMatchObject({ name: 'ParserDied' });
    await sound();
  });

  test('memory: likewise', async () => {
    const small = new ParserHost({ memoryMib: 90, idleMs: 60_000, nice: 5 });
    const path = at(await scene(7, 4_000, 3_000));
    await expect(small.run('picture', { path, mediaType: 'image/jpeg' })).rejects.toMatchObject({ name: 'ParserDied' });
    small.close();
  });

  test('room: a document that unpacks to more than there is', async () => {
    const bomb = zip({ '[Content_Types].xml': '', 'word/document.xml': Buffer.alloc(160 * 1024 * 1024, 0x20) });
    await expect(host.run('office', { path: at(bomb), extension: 'docx' })).rejects.toMatchObject({ lack: 'too-much' });
    await sound();
  });

  test('what is urgent goes first', async () => {
    const order: string[] = [];
    const path = at(await scene(8, 300, 200));
    const run = (name: string, urgent: boolean) => host.run('picture', { path, mediaType: 'image/jpeg' }, { urgent }).then(() => order.push(name));
    await Promise.all([run('first', false), run('second', false), run('third', false), run('asked for', true)]);
    expect(order).toEqual(['first', 'asked for', 'second', 'third']);
  });
});

describe('office documents', () => {
  test('what is fetched from elsewhere is left out, what a reader may click stays (E14)', () => {
    const link = (type: string, target: string, mode = ' TargetMode="External"') => `<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"${mode}/>`;
    const [template, image, click, part] = [link('attachedTemplate', 'http://127.0.0.1/a.dotm'), link('image', 'http://127.0.0.1/a.png'), link('hyperlink', 'http://127.0.0.1/'), link('styles', 'styles.xml', '')];
    expect(withoutExternal(`<Relationships>${template}${image}${click}${part}</Relationships>`)).toBe(`<Relationships>${click}${part}</Relationships>`);
  });

  test('slides: their words in order', async () => {
    const slide = (...words: string[]) => `<p:sld>${words.map((word) => `<a:p><a:r><a:t>${word}</a:t></a:r></a:p>`).join('')}</p:sld>`;
    const deck = office('presentationml.presentation', { 'ppt/slides/slide10.xml': slide('第十页'), 'ppt/slides/slide2.xml': slide('第二页', '甲 &amp; 乙') });
    expect(await host.run('office', { path: at(deck), extension: 'pptx' })).toEqual({ text: '第二页\n甲 & 乙\n\n第十页' });
  });

  test('a converter asks nobody for a document’s template', async () => {
    expect(await hasConverter()).toBe(true); // of the tools that `scripts/servers.mjs` brings
    let asked = 0;
    const server = createServer((_, reply) => {
      asked += 1;
      reply.end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/template.dotx`;
    const source = readFileSync(fileURLToPath(new URL('../../../../e2e/fixtures/minutes-with-table.docx', import.meta.url)));
    const into = join(folder, 'converted');
    mkdirSync(into);
    const { default: yauzl } = await import('yauzl');
    const parts: Record<string, Buffer> = {};
    const from = await yauzl.fromBufferPromise(source, { lazyEntries: true, autoClose: false });
    for await (const entry of from.eachEntry()) if (!entry.fileName.endsWith('/')) parts[entry.fileName] = Buffer.concat(await (await from.openReadStreamPromise(entry)).toArray());
    parts['word/_rels/settings.xml.rels'] = Buffer.from(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="${url}" TargetMode="External"/></Relationships>`);
    parts['word/_rels/document.xml.rels'] = Buffer.from(parts['word/_rels/document.xml.rels']!.toString('utf8').replace('</Relationships>', `<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${url}" TargetMode="External"/></Relationships>`));
    const { path } = await host.run<{ path: string }>('convert', { path: at(zip(parts)), folder: into, extension: 'docx' }, { withinMs: 70_000 });
    expect(await host.run<PdfMade>('pdf', { path })).toMatchObject({ pageCount: 1, text: expect.stringContaining('支部委员会会议记录') });
    expect(asked).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  }, 90_000);
});

test('writing on a picture is recognised, however it was drawn', async () => {
  const font = readFileSync(fileURLToPath(new URL('../../../../node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf', import.meta.url)));
  const { default: fontkit } = await import('@cantoo/fontkit');
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit as never);
  const face = await document.embedFont(font, { subset: false });
  const page = document.addPage([595, 842]);
  page.drawText('党支部主题党日活动', { x: 80, y: 740, size: 18, font: face });
  page.drawText('二〇二六年三月十四日', { x: 80, y: 690, size: 14, font: face });
  const [drawn] = await host.run<PageMade[]>('pages', { path: at(await document.save()), from: 1, to: 1 });
  const { text, confidence } = await host.run<{ text: string; confidence: number }>('ocr', { picture: drawn!.picture }, { withinMs: 60_000 });
  expect(text.split('\n')[0]).toBe('党支部主题党日活动');
  expect(text).toContain('三月十四日');
  expect(confidence).toBeGreaterThan(70);
}, 90_000);
