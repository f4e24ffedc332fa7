import { z } from 'zod';
import { certificateBorder, GOLD } from './certificate-border.ts';
import { chineseDay } from './chinese-day.ts';
import type { FontRole } from './font-catalogue.ts';
import type { Glyph, Shaper } from './glyph-shaper.ts';
import { breakLines, type Setting } from './line-breaker.ts';
import { A4, BLACK, GREY, MM, RED, type Colour, type Draft, type Mark } from './page-marks.ts';
import { QR_SIDE, qrMarks } from './qr-marks.ts';
import { dashedCircle, horizontalRule, star } from './shape-marks.ts';
import { centred, textMarks } from './text-marks.ts';
import { address, day, filledLine, instant } from './text-schema.ts';
import { breakTitle } from './title-breaker.ts';

const WIDTH = A4.long;
const HEIGHT = A4.short;
const MIDDLE = WIDTH / 2;
const TEXT_WIDTH = 228 * MM;
const QR_LEFT = 30 * MM;
const QR_TOP = HEIGHT - 28 * MM - QR_SIDE;
const SMALL_WIDTH = 108 * MM;
const SIGN_X = WIDTH - 72 * MM;
const SIGN_Y = HEIGHT - 52 * MM;
const LEADING = 1.35;
const SEAL_RADIUS = 21 * MM; // the seal of a party organ is 42 mm wide
const SEAL_COLOUR: Colour = [0.9, 0.62, 0.6];

/** A certificate of honour: one A4 page, landscape. */
export const CertificateData = z.strictObject({
  createdAt: instant,
  heading: filledLine(10).default('荣誉证书'),
  unitName: filledLine(),
  programme: filledLine(120),
  levelName: filledLine(40),
  stars: z.int().min(0).max(10),
  decidedBy: filledLine(80),
  issuedOn: day,
  number: filledLine(60),
  verifyUrl: address,
  validUntil: day.optional(),
  checkpoint: filledLine().optional(),
});
export type CertificateData = z.output<typeof CertificateData>;

export function composeCertificate(data: CertificateData, shaper: Shaper): Draft {
  const marks = [
    ...certificateBorder(WIDTH, HEIGHT),
    ...heading(data, shaper),
    ...honour(data, shaper),
    ...signature(data, shaper),
    ...verification(data, shaper),
  ];
  return {
    title: `${data.heading} ${data.unitName} ${data.number}`,
    author: data.decidedBy,
    createdAt: new Date(data.createdAt),
    pages: [{ width: WIDTH, height: HEIGHT, marks }],
  };
}

function heading(data: CertificateData, shaper: Shaper): Mark[] {
  const glyphs = shaper.shape(data.heading, 'display', 'heading');
  const setting = { size: 48, tracking: 16 };
  const y = 47 * MM;
  const rule = y + 9 * MM;
  return [
    ...centred(glyphs, setting, { x: MIDDLE, y, colour: RED }, shaper.fonts),
    horizontalRule(MIDDLE - 46 * MM, rule, 40 * MM, 0.8, GOLD),
    horizontalRule(MIDDLE + 6 * MM, rule, 40 * MM, 0.8, GOLD),
    star(MIDDLE, rule + 0.3, 5.5, RED),
  ];
}

function honour(data: CertificateData, shaper: Shaper): Mark[] {
  const name = fitted(data.unitName, 'headline', 'unitName', shaper, {
    sizes: [34, 30, 26, 23, 20, 17, 14, 12],
    height: 27 * MM,
  });
  const reason = fitted(`在${data.programme}中，经考核评定，授予`, 'song', 'programme', shaper, {
    sizes: [18, 16, 14, 12],
    height: 18 * MM,
  });
  const level = fitted(data.levelName, 'display', 'levelName', shaper, { sizes: [36, 30, 24, 20, 16], height: 18 * MM });
  return [
    ...block(name, 78 * MM, BLACK, shaper),
    ...block(reason, 98 * MM, BLACK, shaper),
    ...stars(data.stars, 111 * MM),
    ...block(level, 126.5 * MM, RED, shaper),
    ...block(fitted('特发此证，以资鼓励。', 'song', 'label', shaper, { sizes: [18], height: 9 * MM }), 142 * MM, BLACK, shaper),
  ];
}

