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

export async function pdf(): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage([200, 200]).drawText('minutes');
  return Buffer.from(await document.save());
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
