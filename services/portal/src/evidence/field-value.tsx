import { Link } from 'react-router';
import type { RecordColumnView, RecordFieldValue, RecordFieldView, RecordPerson, RecordRow } from '@xingchuang/contracts';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { dayWords } from '../shared/day-words.ts';
import { RecordTitle } from './link-input.tsx';
import { AttachedFiles } from './proof-files.tsx';

interface FieldValueProps {
  readonly field: RecordColumnView & Pick<RecordFieldView, 'columns'>;
  readonly value: RecordFieldValue | undefined;
}

/** What a field of a record says, as its type says it is. */
export function FieldValue({ field, value }: FieldValueProps) {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return <span className="quiet">—</span>;
  const ids = Array.isArray(value) ? (value as string[]) : [String(value)];
  switch (field.type) {
    case 'yes':
      return value ? '是' : '否';
    case 'choice':
      return ids.map((id) => field.values?.find((one) => one.id === id)?.zh ?? id).join('、');
    case 'day':
      return dayWords(String(value));
    case 'minutes':
      return `${String(value)} 分钟`;
    case 'person':
      return <PersonName id={String(value)} />;
    case 'people':
      return (value as RecordPerson[]).map(({ personId, minutes }, i) => (
        <span key={personId}>
          {i > 0 && '、'}
          <PersonName id={personId} />
          {minutes !== undefined && `（${minutes} 分钟）`}
        </span>
      ));
    case 'unit':
      return ids.map((id, i) => (
        <span key={id}>
          {i > 0 && '、'}
          <UnitName id={id} />
        </span>
      ));
    case 'link':
      return ids.map((id, i) => (
        <span key={id}>
          {i > 0 && '、'}
          <Link to={`/app/evidence/records/${id}`}>
            <RecordTitle id={id} />
          </Link>
        </span>
      ));
    case 'files':
      return <AttachedFiles ids={ids} label={field.zh} />;
    case 'table':
      return <Rows columns={field.columns ?? []} rows={value as RecordRow[]} label={field.zh} />;
    default:
      return (
        <span className="words">
          {String(value)}
          {field.measure && ` ${field.measure}`}
        </span>
      );
  }
}

function Rows({ columns, rows, label }: { readonly columns: readonly RecordColumnView[]; readonly rows: readonly RecordRow[]; readonly label: string }) {
  return (
    <div className="table-wrap">
      <table className="plain-table rows-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ id, zh }) => (
              <th key={id} scope="col">
                {zh}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {columns.map((column) => (
                <td key={column.id} data-label={column.zh}>
                  <FieldValue field={column} value={row[column.id]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
