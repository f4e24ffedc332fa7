import { PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { shippedFonts } from '../font/font-catalogue.ts';
import type { Draft, PathMark, TextMark } from '../layout/page-marks.ts';
import { MM } from '../layout/page-marks.ts';
import { writePdf } from '../write/pdf-writer.ts';
import { checkStructure, fontRows, info, ink, pageCount, raster, scanned, text } from '../probes.fixture.ts';
import { shippedRenderer } from '../render.ts';
import { writePlain } from '../write/plain-writer.fixture.ts';
import { certificate } from './data.fixture.ts';

const DPI = 100;
const compose = (name: string, data: unknown) => shippedRenderer().compose(name, data);
const render = (name: string, data: unknown) => shippedRenderer().render(name, data);
const tried = async (name: string, data: unknown) => render(name, data);
const RARE = '䶮㛃𬭎龘喆堃玥';

const nameMarks = (draft: Draft) =>
  draft.pages.flatMap((page) => page.marks).filter((mark): mark is TextMark => mark.kind === 'text' && mark.field === 'unitName');

const withoutName = (draft: Draft): Draft => ({
  ...draft,
  pages: draft.pages.map((page) => ({
    ...page,
    marks: page.marks.filter((mark) => mark.kind !== 'text' || mark.field !== 'unitName'),
  })),
});

/** Each character of a full-width text with the square it stands in. */
function cells(mark: TextMark) {
  return Array.from(mark.text, (char, index) => {
    const x = mark.x + index * (mark.size + mark.spacing);
    return { char, box: { x, y: mark.y - 0.86 * mark.size, width: mark.size, height: mark.size } };
  });
}

describe('every character of the unit name is visible', () => {
  const names = ['中共卧龙市䶮溪镇㛃水社区𬭎山支部', `卧龙市${RARE}党支部`, '〇一二三四五六七八九十龙㐂䴖'];

  test.each(names)('%s', async (unitName) => {
    const draft = compose('certificate', { ...certificate, unitName });
    const pdf = writePdf(draft, shippedFonts());
    const named = raster(pdf, DPI);
    const blank = raster(writePdf(withoutName(draft), shippedFonts()), DPI);
    const squares = nameMarks(draft).flatMap(cells);
    expect(squares.map(({ char }) => char).join('')).toBe(unitName);
    for (const { char, box } of squares) {
      const least = '一二三'.includes(char) ? 0.01 : 0.06; // share of the square
      expect([char, ink(named, DPI, box) > least * (named.width / 842) ** 2 * box.width * box.height]).toEqual([char, true]);
      expect([char, ink(blank, DPI, box)]).toEqual([char, 0]);
    }
    expect(text(pdf)).toContain(unitName);
  });

  test('the subset looks exactly as the whole fonts do', async () => {
    const draft = compose('certificate', { ...certificate, unitName: `卧龙市${RARE}党支部` });
    const subset = raster(writePdf(draft, shippedFonts()), DPI);
    const whole = raster(await writePlain(draft, shippedFonts(), 'whole'), DPI);
    expect(subset.grey.length).toBe(subset.width * subset.height);
    expect(Buffer.compare(subset.grey, whole.grey)).toBe(0);
  });

  test('a private-use code point of old registers is printed as the character it meant', async () => {
    expect(text(render('certificate', { ...certificate, unitName: '中共\ue863溪镇支部' }))).toContain('中共䶮溪镇支部');
  });

  test('decomposed letters are composed first', async () => {
    expect(text(render('certificate', { ...certificate, unitName: 'Cafe\u0301党支部' }))).toContain('Café党支部');
  });

  test('a name of 200 characters stays on the page', async () => {
    const unitName = '龙𬭎'.repeat(100);
    const draft = compose('certificate', { ...certificate, unitName });
    expect(
      nameMarks(draft)
        .map((mark) => mark.text)
        .join(''),
    ).toBe(unitName);
    for (const mark of nameMarks(draft)) {
      expect(mark.x).toBeGreaterThan(20 * MM);
      expect(mark.x + [...mark.text].length * mark.size).toBeLessThan(277 * MM);
      expect(mark.y).toBeLessThan(94 * MM);
    }
  });
});

describe('what no font has', () => {
  test('is refused by name and place', async () => {
    await expect(
      tried('certificate', { ...certificate, unitName: '卧龙市𫔽阳支部', levelName: '五星😀' }),
    ).rejects.toMatchObject({
      kind: 'invalid',
      code: 'pdf.glyph-missing',
      field: 'unitName',
      facts: {
        characters: ['𫔽', '😀'],
        codePoints: ['U+2B53D', 'U+1F600'],
        field: 'unitName',
        places: [
          { field: 'unitName', characters: ['𫔽'] },
          { field: 'levelName', characters: ['😀'] },
        ],
      },
    });
  });

  test.each([
    ['unitName', '第一\n支部'],
    ['unitName', '第一\u202e支部'],
    ['unitName', '\ud872'],
    ['unitName', '   '],
    ['stars', 11],
    ['issuedOn', '2026-02-30'],
    ['verifyUrl', 'javascript:alert(1)'],
    ['unknown', 'x'],
  ])('%s %j does not fit the template', async (field, value) => {
    await expect(tried('certificate', { ...certificate, [field]: value })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'pdf.data-invalid',
    });
  });

  test.each(['diploma', 'toString', ''])('template %j is unknown', async (name) => {
    await expect(tried(name, certificate)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'pdf.template-unknown',
      field: 'template',
    });
  });

  test('the field at fault is named', async () => {
    await expect(tried('certificate', { ...certificate, issuedOn: '28.2.2026' })).rejects.toMatchObject({ field: 'issuedOn' });
  });
});

