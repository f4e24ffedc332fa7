import { LEFT, RIGHT, TOP } from './official-page.ts';
import { MM, type Page, type TextMark } from './page-marks.ts';
import { checkStructure, fontRows, ink, pageCount, raster, scanned, taggedTexts, text } from '../probes.fixture.ts';
import { shippedRenderer } from '../render.ts';
import { bookmarksOf } from '../write/bookmarks.fixture.ts';
import { bulletin, long, notice, paragraph, ranking } from '../template/data.fixture.ts';

const compose = (name: string, data: unknown) => shippedRenderer().compose(name, data);
const render = (name: string, data: unknown) => shippedRenderer().render(name, data);
const tried = async (name: string, data: unknown) => render(name, data);

const textMarks = (page: Page | undefined) => (page?.marks ?? []).filter((mark): mark is TextMark => mark.kind === 'text');
const bodyMarks = (page: Page | undefined) => textMarks(page).filter((mark) => mark.field !== 'folio');
const folioOf = (page: Page | undefined) => textMarks(page).filter((mark) => mark.field === 'folio');

/** The lines of one field as a reader sees them. */
function lines(pages: readonly Page[], field: string): string[] {
  const rows = new Map<string, string>();
  pages.forEach((page, index) => {
    for (const mark of textMarks(page)) {
      const row = `${index} ${mark.y.toFixed(1)}`;
      if (mark.field === field) rows.set(row, (rows.get(row) ?? '') + mark.text);
    }
  });
  return [...rows.values()];
}

