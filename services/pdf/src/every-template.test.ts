import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { shippedFonts } from './font/font-catalogue.ts';
import type { Draft, Page, TextMark } from './layout/page-marks.ts';
import { names } from './names.fixture.ts';
import { checkStructure, fontRows, info, ink, pageCount, raster, scanned, taggedTexts, text, type Raster } from './probes.fixture.ts';
import { shippedRenderer } from './render.ts';
import type { Fields } from './template/fields.ts';
import { fieldsOf } from './template/layout-file.ts';
import type { Layout } from './template/layout-schema.ts';
import { writePlain } from './write/plain-writer.fixture.ts';

const renderer = shippedRenderer();
const layouts = [...renderer.layouts.values()];
const NAMES = names();
/** Fine enough for the smallest type of a page, and not finer: plaques are large. */
const dpiOf = ({ width }: Page): number => (width > 1000 ? 45 : 110);

/** The sample of a template with these names in it: as rows of its first list, as a table of its blocks, or in its longest free field. */
function withNames(layout: Layout, all: readonly string[]): Record<string, unknown> {
  const fields = fieldsOf(layout);
  const { sample } = layout;
  const list = Object.entries(fields).find(([, field]) => field.type === 'list');
  if (list && list[1].type === 'list') return { ...sample, [list[0]]: rows(list[1].of, (sample[list[0]] as Record<string, unknown>[])[0]!, all) };
  if (fields['blocks']) return { ...sample, blocks: [{ kind: 'table', columns: [{ title: '单位', align: 'left' }], rows: all.map((name) => [name]) }] };
  const free = fields['unitName'] ? 'unitName' : 'fileTitle';
  return { ...sample, [free]: all.join('、') };
}

function rows(of: Fields, first: Record<string, unknown>, all: readonly string[]): Record<string, unknown>[] {
  const [field] = Object.entries(of).find(([, { type, ...rest }]) => type === 'text' && 'longest' in rest && rest.longest >= 100) ?? [];
  return all.map((name) => ({ ...first, [field!]: name }));
}

/** As many names as fit into one field, or one list. */
function portions(layout: Layout): string[][] {
  if (layout.kind === 'document') {
    const most = Math.min(...Object.values(layout.fields).map((field) => (field.type === 'list' ? field.most : NAMES.length)));
    return Array.from({ length: Math.ceil(NAMES.length / most) }, (_, index) => NAMES.slice(index * most, (index + 1) * most));
  }
  const found: string[][] = [[]];
  for (const name of NAMES) {
    const last = found.at(-1)!;
    if ([...last, name].join('、').length > 150) found.push([name]);
    else last.push(name);
  }
  return found;
}

const ownMarks = (page: Page): TextMark[] => [...(page.base?.marks ?? []), ...page.marks].filter((mark): mark is TextMark => mark.kind === 'text');

/** Every ideograph of a page with the square it stands in. */
function squares(page: Page) {
  const { files } = shippedFonts();
  return ownMarks(page).flatMap((mark) => {
    let { x } = mark;
    if (mark.colour.length === 3 && mark.colour.every((part) => part > 0.55)) return []; // the place kept for a seal is pale on purpose
    return Array.from(mark.text, (char) => {
      const box = { x, y: mark.y - 0.86 * mark.size, width: mark.size, height: mark.size };
      x += ((files.get(mark.font)?.advance(char) ?? 1) * mark.size + mark.spacing) * mark.stretch;
      return { char, box, field: mark.field };
    }).filter(({ char }) => /\p{Script=Han}/u.test(char) && char !== '〇');
  });
}

/** Characters in whose squares there is too little ink. */
function inkless({ pages }: Draft, pdf: Buffer): string[] {
  return pages.flatMap((page, index) => {
    const dpi = dpiOf(page);
    const picture = contrasted(raster(pdf, dpi, index + 1));
    return squares(page)
      .filter(({ char, box }) => ink(picture, dpi, box) < ('一二'.includes(char) ? 2 : 0.05 * (dpi / 72) ** 2 * box.width * box.height))
      .map(({ char, field }) => `${field}: ${char}`);
  });
}

