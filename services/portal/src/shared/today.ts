import { ClockView } from '@xingchuang/contracts';
import { useQuery } from '@tanstack/react-query';
import { useRead } from '../api/reading.ts';

/** The system's clock, which in a rehearsal is not the wall's. */
export function useClock(): ClockView | undefined {
  return useRead(ClockView, '/api/registry/clock', {}, 60).data;
}

export const useToday = (): string | undefined => useClock()?.today;

/** Working days from today to the last day, negative when it has passed; undefined until the calendar is loaded. */
export function useWorkdaysLeft(lastDay: string | undefined): number | undefined {
  const today = useToday();
  const calendar = useQuery({
    queryKey: ['calendar'],
    queryFn: () => import('./working-days.ts'),
    staleTime: Infinity,
    gcTime: Infinity,
    enabled: !!lastDay,
  });
  return lastDay && today && calendar.data ? calendar.data.workdaysLeft(today, lastDay) : undefined;
}
