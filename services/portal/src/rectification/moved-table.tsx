import { Link } from 'react-router';
import type { DigestView } from '@xingchuang/contracts';
import { UnitName } from '../registry/unit-name.tsx';
import { dayWords } from '../shared/day-words.ts';
import { KIND_WORDS } from './areas.tsx';

interface MovedTableProps {
  readonly title: string;
  /** What the last days are called that hold now or would. */
  readonly after: string;
  readonly of: DigestView['moved'];
}

/** Last days that a calendar year moves. */
export function MovedTable({ title, after, of }: MovedTableProps) {
  if (of.length === 0) return null;
  return (
    <section className="card flush table-wrap">
      <table className="plain-table">
        <caption style={{ textAlign: 'left', padding: '12px 24px', fontWeight: 600 }}>{title}</caption>
        <thead>
          <tr>
            {['事项', '单位', '原截止日', after].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.map((one) => (
            <tr key={`${one.kind}${one.id}`}>
              <td>{KIND_WORDS[one.kind] ? <Link to={`/app/rectification/${one.kind}s/${one.id}`}>{KIND_WORDS[one.kind]}</Link> : '其他期限'}</td>
              <td>{one.unitId && <UnitName id={one.unitId} />}</td>
              <td>{dayWords(one.before)}</td>
              <td>{dayWords(one.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
