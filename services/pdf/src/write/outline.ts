import { PDFHexString, PDFName, PDFNull, PDFNumber, type PDFRef } from '@cantoo/pdf-lib';
import type { Draft, Tag } from '../layout/page-marks.ts';
import { round } from './content-stream.ts';
import type { PdfObjects } from './pdf-file.ts';

interface Heading {
  readonly level: number;
  readonly page: number;
  readonly y: number;
  text: string;
}

interface Entry {
  readonly heading: Heading;
  readonly ref: PDFRef;
  readonly below: Entry[];
}

/** Bookmarks of a document's headings; none where there are fewer than two, for then the page says it all. */
export function writeOutline(draft: Draft, pages: readonly PDFRef[], file: PdfObjects): PDFRef | undefined {
  const headings = headingsOf(draft);
  if (headings.length < 2) return undefined;
  const root = file.next();
  const top: Entry[] = [];
  const path: Entry[] = [];
  for (const heading of headings) {
    while (path.length > 0 && (path.at(-1)?.heading.level ?? 0) >= heading.level) path.pop();
    const entry: Entry = { heading, ref: file.next(), below: [] };
    (path.at(-1)?.below ?? top).push(entry);
    path.push(entry);
  }
  const heights = draft.pages.map(({ height }) => height);
  const write = (entries: readonly Entry[], Parent: PDFRef): void =>
    entries.forEach(({ heading, ref, below }, index) => {
      write(below, ref);
      const [previous, next] = [entries[index - 1], entries[index + 1]];
      const target = [pages[heading.page]!, PDFName.of('XYZ'), PDFNull, PDFNumber.of(round((heights[heading.page] ?? 0) - heading.y)), PDFNull];
      const links = {
        ...(previous ? { Prev: previous.ref } : {}),
        ...(next ? { Next: next.ref } : {}),
        ...(below.length > 0 ? { First: below[0]!.ref, Last: below.at(-1)!.ref, Count: shown(below) } : {}),
      };
      file.put(ref, file.context.obj({ Title: PDFHexString.fromText(heading.text), Parent, Dest: target, ...links }));
    });
  write(top, root);
  file.put(root, file.context.obj({ Type: 'Outlines', First: top[0]!.ref, Last: top.at(-1)!.ref, Count: shown(top) }));
  return root;
}

/** All of them stand open. */
const shown = (entries: readonly Entry[]): number => entries.reduce((sum, { below }) => sum + 1 + shown(below), 0);

function headingsOf({ pages }: Draft): Heading[] {
  const found = new Map<Tag, Heading>();
  pages.forEach(({ marks, base }, page) => {
    for (const mark of [...(base?.marks ?? []), ...marks]) {
      const level = mark.kind === 'text' && mark.tag ? ['H1', 'H2', 'H3'].indexOf(mark.tag.role) : -1;
      if (mark.kind !== 'text' || !mark.tag || level < 0) continue;
      const heading = found.get(mark.tag) ?? { level, page, y: mark.y - 1.5 * mark.size, text: '' };
      heading.text += mark.text;
      found.set(mark.tag, heading);
    }
  });
  return [...found.values()];
}
