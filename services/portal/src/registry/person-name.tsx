import { useDeferredValue, useState } from 'react';
import { PersonPage, PersonView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useMay, useSession } from '../session/session.ts';
import { ManySelect } from '../shared/many-select.tsx';

/** The name of a person; whom this seat may not see stays unnamed. */
export function PersonName({ id }: { readonly id: string }) {
  const { person: me } = useSession();
  const may = useMay();
  const person = useRead(PersonView, id && id !== me.id && may('person.read') ? `/api/registry/people/${id}` : undefined, {}, 3_600);
  if (id === me.id) return <>{me.name}</>;
  return <>{person.data?.name ?? ''}</>;
}

interface PeopleSelectProps {
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (ids: string[]) => void;
  readonly unitId: string;
}

/** Chooses people of a unit. */
export function PeopleSelect({ id, value, onChange, unitId }: PeopleSelectProps) {
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const found = useList(PersonPage, '/api/registry/people', { unitId, subtree: true, search: search || undefined, pageSize: 500 });
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
