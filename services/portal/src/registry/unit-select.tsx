import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { UnitPage, UnitView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useSession } from '../session/session.ts';

const HOUR = 3_600;

interface UnitSelectProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (id: string) => void;
  /** Only units of this kind. */
  readonly kind?: string;
  /** All units of the tree instead of those the seat governs. */
  readonly all?: boolean;
}

/** Chooses a unit by typing a part of its name or code. */
export function UnitSelect({ id, value, onChange, kind, all = false }: UnitSelectProps) {
  const { seat } = useSession();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const found = useList(UnitPage, '/api/registry/units', {
    search: search || undefined,
    kind,
    under: all ? undefined : seat.jurisdictionId,
  });
  const chosen = useRead(UnitView, value ? `/api/registry/units/${value}` : undefined, {}, HOUR);
  const units: UnitView[] = [...found.items];
  if (chosen.data && !units.some((unit) => unit.id === value)) units.unshift(chosen.data);
  return (
    <Select
      {...(id ? { id } : {})}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      {...(value ? { value } : {})}
      {...(onChange ? { onChange } : {})}
      placeholder="输入名称、编码或拼音查找"
      notFoundContent={found.loading ? '正在查找…' : '没有找到单位'}
      options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
    />
  );
}
