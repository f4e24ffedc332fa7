import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '@xingchuang/rules';
import { faultsOf } from '@xingchuang/server';
import { parse } from 'yaml';
import type { Field, Fields } from './fields.ts';
import { Layout, type Document, type Element, type Item, type Sheet } from './layout-schema.ts';
import { fieldAt, parsePattern, placesOf } from './pattern.ts';

const text = (zh: string, longest: number, optional = false): Field => ({ type: 'text', zh, longest, optional });
const field = (type: 'day' | 'instant' | 'address', zh: string, optional = false): Field => ({ type, zh, optional });

const EVERY: Fields = { createdAt: field('instant', '生成时间') };
const EVERY_DOCUMENT: Fields = {
  ...EVERY,
  addressee: text('主送机关', 200, true),
  attachments: { type: 'lines', zh: '附件', optional: false, longest: 200, least: 0, most: 20 },
  copiesTo: text('抄送', 300, true),
  verifyUrl: field('address', '查验地址', true),
  checkpoint: text('日志存证', 200, true),
};

/** All inputs of a template: those of its file and those that every one of its kind has. */
export function fieldsOf(layout: Layout): Fields {
  if (layout.kind === 'sheet') return { ...EVERY, ...layout.fields };
  const { head, signature, title } = layout;
  return {
    ...EVERY_DOCUMENT,
    title: text('标题', 150, title !== undefined),
    ...(head === 'red' ? { masthead: text('发文机关标志', 60), symbol: text('发文字号', 60, true) } : {}),
    ...(signature ? { issuer: text('署名', 120), date: field('day', '成文日期') } : {}),
    ...layout.fields,
  };
}

/** Reads a layout file. Refuses `pdf.layout-invalid` with every fault: what is not of the format, and places that name no field. */
export function parseLayout(source: string): Layout {
  let raw: unknown;
  try {
    raw = parse(source, { maxAliasCount: 0 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalid([{ field: '', zh: `不是有效的 YAML：${why}`, en: why }]);
  }
  const read = Layout.safeParse(raw, { reportInput: true });
  if (!read.success) throw invalid(faultsOf(read.error));
  const problems = read.data.kind === 'sheet' ? sheetProblems(read.data) : documentProblems(read.data);
  if (problems.length > 0) throw invalid(problems);
  return read.data;
}

interface Problem {
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}

const invalid = (problems: readonly Problem[]) => new Refusal('invalid', 'pdf.layout-invalid', { problems }, 'layout');

function sheetProblems(sheet: Sheet): Problem[] {
  const fields = fieldsOf(sheet);
  const colours = new Set([...Object.keys(sheet.colours), 'black', 'red', 'grey', 'white']);
  return [
    ...unknownPlaces(sheet.title, 'title', fields),
    ...unknownPlaces(sheet.author, 'author', fields),
    ...sheet.own.filter((name) => !Object.hasOwn(fields, name)).map((name) => ({ field: 'own', zh: `没有填写项 ${name}`, en: `no field ${name}` })),
    ...sheet.elements.flatMap((element, index) => {
      const at = `elements[${index}]`;
      const named = Object.entries(element).filter(([key, value]) => (key === 'colour' || key === 'rules') && !colours.has(String(value)));
      return [...patternsOf(element).flatMap((one) => unknownPlaces(one, at, fields)), ...named.map(([key, value]) => ({ field: `${at}.${key}`, zh: `没有颜色 ${String(value)}`, en: `no colour ${String(value)}` }))];
    }),
  ];
}

/** The patterns that an element draws. */
export function patternsOf(element: Element): string[] {
  if ('text' in element) return [element.text];
  if ('rows' in element) return element.rows.map(({ value }) => value);
  if ('stars' in element) return [element.stars];
  return 'qr' in element ? [element.qr] : [];
}

function documentProblems(layout: Document): Problem[] {
  const fields = fieldsOf(layout);
  const isOf = (name: string, types: readonly Field['type'][], at: string): Problem[] =>
    types.includes(fields[name]?.type as Field['type']) ? [] : [{ field: at, zh: `${name} 不是 ${types.join('、')} 类型的填写项`, en: `${name} is no field of type ${types.join(' or ')}` }];
  const rowFields = (name: string | undefined): Fields => {
    const list = name === undefined ? undefined : fields[name];
    return list?.type === 'list' ? list.of : {};
  };
  const item = (one: Item, at: string): Problem[] => {
    if ('paragraph' in one) return [...(one.each === undefined ? [] : isOf(one.each, ['list'], at)), ...[one.paragraph, ...(one.opposite === undefined ? [] : [one.opposite])].flatMap((source) => unknownPlaces(source, at, fields, rowFields(one.each)))];
    if ('heading' in one) return unknownPlaces(one.heading, at, fields);
    if ('lines' in one) return isOf(one.lines, ['lines'], at);
    if ('blocks' in one) return isOf(one.blocks, ['blocks'], at);
    if ('signatures' in one) return isOf(one.signatures, ['lines'], at);
    const caption = one.caption === undefined ? [] : unknownPlaces(one.caption, at, fields);
    return [...isOf(one.table, ['list'], at), ...caption, ...one.columns.flatMap(({ value }) => unknownPlaces(value, at, fields, rowFields(one.table)))];
  };
  return [...(layout.title === undefined ? [] : unknownPlaces(layout.title, 'title', fields)), ...layout.body.flatMap((one, index) => item(one, `body[${index}]`))];
}

const PRINTABLE: readonly Field['type'][] = ['text', 'integer', 'day', 'address'];

function unknownPlaces(source: string, at: string, fields: Fields, row?: Fields): Problem[] {
  return placesOf(parsePattern(source))
    .filter((place) => !(row && (place === '#' || Object.hasOwn(row, place))) && !PRINTABLE.includes(fieldAt(place, fields)?.type as Field['type']))
    .map((place) => ({ field: at, zh: `没有可以打印的填写项 {${place}}`, en: `no field {${place}} that can be printed` }));
}

export const SHIPPED_TEMPLATES = fileURLToPath(new URL('../../templates/', import.meta.url));

/** The templates of these folders by id; one of a later folder takes the place of an earlier one. */
export function readLayouts(...folders: readonly string[]): ReadonlyMap<string, Layout> {
  const layouts = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => parseLayout(readFileSync(join(folder, name), 'utf8'))),
  );
  return new Map(layouts.map((layout) => [layout.id, layout]));
}
