import type { BodyItem, OfficialContent, Said } from '../layout/official-content.ts';
import type { Block, Fields } from './fields.ts';
import { fieldsOf } from './layout-file.ts';
import type { Document, Item } from './layout-schema.ts';
import { fill, parsePattern, type Scope } from './pattern.ts';

type Data = Readonly<Record<string, unknown>>;

/** What a document says, from its template and checked data. */
export function documentContent(layout: Document, data: Data): OfficialContent {
  const scope: Scope = { fields: fieldsOf(layout), data };
  const own = data['title'] as string | undefined;
  const title: Said = own === undefined ? (filled(layout.title ?? '', scope) ?? []) : [{ text: own, field: 'title' }];
  const [issuer, date] = [data['issuer'] as string | undefined, data['date'] as string | undefined];
  const signed = layout.signature && issuer !== undefined && date !== undefined ? { issuer, date } : undefined;
  const copiesTo = data['copiesTo'] as string | undefined;
  return {
    createdAt: new Date(data['createdAt'] as string),
    masthead: data['masthead'] as string | undefined,
    symbol: data['symbol'] as string | undefined,
    title,
    author: issuer ?? layout.name.zh,
    addressee: data['addressee'] as string | undefined,
    body: layout.body.flatMap((item) => bodyItems(item, scope)),
    attachments: data['attachments'] as string[],
    signed,
    imprint: signed && copiesTo !== undefined ? { copiesTo, office: signed.issuer, date: signed.date } : undefined,
    verifyUrl: data['verifyUrl'] as string | undefined,
    checkpoint: data['checkpoint'] as string | undefined,
  };
}

function bodyItems(item: Item, scope: Scope): BodyItem[] {
  const { data, fields } = scope;
  if ('blocks' in item) return ((data[item.blocks] ?? []) as Block[]).map((block, index) => blockItem(block, `${item.blocks}[${index}]`));
  if ('lines' in item) return (data[item.lines] as string[]).map((text, index) => paragraph([{ text, field: `${item.lines}[${index}]` }]));
  if ('signatures' in item) return signatureLines(data[item.signatures] as string[], item.signatures);
  if ('heading' in item) {
    const text = filled(item.heading, scope);
    return text ? [{ kind: 'heading', level: item.level, text }] : [];
  }
  if ('table' in item) {
    if (data[item.table] === undefined) return []; // an optional list that is not given has no table
    const columns = item.columns.map(({ title, align }) => ({ title: [{ text: title, field: 'label' }], align }));
    const rows = rowsOf(item.table, fields, data).map((row) => item.columns.map(({ value }) => filled(value, { ...scope, row }) ?? []));
    return [{ kind: 'table', table: { caption: item.caption === undefined ? undefined : filled(item.caption, scope), columns, rows } }];
  }
  const scopes = item.each === undefined ? [scope] : rowsOf(item.each, fields, data).map((row) => ({ ...scope, row }));
  return scopes.flatMap((one) => {
    const text = filled(item.paragraph, one);
    const opposite = item.opposite === undefined ? undefined : filled(item.opposite, one);
    return text ? [{ ...paragraph(text), indent: item.indent, hanging: item.hanging, keep: item.keep, opposite }] : [];
  });
}

function rowsOf(list: string, fields: Fields, data: Data): NonNullable<Scope['row']>[] {
  const field = fields[list];
  return ((data[list] ?? []) as Data[]).map((row, index) => ({ list, index, fields: field?.type === 'list' ? field.of : {}, data: row }));
}

function blockItem(block: Block, at: string): BodyItem {
  switch (block.kind) {
    case 'heading':
      return { kind: 'heading', level: block.level, text: [{ text: block.text, field: `${at}.text` }] };
    case 'paragraph':
      return paragraph([{ text: block.text, field: `${at}.text` }]);
    case 'table': {
      const { caption, columns, rows } = block;
      return {
        kind: 'table',
        table: {
          caption: caption === undefined ? undefined : [{ text: caption, field: `${at}.caption` }],
          columns: columns.map(({ title, align }, column) => ({ title: [{ text: title, field: `${at}.columns[${column}].title` }], align })),
          rows: rows.map((row, index) => row.map((text, column) => [{ text, field: `${at}.rows[${index}][${column}]` }])),
        },
      };
    }
  }
}

/** A line each, two rows apart: a name is written by hand above the date. */
function signatureLines(signers: readonly string[], list: string): BodyItem[] {
  return signers.flatMap((signer, index) => {
    const room = '　'.repeat(Math.max(2, 14 - signer.length));
    const text = [{ text: signer, field: `${list}[${index}]` }, { text: `（签字）：${room}年　　月　　日`, field: 'label' }];
    return [{ kind: 'blank' as const }, { ...paragraph(text), indent: 0, keep: index < signers.length - 1 }];
  });
}

const paragraph = (text: Said) => ({ kind: 'paragraph', text, indent: 2, hanging: 0, keep: false }) as const;
const filled = (source: string, scope: Scope): Said | undefined => fill(parsePattern(source), scope);
