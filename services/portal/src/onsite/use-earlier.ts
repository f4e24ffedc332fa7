import { VisitDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';

/** The visit that a look-back looks back at. */
export const useEarlier = (id: string): VisitDetail | undefined =>
  useRead(VisitDetail, `/api/assessment/onsite/visits/${id}`, {}, 60).data;
