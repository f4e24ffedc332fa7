import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { PersonPage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';

interface PersonSelectProps {
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Those of this unit and the ones below it. */
  readonly unitId: string;
}

/** Chooses one person, or none, by a part of the name. */
export function PersonSelect({ value, onChange, unitId }: PersonSelectProps) {
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const found = useList(PersonPage, '/api/registry/people', { unitId, subtree: true, search: search || undefined });
  return (
    <Select
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder="输入姓名选择"
      notFoundContent={found.loading ? '正在查找…' : '没有找到人员'}
      {...(value && { value })}
      onChange={(id?: string) => onChange(id ?? '')}
      options={found.items.map((person) => ({ value: person.id, label: person.name }))}
    />
  );
}
