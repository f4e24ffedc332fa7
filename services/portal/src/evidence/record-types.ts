import { RecordTypeList, type RecordTypeView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useSession } from '../session/session.ts';

const HOUR = 3_600;

export function useRecordTypes(): readonly RecordTypeView[] {
  return useRead(RecordTypeList, '/api/evidence/record-types', {}, HOUR).data?.items ?? [];
}

/** Types that this seat's role may file. */
export function useFilableTypes(): readonly RecordTypeView[] {
  const { seat } = useSession();
  return useRecordTypes().filter(({ filedBy }) => !filedBy || filedBy.includes(seat.role));
}
