import { Form, Input } from 'antd';
import { BulletinView } from '@xingchuang/contracts';
import { CommandForm } from '../shared/command-form.tsx';
import { Figures } from './bulletin-figures.tsx';
import { BulletinReaders } from './bulletin-readers.tsx';
import { BulletinRows } from './bulletin-rows.tsx';

interface Typed {
  readonly title: string;
  readonly readers?: { readonly of?: BulletinView['readers']; readonly unitIds?: readonly string[] };
  readonly texts?: Readonly<Record<string, string | undefined>>;
  readonly figures?: Readonly<Record<string, { readonly value?: string; readonly reason?: string } | undefined>>;
  readonly struck?: Readonly<Record<string, Readonly<Record<string, boolean | undefined>>>>;
  /** Words of rows that were opened, by table, row and column. */
  readonly cells?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string | undefined>>>>>>;
}

const linesOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean);

/** A draft as it is written: title, paragraphs with places for numbers, the numbers, the rows. Paragraphs are parted by an empty line, as people write them. */
export function BulletinEditor({ of: one }: { readonly of: BulletinView }) {
  const initial = {
    title: one.title,
    readers: { of: one.readers, unitIds: one.readerUnits.map(({ id }) => id) },
    texts: Object.fromEntries(one.texts.map(({ name, lines }) => [name, lines.join('\n\n')])),
    figures: Object.fromEntries(one.figures.map(({ name, value, reason }) => [name, reason ? { value, reason } : {}])),
    struck: Object.fromEntries(
      one.tables.map(({ name, rows }) => [name, Object.fromEntries(rows.map(({ key, struck }) => [key, struck]))]),
    ),
    cells: Object.fromEntries(one.tables.map(({ name, rows }) => [name, Object.fromEntries(rows.map(({ key, cells }) => [key, cells]))])),
  };
  return (
    <CommandForm
      label="通报内容"
      submit="保存"
      edits
      draft={`bulletin-text-${one.id}`}
      schema={BulletinView}
      initial={initial}
      order={(typed: Typed) => ({
        method: 'PUT',
        path: `/api/publicity/bulletins/${one.id}`,
        version: one.version,
        body: edited(one, typed),
      })}
      said="已保存"
    >
      <section className="card" aria-label="正文">
        <Form.Item name="title" label="标题" rules={[{ required: true, message: '请填写标题' }]}>
          <Input maxLength={150} />
        </Form.Item>
        {one.texts.map(({ name, zh }) => (
          <Form.Item
            key={name}
            name={['texts', name]}
            label={zh}
            extra="段落之间空一行；花括号里的名称是下表中的数据，成文时填入数值，可以移动、删去"
          >
            <Input.TextArea autoSize={{ minRows: 3, maxRows: 16 }} />
          </Form.Item>
        ))}
      </section>
      <BulletinReaders of={one} />
      <Figures of={one} editable />
      {one.tables.map((table) => (
        <BulletinRows key={table.name} of={table} editable />
      ))}
    </CommandForm>
  );
}

/** What the form says, as the whole edit; rows that nobody opened stay as they were, an emptied cell is as it was counted. */
function edited(one: BulletinView, { title, readers = {}, texts = {}, figures = {}, struck = {}, cells: typed = {} }: Typed) {
  const { of = one.readers, unitIds = [] } = readers;
  return {
    title,
    readers: { of, unitIds: of === 'units' ? unitIds : [] },
    texts: Object.fromEntries(one.texts.map(({ name }) => [name, linesOf(texts[name] ?? '')])),
    figures: one.figures.flatMap(({ name }) => {
      const { value = '', reason = '' } = figures[name] ?? {};
      return value.trim() === '' ? [] : [{ name, value, reason }];
    }),
    rows: one.tables.flatMap(({ name: table, rows }) =>
      rows.flatMap(({ key, cells, computed }) => {
        const before = Object.fromEntries(Object.keys(computed).map((name) => [name, cells[name]]));
        const counted: Readonly<Record<string, string>> = { ...cells, ...computed };
        const own = Object.fromEntries(Object.entries(typed[table]?.[key] ?? before).filter(([name, words]) => (words ?? '').trim() !== '' && words !== counted[name]));
        const isStruck = struck[table]?.[key] === true;
        return isStruck || Object.keys(own).length > 0 ? [{ table, key, struck: isStruck, cells: own }] : [];
      }),
    ),
  };
}
