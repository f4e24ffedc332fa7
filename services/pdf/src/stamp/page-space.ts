import type { PDFPage } from '@cantoo/pdf-lib';

/** A page as a reader sees it: its size after turning and cropping, and how that maps to the page's own space. */
export interface PageSpace {
  readonly width: number;
  readonly height: number;
  readonly matrix: readonly [number, number, number, number, number, number];
}

export function pageSpace(page: PDFPage): PageSpace {
  const { x, y, width, height } = page.getCropBox();
  const [right, top] = [x + width, y + height];
  switch (((page.getRotation().angle % 360) + 360) % 360) {
    case 90:
      return { width: height, height: width, matrix: [0, 1, -1, 0, right, y] };
    case 180:
      return { width, height, matrix: [-1, 0, 0, -1, right, top] };
    case 270:
      return { width: height, height: width, matrix: [0, -1, 1, 0, x, top] };
    default:
      return { width, height, matrix: [1, 0, 0, 1, x, y] };
  }
}

export function placed([a, b, c, d, e, f]: PageSpace['matrix'], x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}
