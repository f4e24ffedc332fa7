import QR from 'qrcode';
import { area } from './shape-marks.ts';
import { BLACK, MM, type PathMark, type Step } from './page-marks.ts';

/** Side of the symbol without its quiet zone. Below 18 mm a screen rendering is no longer read. */
export const QR_SIDE = 25 * MM;
const QUIET = 4;
// Trying all eight masks costs ten times as much as the symbol itself, and every reader takes any of them.
const MASK = 2;

/**
 * A QR code (level M) as one path of horizontal runs on a white quiet zone of four modules; (x, y) is the top left
 * corner of the symbol itself.
 */
export function qrMarks(text: string, x: number, y: number, side = QR_SIDE): PathMark[] {
  const { modules } = QR.create([{ data: Buffer.from(text, 'ascii'), mode: 'byte' }], { errorCorrectionLevel: 'M', maskPattern: MASK });
  const unit = side / modules.size;
  const runs: Step[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size;) {
      let length = 0;
      while (column + length < modules.size && modules.get(row, column + length)) length += 1;
      if (length > 0) runs.push(['R', x + column * unit, y + row * unit, length * unit, unit]);
      column += length + 1;
    }
  }
  const quiet = QUIET * unit;
  return [area(x - quiet, y - quiet, side + 2 * quiet, side + 2 * quiet, [1, 1, 1]), { kind: 'path', fill: BLACK, steps: runs }];
}
