import { UnitPage, type UnitView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';

const SHOWN = 5;

/** Units by a part of their name or code, or by its pinyin: whole, or only the initials. */
export function useUnits(q: string): readonly UnitView[] {
  return useList(UnitPage, q ? '/api/registry/units' : undefined, { search: q, pageSize: SHOWN }).items;
}