function stars(count: number, y: number): Mark[] {
  const pitch = 30;
  return Array.from({ length: count }, (_, index) => star(MIDDLE + (index - (count - 1) / 2) * pitch, y, 11.5, RED));
}

function signature(data: CertificateData, shaper: Shaper): Mark[] {
  const by = fitted(data.decidedBy, 'song', 'decidedBy', shaper, { sizes: [17, 15, 13, 11, 9], height: 14 * MM, width: 92 * MM });
  const date = fitted(chineseDay(data.issuedOn), 'song', 'issuedOn', shaper, { sizes: [17], height: 9 * MM });
  const seal = shaper.shape('印章位置', 'song', 'label');
  return [
    dashedCircle(SIGN_X, SIGN_Y + 4 * MM, SEAL_RADIUS, SEAL_COLOUR),
    ...centred(seal, { size: 8, tracking: 2 }, { x: SIGN_X, y: SIGN_Y + 21 * MM, colour: SEAL_COLOUR }, shaper.fonts),
    ...block(by, SIGN_Y - (by.lines.length - 1) * 3.5 * MM, BLACK, shaper, SIGN_X),
    ...block(date, SIGN_Y + 10 * MM, BLACK, shaper, SIGN_X),
  ];
}

function verification(data: CertificateData, shaper: Shaper): Mark[] {
  const rows: [string, string, string][] = [['证书编号：', data.number, 'number']];
  if (data.validUntil) rows.push(['有效期至：', chineseDay(data.validUntil), 'validUntil']);
  rows.push(['扫码查验：', data.verifyUrl, 'verifyUrl']);
  if (data.checkpoint) rows.push(['日志存证：', data.checkpoint, 'checkpoint']);
  return [...qrMarks(data.verifyUrl, QR_LEFT, QR_TOP), ...smallRows(rows, QR_LEFT + QR_SIDE + 6 * MM, shaper)];
}

/** Label and value in small type beside the QR code, long values wrapped under themselves. */
function smallRows(rows: readonly [string, string, string][], x: number, shaper: Shaper): Mark[] {
  const setting = { size: 9.5 };
  const pitch = 15;
  const indent = 5 * setting.size;
  const lines = rows.flatMap(([label, value, field]) => {
    const wrapped = breakLines(shaper.shape(value, 'song', field), setting, () => SMALL_WIDTH - indent);
    return wrapped.map((glyphs, index) => ({ label: index === 0 ? shaper.shape(label, 'song', 'label') : [], glyphs }));
  });
  const first = QR_TOP + QR_SIDE / 2 + setting.size * 0.36 - ((lines.length - 1) * pitch) / 2;
  return lines.flatMap(({ label, glyphs }, index) => {
    const y = first + index * pitch;
    return [
      ...textMarks(label, setting, { x, y, colour: GREY }, shaper.fonts),
      ...textMarks(glyphs, setting, { x: x + indent, y }, shaper.fonts),
    ];
  });
}

interface Fitted {
  readonly lines: readonly Glyph[][];
  readonly setting: Setting;
}

interface Room {
  readonly sizes: readonly number[];
  readonly height: number;
  readonly width?: number;
}

/** The largest size at which a text stays within the height it is given; the smallest if none does. */
function fitted(text: string, role: FontRole, field: string, shaper: Shaper, room: Room): Fitted {
  const glyphs = shaper.shape(text, role, field);
  const width = room.width ?? TEXT_WIDTH;
  const count = (size: number) => breakLines(glyphs, { size }, () => width).length;
  const size = room.sizes.find((tried) => count(tried) * tried * LEADING <= room.height) ?? room.sizes.at(-1) ?? 10;
  return { lines: breakTitle(glyphs, { size }, width), setting: { size } };
}

/** Lines centred on x, their middle at y. */
function block({ lines, setting }: Fitted, y: number, colour: Colour, shaper: Shaper, x = MIDDLE): Mark[] {
  const pitch = setting.size * LEADING;
  const first = y + setting.size * 0.36 - ((lines.length - 1) * pitch) / 2;
  return lines.flatMap((line, index) => centred(line, setting, { x, y: first + index * pitch, colour }, shaper.fonts));
}
