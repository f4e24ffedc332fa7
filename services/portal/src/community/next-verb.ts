import type { ServiceOrderView } from '@xingchuang/contracts';
import { useMay, useSession } from '../session/session.ts';
import { useIsHost } from './areas.tsx';

const OWN = { offered: '接单', accepted: '领单', claimed: '办结' } as const;

/** What this seat can do next with an order, in one word; undefined where others are to act. */
export function useNextVerb(): (order: ServiceOrderView) => string | undefined {
  const { seat } = useSession();
  const may = useMay();
  const isHost = useIsHost();
  return ({ state, parts, communityId }) => {
    if (['rated', 'cancelled'].includes(state)) return undefined;
    if (isHost && communityId === seat.unitId) return state === 'done' ? '评价' : undefined;
    if (may('order.dispatch') && ['posted', 'returned'].includes(state)) return '派单';
    const part = parts.find(({ unitId }) => unitId === seat.unitId);
    return part && part.state in OWN && may('order.serve') ? OWN[part.state as keyof typeof OWN] : undefined;
  };
}
