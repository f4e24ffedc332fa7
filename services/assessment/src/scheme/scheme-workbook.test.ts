import { readdirSync, readFileSync } from 'node:fs';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { parseScheme, schemeOfSheets } from '@xingchuang/schemes';
import { sheetsIn, workbookOf } from './scheme-workbook.ts';

const folder = new URL('../../../../schemes/', import.meta.url);

test.each(readdirSync(folder).filter((file) => file.endsWith('.yaml')))('%s says the same after a way through Excel', async (file) => {
  const scheme = parseScheme(readFileSync(new URL(file, folder), 'utf8'));
  const { problems, scheme: back } = schemeOfSheets(await sheetsIn(await workbookOf(scheme)));
  expect(problems).toEqual([]);
  expect(back).toEqual(scheme);
});

test('the template has a guide, headings with notes, and drop-down lists that name words or other sheets', async () => {
  const { sheets } = await readXlsx(await workbookOf(), { readStyles: true });
  expect(sheets[0]!.name).toBe('说明');
  const steps = sheets.find(({ name }) => name === '程序步骤')!;
  expect(steps.rows[0]).toEqual(expect.arrayContaining(['阶段', '条款号', '做什么', '谁办', '期限']));
  const offered = (heading: string) => {
    const letter = String.fromCharCode(65 + steps.rows[0]!.indexOf(heading));
    return steps.dataValidations!.find(({ range }) => range.startsWith(`${letter}3:`));
  };
  expect(offered('做什么')!.values).toContain('研究审定');
  expect(offered('谁办')!.formula1).toBe("'单位类型'!$A$3:$A$300");
  expect(offered('阶段')!.formula1).toBe("'程序阶段'!$A$3:$A$300");
  expect(steps.freezePane).toMatchObject({ rows: 2 });
});

test('a date typed as a date and a truth typed as a truth are read as written', async () => {
  const bytes = await writeXlsx({ sheets: [{ name: '出处', rows: [['文件号', '文件', '日期'], ['D1', '办法', new Date('2025-01-10T00:00:00Z')]] }, { name: '事实', rows: [['标识', '可缺'], ['rank', true]] }] });
  const sheets = await sheetsIn(bytes);
  expect(sheets.map(({ rows }) => rows[1])).toEqual([['D1', '办法', '2025-01-10'], ['rank', '是']]);
});

test.each([['text', 'format: 1'], ['an empty file', ''], ['a ZIP that is no workbook', 'PK\u0003\u0004rest']])('%s is refused', async (_, content) => {
  await expect(sheetsIn(new TextEncoder().encode(content))).rejects.toMatchObject({ code: 'scheme.not-a-workbook' });
});

test('a sheet of endless rows is refused', async () => {
  const bytes = await writeXlsx({ sheets: [{ name: '事实', rows: Array.from({ length: 5_002 }, (_, i) => [`f${i}`]) }] });
  await expect(sheetsIn(bytes)).rejects.toMatchObject({ code: 'import.too-many-rows' });
});
