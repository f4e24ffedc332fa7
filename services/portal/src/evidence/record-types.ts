import { RecordTypeList, type RecordTypeView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useSession } from '../session/session.ts';

const HOUR = 3_600;

export function useRecordTypes(): readonly RecordTypeView[] {
  return useRead(RecordTypeList, '/api/evidence/record-types', {}, HOUR).data?.items ?? [];
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
