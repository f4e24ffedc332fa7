import { Select } from 'antd';
import { RecordPage, RecordView, type RecordColumnView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { ManySelect } from '../shared/many-select.tsx';
import { useRecordTypes } from './record-types.ts';

interface LinkInputProps {
  readonly id?: string;
  readonly field: RecordColumnView;
  readonly unitId: string;
  readonly value: readonly string[];
  readonly onChange: (ids: string[]) => void;
}

/** Chooses records that this one belongs to, of the types that the field takes. */
export function LinkInput({ id, field, unitId, value, onChange }: LinkInputProps) {
  const types = useRecordTypes();
  const [first = '', second] = field.to ?? [];
  const ofFirst = useList(RecordPage, '/api/evidence/records', { unitId, type: first, limit: 200 });
  const ofSecond = useList(RecordPage, second === undefined ? undefined : '/api/evidence/records', { unitId, type: second, limit: 200 });
  const nameOf = (type: string) => types.find((one) => one.id === type)?.zh ?? type;
  const found = [...ofFirst.items, ...ofSecond.items];
  const options = [
    ...found.map((record) => ({ value: record.id, label: `${record.title}（${dayWords(record.day)}）` })),
    ...value.filter((one) => !found.some((record) => record.id === one)).map((one) => ({ value: one, label: <RecordTitle id={one} /> })),
  ];
  const rest = {
    ...(id ? { id } : {}),
    'aria-label': field.zh,
    options,
    showSearch: { optionFilterProp: 'label' },
    notFoundContent: ofFirst.loading ? '正在查找…' : `还没有“${(field.to ?? []).map(nameOf).join('”“')}”，请先登记`,
  };
  return field.many ? (
    <ManySelect {...rest} placeholder="可选多份" value={[...value]} onChange={onChange} />
  ) : (
    <Select {...rest} allowClear placeholder="请选择" value={value[0] ?? null} onChange={(chosen: string | null) => onChange(chosen ? [chosen] : [])} />
  );
}

/** The title of a record by its id. */
export function RecordTitle({ id }: { readonly id: string }) {
  const record = useRead(RecordView, `/api/evidence/records/${id}`, {}, 60);
  return <>{record.data?.title ?? (record.error ? '（无权查看的台账）' : '…')}</>;
}
