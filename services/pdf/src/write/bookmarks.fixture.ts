import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFNumber } from '@cantoo/pdf-lib';

export interface Bookmark {
  readonly title: string;
  /** How many bookmarks it stands under. */
  readonly level: number;
  /** From 1. */
  readonly page: number;
  /** Points from the top of the page. */
  readonly top: number;
}

/** The bookmarks of a PDF in the order in which a reader shows them; for tests. */
export async function bookmarksOf(pdf: Uint8Array): Promise<Bookmark[]> {
  const file = await PDFDocument.load(pdf, { updateMetadata: false });
  const pages = file.getPages();
  const below = (parent: PDFDict, level: number): Bookmark[] => {
    const found: Bookmark[] = [];
    for (let at = parent.lookupMaybe(PDFName.of('First'), PDFDict); at; at = at.lookupMaybe(PDFName.of('Next'), PDFDict)) {
      const target = at.lookup(PDFName.of('Dest'), PDFArray);
      const index = pages.findIndex(({ ref }) => ref === target.get(0));
      found.push({ title: at.lookup(PDFName.of('Title'), PDFHexString).decodeText(), level, page: index + 1, top: pages[index]!.getHeight() - target.lookup(3, PDFNumber).asNumber() }, ...below(at, level + 1));
    }
    return found;
  };
  return below(file.catalog.lookup(PDFName.of('Outlines'), PDFDict), 0);
}
