import { useDeferredValue, useState } from 'react';
import { UnitPage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { ManySelect } from '../shared/many-select.tsx';

interface UnitsSelectProps {
  readonly id?: string;
  readonly value: readonly string[];
  readonly onChange: (ids: string[]) => void;
  readonly kinds?: readonly string[] | undefined;
}

/** Chooses several units of the whole tree by typing parts of their names. */
export function UnitsSelect({ id, value, onChange, kinds }: UnitsSelectProps) {
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const found = useList(UnitPage, '/api/registry/units', { search: search || undefined, kind: kinds?.length === 1 ? kinds[0] : undefined });
  const offered = found.items.filter(({ kind }) => !kinds || kinds.includes(kind)).map((unit) => ({ value: unit.id, label: unit.name }));
  const names = new Set(offered.map((one) => one.value));
  return (
    <ManySelect
      {...(id ? { id } : {})}
      value={[...value]}
      onChange={onChange}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder="输入名称或编码查找"
      notFoundContent={found.loading ? '正在查找…' : '没有找到单位'}
      options={[...offered, ...value.filter((one) => !names.has(one)).map((one) => ({ value: one, label: <UnitName id={one} /> }))]}
    />
  );
}
