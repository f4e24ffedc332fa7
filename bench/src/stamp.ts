// A watermark on every page of a 20 MB scan and of 300 pages of text: ours as an increment, beside pdf-lib drawing the same line on each
// page and writing the file anew, in one run; one JSON line each. Whether the original's bytes are kept is part of the line.
import { randomBytes } from 'node:crypto';
import { degrees, PDFDocument, PDFName, PDFRawStream, rgb } from '@cantoo/pdf-lib';
import fontkit from '@cantoo/fontkit';
import { shippedFonts } from '../../services/pdf/src/font/font-catalogue.ts';
import { checkStructure } from '../../services/pdf/src/probes.fixture.ts';
import { stampFile } from '../../services/pdf/src/stamp/stamp-file.ts';

const TEXT = '仅供张三二〇二六年查阅';
const ROUNDS = 10;

/** Pages with pictures of noise, as large as scans are; or with text alone. */
async function pages(count: number, pictureBytes: number): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (let page = 0; page < count; page += 1) {
    const sheet = document.addPage([595, 842]);
    for (let line = 0; line < 40; line += 1) sheet.drawLine({ start: { x: 60, y: 780 - 18 * line }, end: { x: 500, y: 780 - 18 * line }, color: rgb(0.3, 0.3, 0.3) });
    if (pictureBytes === 0) continue;
    const side = Math.floor(Math.sqrt(pictureBytes));
    const dict = document.context.obj({ Type: 'XObject', Subtype: 'Image', Width: side, Height: side, ColorSpace: 'DeviceGray', BitsPerComponent: 8 });
    const picture = document.context.register(PDFRawStream.of(dict, randomBytes(side * side)));
    sheet.node.setXObject(PDFName.of('Scan'), picture);
  }
  return Buffer.from(await document.save());
}

/** What one would write first: the text drawn on every page, the whole file written anew. */
async function naive(file: Buffer): Promise<Buffer> {
  const document = await PDFDocument.load(file);
  document.registerFontkit(fontkit);
  const sans = shippedFonts().files.get('sans')!;
  const font = await document.embedFont(sans.bytes(), { subset: true });
  for (const page of document.getPages()) page.drawText(TEXT, { x: 100, y: 300, size: 30, font, rotate: degrees(30), opacity: 0.16 });
  return Buffer.from(await document.save());
}

const ours = async (file: Buffer) => Buffer.concat([file, (await stampFile(file, { kind: 'watermark', text: TEXT }, shippedFonts())).bytes]);

async function measured(what: string, file: Buffer, rounds: number, work: (file: Buffer) => Promise<Buffer>): Promise<number> {
  const stamped = await work(file); // warm
  if (!checkStructure(stamped).includes('No syntax')) throw new Error(`${what}: not sound`);
  const before = process.cpuUsage();
  const began = performance.now();
  for (let round = 0; round < rounds; round += 1) await work(file);
  const { user, system } = process.cpuUsage(before);
  const line = { wallMs: (performance.now() - began) / rounds, cpuMs: (user + system) / 1_000 / rounds };
  const keepsOriginal = stamped.subarray(0, file.length).equals(file);
  process.stdout.write(
    `${JSON.stringify({ bench: 'stamp', what, wallMs: Math.round(line.wallMs), cpuMs: Math.round(line.cpuMs), grewKb: Math.round((stamped.length - file.length) / 1024), keepsOriginal, rssMb: Math.round(process.memoryUsage.rss() / 1024 / 1024) })}\n`,
  );
  return line.wallMs;
}

for (const [name, file, target] of [
  ['scan-20-pages-20-mb', await pages(20, 1_050_000), 200],
  ['text-300-pages', await pages(300, 0), 1_500],
] as const) {
  const mine = await measured(`${name}-ours`, file, ROUNDS, ours);
  const theirs = await measured(`${name}-pdf-lib-naive`, file, 3, naive);
  process.stdout.write(`${JSON.stringify({ bench: 'stamp', what: name, mb: Math.round(file.length / 1e5) / 10, timesNaive: Math.round((theirs / mine) * 10) / 10, targetMs: target })}\n`);
}
