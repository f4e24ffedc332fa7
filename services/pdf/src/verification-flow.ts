import type { Shaper } from './glyph-shaper.ts';
import { breakLines } from './line-breaker.ts';
import { LEFT, PITCH, WIDTH } from './official-page.ts';
import type { FlowItem } from './page-flow.ts';
import { BLACK, GREY, MM } from './page-marks.ts';
import { QR_SIDE, qrMarks } from './qr-marks.ts';
import { horizontalRule } from './shape-marks.ts';
import { textMarks } from './text-marks.ts';

const SMALL = { size: 10.5 };
const LINE = 17;
const LABEL = 5 * SMALL.size;
const TEXT_LEFT = LEFT + QR_SIDE + 10 * MM;
const TEXT_WIDTH = LEFT + WIDTH - TEXT_LEFT - LABEL;

export interface Proofs {
  readonly verifyUrl: string | undefined;
  readonly checkpoint: string | undefined;
}

/** Where a reader can check the document: a strip between two rules at the foot of its last page. Empty without any proof. */
export function verification({ verifyUrl, checkpoint }: Proofs, shaper: Shaper): FlowItem[] {
  const rows = [
    ['扫码查验：', verifyUrl, 'verifyUrl'],
    ['日志存证：', checkpoint, 'checkpoint'],
  ] as const;
  const lines = rows.flatMap(([label, value, field]) =>
    value === undefined
      ? []
      : breakLines(shaper.shape(value, 'song', field), SMALL, () => TEXT_WIDTH).map((glyphs, index) => ({
          glyphs,
          label: index === 0 ? shaper.shape(label, 'song', 'label') : [],
        })),
  );
  if (lines.length === 0) return [];
  const height = Math.ceil(Math.max(verifyUrl === undefined ? 0 : QR_SIDE + 8 * MM, lines.length * LINE) / PITCH) * PITCH;
  const x = verifyUrl === undefined ? LEFT : TEXT_LEFT;
  const draw = (top: number) => {
    const middle = top + height / 2;
    const first = middle + SMALL.size * 0.36 - ((lines.length - 1) * LINE) / 2;
    return [
      horizontalRule(LEFT, top, WIDTH, 0.7, BLACK),
      horizontalRule(LEFT, top + height, WIDTH, 0.7, BLACK),
      ...(verifyUrl === undefined ? [] : qrMarks(verifyUrl, LEFT + 4 * MM, middle - QR_SIDE / 2)),
      ...lines.flatMap(({ label, glyphs }, index) => [
        ...textMarks(label, SMALL, { x, y: first + index * LINE, colour: GREY }, shaper.fonts),
        ...textMarks(glyphs, SMALL, { x: x + LABEL, y: first + index * LINE }, shaper.fonts),
      ]),
    ];
  };
  return [{ height, onGrid: true, atFoot: true, draw }];
}
