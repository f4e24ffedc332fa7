import { useEffect, useState } from 'react';
import { RecordTypeList, RecordTypeView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useSession } from '../session/session.ts';

const HOUR = 3_600;

const KEPT_AS = 'xingchuang-record-type:';

const useTypes = () => useRead(RecordTypeList, '/api/evidence/record-types', {}, HOUR).data?.items;

export function useRecordTypes(): readonly RecordTypeView[] {
  return useTypes() ?? [];
}

/** One type, which stays on this device so that its form opens without a network; undefined until it is known, null where there is none. */
export function useRecordType(id: string): RecordTypeView | null | undefined {
  const types = useTypes();
  const found = types?.find((one) => one.id === id);
  useEffect(() => {
    if (found) keep(found);
  }, [found]);
  const [kept] = useState(() => RecordTypeView.safeParse(JSON.parse(localStorage.getItem(KEPT_AS + id) ?? 'null')).data);
  return types ? (found ?? null) : kept;
}

function keep(type: RecordTypeView): void {
  try {
    localStorage.setItem(KEPT_AS + type.id, JSON.stringify(type));
  } catch {
    // a full or forbidden storage only means that the form needs the network
  }
}

/** Types that this seat may file; who files for others chooses the unit, and may find that it is not of the right kind. */
export function useFilableTypes(): readonly RecordTypeView[] {
  const { seat } = useSession();
  return useRecordTypes().filter(
    ({ filedBy, units }) => (!filedBy || filedBy.includes(seat.role)) && (seat.role !== 'clerk' || !units || units.includes(seat.unitKind)),
  );
}

export const GROUPS: readonly (readonly [RecordTypeView['group'], string])[] = [
  ['plan', '计划总结'],
  ['organisation', '组织建设'],
  ['members', '党员队伍'],
  ['meetings', '组织生活'],
  ['study', '学习教育'],
  ['discipline', '纪律作风'],
  ['work', '中心工作'],
  ['service', '服务群众'],
  ['care', '关怀帮扶'],
  ['inspection', '督查指导'],
];

/** Types by group, in the order of the groups. */
export function grouped<Type extends Pick<RecordTypeView, 'group'>>(types: readonly Type[]): (readonly [string, readonly Type[]])[] {
  return GROUPS.map(([id, zh]) => [zh, types.filter(({ group }) => group === id)] as const).filter(([, of]) => of.length > 0);
}
