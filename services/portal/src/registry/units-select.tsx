import { useDeferredValue, useState } from 'react';
import { UnitPage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { ManySelect } from '../shared/many-select.tsx';

interface Named {
  readonly id: string;
  readonly name: string;
}
interface UnitsSelectProps {
  /** Those whose names need no search, such as the ones chosen before. */
  readonly known?: readonly Named[];
  readonly id?: string;
  readonly value?: string[];
  readonly onChange?: (ids: string[]) => void;
}

/** Chooses units of the whole tree, one after the other, by typing a part of a name or code. */
export function UnitsSelect({ known = [], id, value, onChange }: UnitsSelectProps) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<readonly Named[]>([]);
  const search = useDeferredValue(typed);
  const found = useList(UnitPage, '/api/registry/units', { search: search || undefined });
  const names = new Map([...known, ...found.items, ...chosen].map((unit) => [unit.id, unit.name]));
  const choose = (ids: string[]) => {
    setChosen(ids.map((one) => ({ id: one, name: names.get(one) ?? one })));
    onChange?.(ids);
  };
  return (
    <ManySelect
      {...(id ? { id } : {})}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      {...(value ? { value } : {})}
      onChange={choose}
      placeholder="输入名称、编码或拼音查找"
      notFoundContent={found.loading ? '正在查找…' : '没有找到单位'}
      options={[...names].map(([one, name]) => ({ value: one, label: name }))}
    />
  );
}
