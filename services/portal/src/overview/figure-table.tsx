import { Link } from 'react-router';
import { sumOf, type Cell, type Figure } from './figure.ts';

/** The numbers of a figure; each leads to what is behind it, but where the table is only read aloud beside its chart. */
export function FigureTable({ of: { title, head, categories, series }, aloud = false }: { readonly of: Figure; readonly aloud?: boolean }) {
  const sums = series.length > 1;
  return (
    <div className={aloud ? 'unseen' : 'table-wrap'} {...(aloud ? {} : { role: 'region', 'aria-label': title, tabIndex: 0 })}>
      <table className="plain-table figures" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
            {sums && (
              <th scope="col" className="number">
                合计
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {categories.map(({ name, to }, row) => (
            <tr key={`${name}-${row}`}>
              <th scope="row">{to && !aloud ? <Link to={to}>{name}</Link> : name}</th>
              {series.map((one) => (
                <td key={one.name} className="number">
                  <Number of={aloud ? { count: one.cells[row]!.count } : one.cells[row]!} what={`${name}${one.name}`} />
                </td>
              ))}
              {sums && <td className="number">{sumOf(series.map(({ cells }) => cells[row]!))}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Number({ of: { count, to }, what }: { readonly of: Cell; readonly what: string }) {
  if (!to || count === 0) return <span className={count === 0 ? 'quiet' : ''}>{count}</span>;
  return (
    <Link to={to} aria-label={`${what} ${count}`}>
      {count}
    </Link>
  );
}
