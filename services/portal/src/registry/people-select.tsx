import { useDeferredValue, useState } from 'react';
import { PersonPage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { ManySelect } from '../shared/many-select.tsx';

interface PeopleSelectProps {
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (ids: string[]) => void;
  readonly unitId: string;
}

/** Chooses people of a unit. */
export function PeopleSelect({ id, value, onChange, unitId }: PeopleSelectProps) {
  const may = useMay();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const found = useList(PersonPage, may('person.read') ? '/api/registry/people' : undefined, {
    unitId,
    subtree: true,
    search: search || undefined,
    pageSize: 500,
  });
  return (
    <ManySelect
      {...(id ? { id } : {})}
      value={[...(value ?? [])]}
      onChange={(ids) => onChange?.(ids)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder="输入姓名选择"
      notFoundContent={found.loading ? '正在查找…' : '没有找到人员'}
      options={found.items.map((person) => ({ value: person.id, label: person.name }))}
    />
  );
}
