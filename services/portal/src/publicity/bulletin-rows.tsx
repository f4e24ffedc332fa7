import { useState } from 'react';
import { Button, Checkbox, Form, Input, type FormInstance } from 'antd';
import { Link } from 'react-router';
import type { BulletinTable } from '@xingchuang/contracts';
import { rowLink } from './bulletin-words.ts';

/** Columns whose words may run over several lines. */
const LONG = ['unitName', 'deed', 'source', 'what', 'who', 'note', 'title'];

/** Who a row is about stays as it was counted. */
const FIXED = 'unitName';
const LONGEST = 300;

type Written = Readonly<Record<string, unknown>>;
type Cells = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

/** Rows whose words were changed here and not saved yet: they are open from the start. */
const rewritten = ({ rows }: BulletinTable, typed: Cells = {}): ReadonlySet<string> =>
  new Set(rows.filter(({ key, cells }) => Object.entries(typed[key] ?? {}).some(([name, words]) => words !== cells[name])).map(({ key }) => key));

/** A table of the issue, each row with its source; in a draft a row can be left out, and its words can be changed. */
export function BulletinRows({ of: table, editable }: { readonly of: BulletinTable; readonly editable: boolean }) {
  const form = Form.useFormInstance<Written>() as FormInstance<Written> | undefined; // none around what is only read
  const [open, setOpen] = useState(() => rewritten(table, form?.getFieldValue(['cells', table.name])));
  const shown = editable ? table.rows : table.rows.filter(({ struck }) => !struck);
  if (shown.length === 0) return null;
  return (
    <section className="card flush table-wrap" aria-label={table.zh}>
      <table className="plain-table">
        <thead>
          <tr>
            {table.columns.map(({ name, zh }) => (
              <th key={name} scope="col">
                {zh}
              </th>
            ))}
            <th scope="col">出处</th>
            {editable && <th scope="col">不列入</th>}
            {editable && <th scope="col">修改</th>}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.key}>
              {table.columns.map(({ name, zh }) => (
                <td key={name} className={LONG.includes(name) ? undefined : 'nowrap'}>
                  {open.has(row.key) && name !== FIXED ? (
                    <Form.Item name={['cells', table.name, row.key, name]} noStyle>
                      <Input aria-label={`${row.cells[FIXED] ?? row.key}的${zh}`} maxLength={LONGEST} style={{ minWidth: 96 }} />
                    </Form.Item>
                  ) : (
                    row.cells[name]
                  )}
                  {row.computed[name] !== undefined && <span className="state due">{`原为${row.computed[name]}`}</span>}
                </td>
              ))}
              <td className="small">
                {rowLink(row.source) ? <Link to={rowLink(row.source)!}>{row.source.zh}</Link> : row.source.zh}
              </td>
              {editable && (
                <td>
                  <Form.Item name={['struck', table.name, row.key]} valuePropName="checked" noStyle>
                    <Checkbox aria-label={`${row.cells['unitName'] ?? row.cells['what'] ?? row.key}不列入`} />
                  </Form.Item>
                </td>
              )}
              {editable && (
                <td>
                  {!open.has(row.key) && (
                    <Button type="link" size="small" onClick={() => setOpen(new Set([...open, row.key]))} aria-label={`修改${row.cells[FIXED] ?? row.key}`}>
                      修改
                    </Button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
