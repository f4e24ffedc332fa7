import type { Shaper } from '../font/glyph-shaper.ts';
import { chineseDay } from './chinese-day.ts';
import { breakLines } from './line-breaker.ts';
import type { OfficialContent } from './official-content.ts';
import { baseline, CELL, LEFT, PITCH, RIGHT, WIDTH } from './official-page.ts';
import type { FlowItem } from './page-flow.ts';
import { BLACK, GREY, MM, tagged, type Mark } from './page-marks.ts';
import { QR_SIDE, qrMarks } from './qr-marks.ts';
import { horizontalRule } from './shape-marks.ts';
import { rightAligned, textMarks } from './text-marks.ts';

const SMALL = { size: 10.5 };
const LINE = 17;
const LABEL = 5 * SMALL.size;
const IMPRINT = { size: 14 }; // 4号
const TEXT_LEFT = LEFT + QR_SIDE + 10 * MM;

/** A strip of the foot: how high it is and what it draws. */
interface Strip {
  readonly height: number;
  readonly draw: (top: number) => Mark[];
}

/** What stands at the foot of the last page: 版记, and where a reader can check the document. Empty where there is neither. */
export function foot(content: OfficialContent, shaper: Shaper): FlowItem[] {
  const strips = [imprint(content, shaper), proofs(content, shaper)].filter((strip) => strip !== undefined);
  if (strips.length === 0) return [];
  const asked = strips.reduce((sum, { height }) => sum + height, 0);
  const height = Math.ceil(asked / PITCH) * PITCH;
  const draw = (top: number): Mark[] => {
    let y = top + height - asked;
    return strips.flatMap((strip) => {
      const marks = strip.draw(y);
      y += strip.height;
      return marks;
    });
  };
  return [{ height, onGrid: true, atFoot: true, draw }];
}

/** 版记 (GB/T 9704 7.4): thick rules outside, thin between, 4号, one character in on both sides. */
function imprint({ imprint: given }: OfficialContent, shaper: Shaper): Strip | undefined {
  if (!given) return undefined;
  const { copiesTo, office, date } = given;
  const copies = copiesTo === undefined ? [] : breakLines([...shaper.shape('抄送：', 'song', 'label'), ...shaper.shape(`${copiesTo}。`, 'song', 'imprint.copiesTo')], IMPRINT, (line) => WIDTH - (line === 0 ? 2 : 5) * CELL);
  const printed = { left: shaper.shape(office, 'song', 'imprint.office'), right: shaper.shape(`${chineseDay(date)}印发`, 'song', 'imprint.date') };
  const pitch = PITCH * 0.86;
  const height = (copies.length + 1) * pitch + 4;
  const draw = (top: number): Mark[] => {
    const last = top + copies.length * pitch;
    const y = baseline(last, IMPRINT.size, pitch);
    return [
      horizontalRule(LEFT, top, WIDTH, 1, BLACK),
      ...(copies.length > 0 ? [horizontalRule(LEFT, last, WIDTH, 0.7, BLACK)] : []),
      horizontalRule(LEFT, last + pitch, WIDTH, 1, BLACK),
      ...tagged(
        copies.flatMap((glyphs, index) => textMarks(glyphs, IMPRINT, { x: LEFT + (index === 0 ? 1 : 4) * CELL, y: baseline(top + index * pitch, IMPRINT.size, pitch) }, shaper.fonts)),
        { role: 'P' },
      ),
      ...tagged([...textMarks(printed.left, IMPRINT, { x: LEFT + CELL, y }, shaper.fonts), ...rightAligned(printed.right, IMPRINT, { x: RIGHT - CELL, y }, shaper.fonts)], { role: 'P' }),
    ];
  };
  return { height, draw };
}

function proofs({ verifyUrl, checkpoint }: OfficialContent, shaper: Shaper): Strip | undefined {
  const rows = [
    ['扫码查验：', verifyUrl, 'verifyUrl'],
    ['日志存证：', checkpoint, 'checkpoint'],
  ] as const;
  const x = verifyUrl === undefined ? LEFT : TEXT_LEFT;
  const lines = rows.flatMap(([label, value, field]) =>
    value === undefined
      ? []
      : breakLines(shaper.shape(value, 'song', field), SMALL, () => RIGHT - x - LABEL).map((glyphs, index) => ({
          glyphs,
          label: index === 0 ? shaper.shape(label, 'song', 'label') : [],
        })),
  );
  if (lines.length === 0) return undefined;
  const height = Math.max(verifyUrl === undefined ? 0 : QR_SIDE + 8 * MM, lines.length * LINE + 8);
  const draw = (top: number): Mark[] => {
    const middle = top + height / 2;
    const first = middle + SMALL.size * 0.36 - ((lines.length - 1) * LINE) / 2;
    const printed = lines.flatMap(({ label, glyphs }, index) => [
      ...textMarks(label, SMALL, { x, y: first + index * LINE, colour: GREY }, shaper.fonts),
      ...textMarks(glyphs, SMALL, { x: x + LABEL, y: first + index * LINE }, shaper.fonts),
    ]);
    return [
      horizontalRule(LEFT, top, WIDTH, 0.7, BLACK),
      horizontalRule(LEFT, top + height, WIDTH, 0.7, BLACK),
      ...(verifyUrl === undefined ? [] : tagged(qrMarks(verifyUrl, LEFT + 4 * MM, middle - QR_SIDE / 2), { role: 'Figure', alt: `二维码：${verifyUrl}` })),
      ...tagged(printed, { role: 'P' }),
    ];
  };
  return { height, draw };
}
