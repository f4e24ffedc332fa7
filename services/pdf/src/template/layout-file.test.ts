import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedFonts } from '../font/font-catalogue.ts';
import { pageCount, text } from '../probes.fixture.ts';
import { composeWith, Renderer } from '../render.ts';
import { writePdf } from '../write/pdf-writer.ts';
import { parseLayout, readLayouts, SHIPPED_TEMPLATES } from './layout-file.ts';

const letter = (body: string, more = '') => `
format: 1
id: letter
kind: document
name: {zh: 函, en: Letter}
title: 关于{what}的函
${more}
fields:
  what: {type: text, zh: 事由, longest: 40}
  note: {type: text, zh: 备注, optional: true}
  when: {type: day, zh: 日期}
  people:
    type: list
    zh: 人员
    of: {name: {type: text, zh: 姓名, longest: 100}}
body:
${body}
sample: {createdAt: '2026-02-28T01:00:00Z', masthead: 示例, issuer: 示例, date: '2026-02-28', what: 调研, when: '2026-03-01', people: [{name: 张三}]}
`;
const refusal = (source: string) => {
  try {
    parseLayout(source);
  } catch (error) {
    return error as { code: string; facts: { problems: { field: string; zh: string; en: string }[] } };
  }
  throw new Error('it was taken');
};

test('a new template is a file: fields, places, a table, what to leave out', () => {
  const layout = parseLayout(letter("  - {paragraph: '定于{when}开展{what}。'}\n  - {paragraph: '备注：{note}'}\n  - {table: people, columns: [{title: 序号, value: '{#}'}, {title: 姓名, value: '{name}'}]}"));
  const printed = (data: Record<string, unknown>) => text(writePdf(composeWith(layout, { ...layout.sample, ...data }, shippedFonts()), shippedFonts())).replace(/\s/g, '');
  expect(printed({})).toMatch(/关于调研的函.*定于2026年3月1日开展调研。.*序号姓名.*1张三/);
  expect(printed({})).not.toContain('备注');
  expect(printed({ note: '{what}' })).toContain('备注：{what}');
  expect(printed({ title: '自拟标题' })).toContain('自拟标题');
});

test.each([
  ['a place without a field', "  - {paragraph: '{whom}'}", 'body[0]', 'no field {whom}'],
  ['a list where a text is wanted', "  - {paragraph: '{people}'}", 'body[0]', 'no field {people}'],
  ['a text where a list is wanted', "  - {table: what, columns: [{title: x, value: '{#}'}]}", 'body[0]', 'no field of type list'],
  ['a column without a field', "  - {table: people, columns: [{title: x, value: '{age}'}]}", 'body[0]', 'no field {age}'],
  ['an unknown item', '  - {picture: a.png}', 'body[0]', 'Invalid input'],
])('%s is refused with its place', (_, body, field, message) => {
  const { code, facts } = refusal(letter(body));
  expect(code).toBe('pdf.layout-invalid');
  expect(facts.problems).toContainEqual({ field, zh: expect.stringMatching(/\p{Script=Han}/u) as string, en: expect.stringContaining(message) as string });
});

test.each([
  ['no YAML', '{{{'],
  ['an alias', 'a: &x 1\nb: *x'],
  ['another format', letter('  - {paragraph: x}').replace('format: 1', 'format: 2')],
  ['an unknown setting', letter('  - {paragraph: x}', 'macro: evil()')],
  ['a path as id', letter('  - {paragraph: x}').replace('id: letter', 'id: ../letter')],
])('%s is refused', (_, source) => {
  expect(refusal(source).code).toBe('pdf.layout-invalid');
});

test('a sheet that names an unknown colour, field or own field is refused with each', () => {
  const sheet = `
format: 1
id: card
kind: sheet
name: {zh: 卡, en: Card}
page: {width: 90, height: 54}
title: '{name}'
author: '{nobody}'
own: [name, other]
fields: {name: {type: text, zh: 姓名}}
elements: [{text: '{name}', at: [45, 27], width: 80, height: 20, sizes: [20], colour: puce}]
sample: {createdAt: '2026-02-28T01:00:00Z', name: 张三}
`;
  expect(refusal(sheet).facts.problems.map(({ en }) => en)).toEqual(['no field {nobody} that can be printed', 'no field other', 'no colour puce']);
});

test('a folder of one’s own takes the place of ours, and adds to it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  try {
    writeFileSync(join(folder, 'letter.yaml'), letter("  - {paragraph: '{what}'}"));
    writeFileSync(join(folder, 'reminder.yaml'), letter("  - {paragraph: '改过的{what}'}").replace('id: letter', 'id: reminder'));
    const renderer = new Renderer(shippedFonts(), readLayouts(SHIPPED_TEMPLATES, folder));
    const { sample } = renderer.layouts.get('letter')!;
    expect(pageCount(renderer.render('letter', sample))).toBe(1);
    expect(text(renderer.render('reminder', sample))).toContain('改过的调研');
    expect(renderer.layouts.has('certificate')).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
