import { PDFHexString, type PDFRef } from '@cantoo/pdf-lib';
import type { Tag } from '../layout/page-marks.ts';
import type { PdfObjects } from './pdf-file.ts';

/** One page's numbered pieces. */
export interface TaggedPage {
  readonly ref: PDFRef;
  readonly tags: readonly Tag[];
  /** Where a figure stands, in points from the bottom left. */
  readonly boxOf: (tag: Tag) => readonly number[];
}

interface Element {
  readonly tag: Tag;
  readonly ref: PDFRef;
  readonly kids: (Element | { readonly page: number; readonly piece: number })[];
}

/** The tree that says what each piece is and in which order it is read. */
export function writeStructure(pages: readonly TaggedPage[], file: PdfObjects): PDFRef {
  const root = file.next();
  const document = file.next();
  const elements = new Map<Tag, Element>();
  const top: Element[] = [];
  const elementOf = (tag: Tag): Element => {
    const known = elements.get(tag);
    if (known) return known;
    const made: Element = { tag, ref: file.next(), kids: [] };
    elements.set(tag, made);
    (tag.parent ? elementOf(tag.parent).kids : top).push(made);
    return made;
  };
  pages.forEach(({ tags }, page) => tags.forEach((tag, piece) => elementOf(tag).kids.push({ page, piece })));
  const ordered = top.some(({ tag }) => tag.order !== undefined) ? top.toSorted((a, b) => (a.tag.order ?? 0) - (b.tag.order ?? 0)) : top;
  for (const element of elements.values()) writeElement(element, element.tag.parent ? elementOf(element.tag.parent).ref : document, pages, file);
  const { context } = file;
  const parents = pages.flatMap(({ tags }, page) => [page, file.add(context.obj(tags.map((tag) => elementOf(tag).ref)))]);
  file.put(document, context.obj({ Type: 'StructElem', S: 'Document', P: root, K: ordered.map(({ ref }) => ref) }));
  file.put(root, context.obj({ Type: 'StructTreeRoot', K: [document], ParentTree: { Nums: parents }, ParentTreeNextKey: pages.length }));
  return root;
}

function writeElement({ tag, ref, kids }: Element, parent: PDFRef, pages: readonly TaggedPage[], file: PdfObjects): void {
  const first = kids.find((kid) => 'piece' in kid);
  const home = first && 'page' in first ? first.page : undefined;
  const K = kids.map((kid) => {
    if (!('piece' in kid)) return kid.ref;
    return kid.page === home ? kid.piece : { Type: 'MCR', Pg: pages[kid.page]!.ref, MCID: kid.piece };
  });
  const page = home === undefined ? undefined : pages[home];
  file.put(
    ref,
    file.context.obj({
      Type: 'StructElem',
      S: tag.role,
      P: parent,
      K,
      ...(page ? { Pg: page.ref } : {}),
      ...(tag.alt === undefined ? {} : { Alt: PDFHexString.fromText(tag.alt) }),
      ...(tag.role === 'TH' ? { A: { O: 'Table', Scope: 'Column' } } : {}),
      ...(tag.role === 'Figure' && page ? { A: { O: 'Layout', BBox: [...page.boxOf(tag)], Placement: 'Block' } } : {}),
    }),
  );
}
