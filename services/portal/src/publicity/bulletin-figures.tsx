import { Form, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { FigureItems, type BulletinView, type FigureView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { MoreBelow } from '../shared/more-below.tsx';
import { itemLink, rowLink } from './bulletin-words.ts';

const PLACE = /(\{\{|\{[A-Za-z][A-Za-z0-9.:_-]*\})/;
export const anchorOf = (name: string): string => `figure-${name.replaceAll(/[^A-Za-z0-9]/g, '-')}`;

/** A line with its numbers in place, each a link to where it comes from. */
export function NumberedLine({ line, figures }: { readonly line: string; readonly figures: readonly FigureView[] }) {
  return line.split(PLACE).map((part, index) => {
    if (part === '{{') return '{';
    const figure = figures.find(({ name }) => part === `{${name}}`);
    if (!figure) return part;
    return (
      <a
        key={index}
        href={`#${anchorOf(figure.name)}`}
        title={figure.source.zh}
        className={figure.reason ? 'by-hand' : undefined}
      >
        {figure.value}
      </a>
    );
  });
}

/** Every number with what it was counted from; in a draft also the one that a person puts in its place. */
export function Figures({ of: bulletin, editable }: { readonly of: BulletinView; readonly editable: boolean }) {
  if (bulletin.figures.length === 0) return null;
  return (
    <section className="card flush table-wrap" aria-label="数据和出处">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">数据</th>
            <th scope="col" className="nowrap">
              数值
            </th>
            <th scope="col">出处</th>
            {editable && <th scope="col">手工修订</th>}
          </tr>
        </thead>
        <tbody>
          {bulletin.figures.map((figure) => (
            <tr key={figure.name} id={anchorOf(figure.name)}>
              <td>
                {figure.zh}
                {editable && <p className="quiet small">{`{${figure.name}}`}</p>}
              </td>
              <td>
                <strong>{figure.value}</strong>
                {figure.reason && <p className="state due">{`手工修订，统计为 ${figure.computed}`}</p>}
                {figure.reason && <p className="quiet small">{figure.reason}</p>}
              </td>
              <td>
                <Counted of={figure} id={bulletin.id} />
              </td>
              {editable && (
                <td style={{ minWidth: 180 }}>
                  <Form.Item name={['figures', figure.name, 'value']} noStyle>
                    <Input aria-label={`${figure.zh}改为`} placeholder="改为" maxLength={40} />
                  </Form.Item>
                  <Form.Item name={['figures', figure.name, 'reason']} noStyle>
                    <Input aria-label={`${figure.zh}修订的原因`} placeholder="原因" maxLength={500} style={{ marginTop: 4 }} />
                  </Form.Item>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Counted({ of: { name, source }, id }: { readonly of: FigureView; readonly id: string }) {
  const [open, setOpen] = useState(false);
  const to = rowLink(source);
  return (
    <>
      {to ? <Link to={to}>{source.zh}</Link> : source.zh}
      {source.count > 0 && (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className="quiet small">{`逐项查看（${source.count}）`}</summary>
          {open && <Items id={id} name={name} kind={source.kind} />}
        </details>
      )}
    </>
  );
}

function Items({ id, name, kind }: { readonly id: string; readonly name: string; readonly kind: FigureView['source']['kind'] }) {
  const items = useList(FigureItems, `/api/publicity/bulletins/${id}/figures/${name}`);
  return (
    <>
      <ul className="small">
        {items.items.map((item, index) => {
          const to = itemLink(kind, item.id);
          return <li key={item.id}>{to ? <Link to={to}>{item.name || `第${index + 1}项`}</Link> : item.name || item.id}</li>;
        })}
      </ul>
      <MoreBelow of={items} />
    </>
  );
}
