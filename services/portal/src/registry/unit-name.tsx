import { UnitView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';

const HOUR = 3_600;

/** The name of a unit that another service knows by its id only. */
export function UnitName({ id }: { readonly id: string }) {
  const unit = useRead(UnitView, id ? `/api/registry/units/${id}` : undefined, {}, HOUR);
  return <>{unit.data?.name ?? (unit.error ? '（未知单位）' : '…')}</>;
}