/** Anything markedly darker than white or brass counts as ink. */
const contrasted = (picture: Raster): Raster => ({ ...picture, grey: picture.grey.map((value) => (value < 185 ? 0 : 255)) });

describe.each(layouts.map((layout) => [layout.id, layout] as const))('%s', (id, layout) => {
  test('shows every character of 500 names, and gives the same names back as text', () => {
    for (const portion of portions(layout)) {
      const data = withNames(layout, portion);
      const draft = renderer.compose(id, data);
      const pdf = renderer.render(id, data);
      expect(inkless(draft, pdf)).toEqual([]);
      const printed = text(pdf, '-raw').replace(/\s/g, '');
      expect(portion.filter((name) => !printed.includes(name))).toEqual([]);
      expect(sorted(printed)).toBe(sorted(drawn(draft).replace(/\s/g, ''))); // nothing more, nothing less, nothing else in its place
    }
  });

  test('has a tree of tags in which everything stands that is not decoration', () => {
    const pdf = renderer.render(id, layout.sample);
    const said = sorted(taggedTexts(pdf).join('').replace(/\s/g, ''));
    const { pages } = renderer.compose(id, layout.sample);
    const meant = pages.flatMap((page) => ownMarks(page).filter(({ tag }) => tag !== undefined).map((mark) => mark.text)).join('').replace(/\s/g, '');
    expect([info(pdf).match(/^Tagged: +(.*)$/m)?.[1], said]).toEqual(['yes', sorted(meant)]);
  });

  test('is sound, all its fonts embedded as subsets with their characters', () => {
    const pdf = renderer.render(id, layout.sample);
    expect(checkStructure(pdf)).toContain('No syntax or stream encoding errors');
    const fonts = fontRows(pdf);
    expect(fonts.length).toBeGreaterThan(0);
    for (const row of fonts) expect(row).toMatchObject({ embedded: 'yes', subset: 'yes', unicode: 'yes' });
  });

  test('has a code that leads to its address, if it has an address', () => {
    const { verifyUrl } = layout.sample;
    const pdf = renderer.render(id, layout.sample);
    if (verifyUrl !== undefined) expect(scanned(pdf, pageCount(pdf))).toBe(verifyUrl);
    else expect('verifyUrl' in layout.fields).toBe(false);
  });

  test('looks pixel by pixel as when pdf-lib alone writes it', async () => {
    const draft = renderer.compose(id, layout.sample);
    const [ours, plain] = [renderer.render(id, layout.sample), await writePlain(draft, shippedFonts(), 'subset')];
    draft.pages.forEach((_, index) => expect(Buffer.compare(raster(ours, 72, index + 1).grey, raster(plain, 72, index + 1).grey)).toBe(0));
  });

  test('looks as it did when somebody looked at it', () => {
    const kept = PNG.sync.read(readFileSync(new URL(`../reference/${id}.png`, import.meta.url)));
    const { width, height, grey } = raster(renderer.render(id, layout.sample), 40);
    expect([width, height]).toEqual([kept.width, kept.height]);
    const off = grey.reduce((sum, value, index) => sum + Math.abs(value - kept.data[4 * index]!), 0) / grey.length;
    expect(off).toBeLessThan(1); // other versions of poppler smooth edges otherwise; a line that moved costs more
  });

  test('prints whatever a value contains as it is', () => {
    const strange = '{{unitName}} ${1+1} {#} <b>%s</b> \\(Tj) ET';
    const data = withNames(layout, [strange]);
    expect(text(renderer.render(id, data), '-raw').replace(/\s/g, '')).toContain(strange.replace(/\s/g, ''));
  });

  test('names what no font has', () => {
    expect(() => renderer.render(id, withNames(layout, ['𫔽阳支部']))).toThrow(expect.objectContaining({ code: 'pdf.glyph-missing' }));
  });
});

const drawn = (draft: Draft): string => draft.pages.map((page) => ownMarks(page).map((mark) => mark.text).join('')).join('');
const sorted = (said: string): string => Array.from(said).sort().join('');