describe('bulletin', () => {
  const twoPages = {
    ...bulletin,
    blocks: [{ kind: 'heading', text: '一、总体情况' }, ...Array.from({ length: 5 }, () => paragraph(long))],
  };

  test('runs on to a second page with the folios outside', async () => {
    const pdf = render('bulletin', twoPages);
    expect(pageCount(pdf)).toBe(2);
    expect(checkStructure(pdf)).toContain('No syntax or stream encoding errors');
    expect(text(pdf, '-f', '2', '-l', '2')).toContain('2026年2月28日');
    const { pages } = compose('bulletin', twoPages);
    expect(
      folioOf(pages[0])
        .map((mark) => mark.text)
        .join(''),
    ).toBe('— 1 —');
    expect(Math.min(...folioOf(pages[0]).map((mark) => mark.x))).toBeGreaterThan(LEFT + 120 * MM);
    expect(Math.max(...folioOf(pages[1]).map((mark) => mark.x))).toBeLessThan(LEFT + 30 * MM);
  });

  test('has 22 lines of 28 characters', async () => {
    const { pages } = compose('bulletin', { ...bulletin, addressee: undefined, blocks: [paragraph('龙'.repeat(28 * 40))] });
    expect(lines(pages, 'blocks[0].text')[1]).toHaveLength(28);
    expect(new Set(bodyMarks(pages[1]).map((mark) => mark.y)).size).toBe(22);
  });

  test('never begins a line with a closing mark or ends one with an opening mark', async () => {
    const blocks = Array.from({ length: 28 }, (_, shift) => paragraph('今'.repeat(shift + 1) + long));
    const { pages } = compose('bulletin', { ...bulletin, blocks });
    const printed = blocks.flatMap((_, index) => lines(pages, `blocks[${index}].text`));
    expect(printed.length).toBeGreaterThan(28 * 3);
    for (const line of printed) expect(line).toMatch(/^[^，。、；：？！”’）》〕].*[^“‘（《〔]$/u);
  });

  test('keeps every text inside the type area', async () => {
    const { pages } = compose('bulletin', {
      ...twoPages,
      blocks: [...twoPages.blocks, ranking(60)],
      verifyUrl: 'https://xc.example.org/v/1',
    });
    for (const mark of pages.flatMap(bodyMarks)) {
      expect(mark.x).toBeGreaterThanOrEqual(LEFT - 3);
      expect(mark.x + [...mark.text].length * 0.2 * mark.size).toBeLessThanOrEqual(RIGHT + 3);
      expect(mark.y).toBeGreaterThan(TOP);
      expect(mark.y).toBeLessThan(TOP + 225 * MM);
    }
  });

  test('spreads 300 rows over pages, each under the header, none lost', async () => {
    const pdf = render('bulletin', { ...bulletin, blocks: [ranking(300)] });
    const pages = pageCount(pdf);
    expect(pages).toBeGreaterThan(10);
    const printed = Array.from({ length: pages }, (_, page) => text(pdf, '-f', `${page + 1}`, '-l', `${page + 1}`));
    for (const page of printed.slice(0, -1)) expect(page).toContain('名次');
    const numbers = printed.join('\n').match(/No\.\d+/g) ?? [];
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, row) => `No.${row + 1}`));
  });

  test('cuts a cell that is longer than a page, without losing a character', async () => {
    const columns = ['事由', '单位', '一', '二', '三', '四', '五', '六', '七', '八'].map((title) => ({ title }));
    const cell = '一二三四五六七八九十'.repeat(30);
    const table = { kind: 'table', columns, rows: [Array.from({ length: 10 }, () => cell)] };
    const { pages } = compose('bulletin', { ...bulletin, blocks: [table] });
    expect(pages.length).toBeGreaterThan(2);
    expect(lines(pages, 'blocks[0].rows[0][9]').join('')).toBe(cell);
  });

  test('never leaves the signature alone on a page', async () => {
    for (let rows = 8; rows < 30; rows += 1) {
      const { pages } = compose('bulletin', { ...bulletin, blocks: [paragraph('龙'.repeat(28 * rows - 2))] });
      const last = textMarks(pages.at(-1)).map((mark) => mark.field);
      expect(last).toContain('date');
      expect(last).toContain('issuer');
      expect(last).toContain('blocks[0].text');
    }
  });

  test('breaks the title into balanced lines between words', async () => {
    const { pages } = compose('bulletin', bulletin);
    const title = lines(pages, 'title');
    expect(title.join('')).toBe(bulletin.title);
    expect(title).toEqual(['关于2025年度市直机关五星', '党支部创建评定结果的通报']);
  });

  test('shows every rare character of a table', async () => {
    const rows = ['䶮溪镇', '㛃水镇', '𬭎山镇', '龘王社区'].map((name) => [name]);
    const data = { ...bulletin, blocks: [{ kind: 'table', columns: [{ title: '单位', align: 'left' }], rows }] };
    const picture = raster(render('bulletin', data), 100);
    const { pages } = compose('bulletin', data);
    const names = textMarks(pages[0]).filter((mark) => mark.field.startsWith('blocks[0].rows'));
    expect(names).toHaveLength(4);
    for (const { text: name, x, y, size } of names) {
      const first = { x, y: y - 0.86 * size, width: size, height: size };
      expect([name, ink(picture, 100, first) > 25]).toEqual([name, true]);
    }
  });

  test('names the cell in which a character has no glyph', async () => {
    const table = {
      ...ranking(3),
      rows: [
        ['1', '甲', '一'],
        ['2', '𫔽', '二'],
      ],
    };
    await expect(tried('bulletin', { ...bulletin, blocks: [paragraph('如下。'), table] })).rejects.toMatchObject({
      code: 'pdf.glyph-missing',
      field: 'blocks[1].rows[1][1]',
    });
  });

  test('has a bookmark for each heading, under the one above it, that leads to where the heading stands', async () => {
    const parts = ['一、总体情况', '（一）参评单位', '（二）评定结果', '二、存在问题', '（一）材料', '三、下一步'];
    const data = { ...bulletin, blocks: parts.flatMap((part) => [{ kind: 'heading', level: part.startsWith('（') ? 2 : 1, text: part }, ...Array.from({ length: 3 }, () => paragraph(long))]) };
    const pdf = render('bulletin', data);
    const marks = await bookmarksOf(pdf);
    expect(marks.map(({ title, level }) => [title, level])).toEqual([[bulletin.title, 0], ...parts.map((part) => [part, part.startsWith('（') ? 2 : 1])]);
    expect(new Set(marks.map(({ page }) => page)).size).toBeGreaterThan(2);
    for (const { title, page, top } of marks) expect(text(pdf, '-f', `${page}`, '-l', `${page}`, '-x', '0', '-y', `${Math.floor(top)}`, '-W', '600', '-H', '60').replace(/\s/g, '')).toContain(title.slice(0, 8));
    expect(taggedTexts(pdf).filter((said) => parts.includes(said))).toEqual(parts);
  });

  test('is the same bytes for the same data', async () => {
    const data = { ...bulletin, blocks: [paragraph(long), ranking(5)] };
    expect(Buffer.compare(render('bulletin', data), render('bulletin', data))).toBe(0);
  });
});

describe('notice', () => {
  test('prints period, channels and a code that leads to the page', async () => {
    const pdf = render('notice', { ...notice, verifyUrl: 'https://xc.example.org/notices/1' });
    const printed = text(pdf);
    for (const part of ['2026年2月13日至2026年2月27日', '5个工作日', '0377-00000000', 'jubao@example.org', '市直工委组织部']) {
      expect(printed.replace(/\n/g, '')).toContain(part);
    }
    expect(scanned(pdf, pageCount(pdf))).toBe('https://xc.example.org/notices/1');
    for (const row of fontRows(pdf)) expect(row).toMatchObject({ embedded: 'yes', subset: 'yes', unicode: 'yes' });
  });

  test('needs at least one channel', async () => {
    await expect(tried('notice', { ...notice, complaints: { organ: '市直工委' } })).rejects.toMatchObject({
      code: 'pdf.data-invalid',
      field: 'complaints',
    });
  });
});
