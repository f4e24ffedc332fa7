import { crc32, deflateRawSync } from 'node:zlib';
import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';

export const picture = (format: 'jpeg' | 'png' | 'webp' | 'gif', width = 60, height = 40): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: 180, g: 30, b: 40 } } })[format]().toBuffer();

/** A photo with a camera's time and place. */
export const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: { r: 20, g: 90, b: 160 } } })
    .jpeg()
    .withExif({
      IFD2: { DateTimeOriginal: '2026:03:14 09:30:00' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '32/1 59/1 24/1', GPSLongitudeRef: 'E', GPSLongitude: '112/1 31/1 48/1' },
    })
    .toBuffer();

export async function pdf(attached: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage([200, 200]).drawText('minutes');
  for (const [name, content] of Object.entries(attached)) await document.attach(Buffer.from(content), name);
  return Buffer.from(await document.save());
}

/** A PDF of objects as they are given, with a table of where they lie. */
export function pdfOf(objects: readonly string[], trailer = ''): Buffer {
  const parts = ['%PDF-1.4\n'];
  const starts: number[] = [];
  let at = parts[0]!.length;
  for (const [n, object] of objects.entries()) {
    starts.push(at);
    at += parts[parts.push(`${n + 1} 0 obj\n${object}\nendobj\n`) - 1]!.length;
  }
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(`${parts.join('')}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF`);
}

/** A zip as programs write it, each part deflated; `size` may lie about what a part expands to. */
export function zip(parts: Readonly<Record<string, string | Buffer>>, lie: { readonly size?: number; readonly flags?: number } = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(lie.flags ?? 0x800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(lie.size ?? bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    locals.push(Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), fields, rest, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(locals.length / 4, 8);
  end.writeUInt16LE(locals.length / 4, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, index, end]);
}

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
const types = (part: string): string => `<?xml version="1.0"?><Types><Override PartName="/main.xml" ContentType="${part}"/></Types>`;

export const office = (kind: 'wordprocessingml.document' | 'spreadsheetml.sheet' | 'presentationml.presentation', more: Record<string, string> = {}): Buffer =>
  zip({ '[Content_Types].xml': types(`${OFFICE}${kind}.main+xml`), 'main.xml': '<main/>', ...more });
export const macroDocument = (): Buffer => zip({ '[Content_Types].xml': types('application/vnd.ms-word.document.macroEnabled.main+xml'), 'main.xml': '<main/>' });
export const ofd = (): Buffer => zip({ 'OFD.xml': '<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"></ofd:OFD>', 'Doc_0/Document.xml': '<ofd:Document/>' });

/** A moving picture on a canvas of 4,000 × 4,000, each of its frames one dot: the file grows by a few bytes a frame, who draws them by sixteen million pixels. */
export async function movingPicture(frames: number): Promise<Buffer> {
  const chunk = (name: string, content: Buffer) => {
    const head = Buffer.from(`${name}    `);
    head.writeUInt32LE(content.length, 4);
    return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
  };
  const dot = (await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } }).webp({ lossless: true }).toBuffer()).subarray(12);
  const side = Buffer.alloc(3);
  side.writeUIntLE(3_999, 0, 3);
  const frame = chunk('ANMF', Buffer.concat([Buffer.alloc(12), Buffer.from([40, 0, 0, 0]), dot]));
  const body = Buffer.concat([Buffer.from('WEBP'), chunk('VP8X', Buffer.concat([Buffer.from([2, 0, 0, 0]), side, side])), chunk('ANIM', Buffer.alloc(6)), ...Array.from({ length: frames }, () => frame)]);
  return chunk('RIFF', body);
}

/** The first bytes of an MP4 and of an MP3, as far as a type is told by them. */
export const mp4 = (): Buffer => Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.from([0, 0, 2, 0]), Buffer.from('isommp41'), Buffer.alloc(64)]);
export const mp3 = (): Buffer => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)]);
/** An HEIC in outline; its second box says how long it is, or, as box 0, leads parsers in circles. */
export const heic = (boxSize = 64): Buffer => {
  const box = Buffer.alloc(64);
  box.writeUInt32BE(boxSize, 0);
  box.write('free', 4);
  return Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.from([0, 0, 0, 0]), Buffer.from('mif1heic'), box]);
};
