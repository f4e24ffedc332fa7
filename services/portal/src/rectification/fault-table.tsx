interface FaultTableProps {
  /** What a place in it is called: a row, a line. */
  readonly place: string;
  readonly of: readonly { readonly at: number; readonly column?: string; readonly zh: string }[];
}

/** What is wrong with a table or text that was read, place by place. */
export function FaultTable({ place, of }: FaultTableProps) {
  if (of.length === 0) return null;
  const hasColumns = of.some(({ column }) => column !== undefined);
  return (
    <div className="card flush table-wrap">
      <table className="plain-table" aria-label="有问题的地方">
        <thead>
          <tr>
            <th scope="col">{place}</th>
            {hasColumns && <th scope="col">列</th>}
            <th scope="col">问题</th>
          </tr>
        </thead>
        <tbody>
          {of.map((fault, i) => (
            <tr key={i}>
              <td>{fault.at === 0 ? '全部' : fault.at}</td>
              {hasColumns && <td>{fault.column}</td>}
              <td>{fault.zh}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