describe('the file', () => {
  const data = { ...certificate, validUntil: '2027-02-27', checkpoint: '18342 · 7f83b1657ff1fc53' };

  test('is sound: structure, fonts, one page', async () => {
    const pdf = render('certificate', data);
    expect(checkStructure(pdf)).toContain('No syntax or stream encoding errors');
    expect(pageCount(pdf)).toBe(1);
    const rows = fontRows(pdf);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row).toMatchObject({ embedded: 'yes', subset: 'yes', unicode: 'yes' });
  });

  test('says what it is', async () => {
    const pdf = render('certificate', data);
    expect(info(pdf)).toMatch(/Title: +荣誉证书 中共卧龙市发展和改革局机关第一支部委员会 WLJG-2026-0001/);
    expect(info(pdf)).toMatch(/Author: +中共卧龙市委市直机关工作委员会/);
    expect(info(pdf, '-isodates')).toContain('2026-02-28T');
    expect(info(pdf, '-meta')).toMatch(/pdfaid:part[>="]+2[\s\S]*pdfaid:conformance[>="]+A/);
    const { catalog } = await PDFDocument.load(pdf, { updateMetadata: false });
    expect(String(catalog.get(PDFName.of('Lang')))).toContain('zh-CN');
  });

  test('is the same bytes for the same data', async () => {
    const [first, second] = [render('certificate', data), render('certificate', data)];
    expect(Buffer.compare(first, second)).toBe(0);
    const later = render('certificate', { ...data, createdAt: '2026-02-28T01:00:01Z' });
    expect(Buffer.compare(first, later)).not.toBe(0);
  });

  test('is the same bytes when others are rendered at the same time', async () => {
    const alone = render('certificate', data);
    const [, among] = await Promise.all([
      render('certificate', { ...data, unitName: '另一个支部' }),
      render('certificate', data),
      render('certificate', { ...data, unitName: '䶮㛃支部' }),
    ]);
    expect(Buffer.compare(alone, among)).toBe(0);
  });

  test('prints validity, checkpoint, number and date', async () => {
    const printed = text(render('certificate', data));
    for (const part of ['2026年2月28日', '2027年2月27日', 'WLJG-2026-0001', '18342 · 7f83b1657ff1fc53', '印章位置'])
      expect(printed).toContain(part);
    expect(text(render('certificate', certificate))).not.toContain('有效期');
  });

  test('prints placeholders literally', async () => {
    const unitName = '{{unit}} <b>%s</b> ${1+1} \\(Tj) ET';
    expect(text(render('certificate', { ...data, unitName }))).toContain(unitName);
  });
});

describe('QR code', () => {
  test.each([certificate.verifyUrl, `https://xc.example.org/verify/${'A1b2-'.repeat(24)}`])(
    '%s is read back',
    async (verifyUrl) => {
      expect(scanned(render('certificate', { ...certificate, verifyUrl }), 1)).toBe(verifyUrl);
    },
  );

  test('carries what stands behind # and is still read at 330 characters; as text the address ends before it', () => {
    const verifyUrl = `https://xc.example.org/verify/XC-2026-0001#${'A1b2-'.repeat(60)}`.slice(0, 330);
    const pdf = render('certificate', { ...certificate, verifyUrl });
    expect(scanned(pdf, 1)).toBe(verifyUrl);
    expect(text(pdf)).toContain('https://xc.example.org/verify/XC-2026-0001');
    expect(text(pdf)).not.toContain('#');
    expect(scanned(render('plaque', { ...shippedRenderer().layouts.get('plaque')!.sample, verifyUrl }), 1)).toBe(verifyUrl);
  });

  test('is at least 20 mm wide with a white margin of four modules', async () => {
    const { pages } = compose('certificate', certificate);
    const paths = (pages[0]?.marks ?? []).filter((mark): mark is PathMark => mark.kind === 'path');
    const index = paths.findIndex((mark) => mark.fill?.every((part) => part === 1));
    const [quiet, symbol] = [extent(paths[index]), extent(paths[index + 1])];
    expect(symbol.width).toBeGreaterThanOrEqual(20 * MM);
    const modules = 33; // version 4
    expect((symbol.left - quiet.left) / (symbol.width / modules)).toBeCloseTo(4);
  });
});

function extent(mark: PathMark | undefined) {
  const boxes = (mark?.steps ?? []).flatMap((step) => (step[0] === 'R' ? [[step[1], step[1] + step[3]] as const] : []));
  const left = Math.min(...boxes.map(([from]) => from));
  return { left, width: Math.max(...boxes.map(([, to]) => to)) - left };
}
