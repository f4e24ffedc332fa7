import { Button } from 'antd';
import type { RecordFieldView, RecordFieldValue, RecordRow } from '@xingchuang/contracts';
import { FieldInput } from './field-input.tsx';
import './records.css';

interface TableInputProps {
  readonly id?: string;
  readonly value?: readonly RecordRow[];
  readonly onChange?: (rows: RecordRow[]) => void;
  readonly field: RecordFieldView;
  readonly peopleOf: string;
  readonly unitId: string;
}

/** The rows of a table: side by side where there is room, each a card on a phone. */
export function TableInput({ id, value = [], onChange, field, peopleOf, unitId }: TableInputProps) {
  const columns = field.columns ?? [];
  const set = (at: number, column: string, cell: RecordFieldValue | undefined) =>
    onChange?.(value.map((row, i) => (i === at ? (Object.fromEntries(Object.entries({ ...row, [column]: cell }).filter(([, one]) => one !== undefined)) as RecordRow) : row)));
  const most = field.max ?? 2_000;
  return (
    <div id={id} className="rows-input" role="group" aria-label={field.zh}>
      {value.length > 0 && (
        <ol>
          {value.map((row, i) => (
            <li key={i}>
              <span className="number quiet">第 {i + 1} 行</span>
              <div className="cells">
                {columns.map((column) => (
                  <div key={column.id}>
                    <span className="cell-label">
                      {column.zh}
                      {column.measure && `（${column.measure}）`}
                      {!column.required && <span className="quiet">（选填）</span>}
                    </span>
                    <FieldInput field={column} peopleOf={peopleOf} unitId={unitId} value={row[column.id]} onChange={(cell) => set(i, column.id, cell)} />
                  </div>
                ))}
              </div>
              <button type="button" className="plain small" onClick={() => onChange?.(value.filter((_, other) => other !== i))} aria-label={`删去第 ${i + 1} 行`}>
                删去
              </button>
            </li>
          ))}
        </ol>
      )}
      <Button onClick={() => onChange?.([...value, {}])} disabled={value.length >= most}>
        添加一行
      </Button>
    </div>
  );
}
