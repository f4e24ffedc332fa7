import { CalendarView, ClockView } from '@xingchuang/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useRead } from '../api/reading.ts';
import type { WorkCalendar } from './working-days.ts';

/** The system's clock, which in a rehearsal is not the wall's. */
export function useClock(): ClockView | undefined {
  return useRead(ClockView, '/api/registry/clock', {}, 60).data;
}

export const useToday = (): string | undefined => useClock()?.today;

/** The calendar of working days, with the years that were loaded; undefined until it is there. */
export function useWorkCalendar(wanted = true): WorkCalendar | undefined {
  const code = useQuery({ queryKey: ['working-days'], queryFn: () => import('./working-days.ts'), staleTime: Infinity, gcTime: Infinity, enabled: wanted });
  const years = useRead(CalendarView, wanted ? '/api/rectification/calendar' : undefined, {}, 600);
  return useMemo(() => {
    const loaded = years.data?.loaded ?? (years.isError ? [] : undefined);
    return code.data && loaded ? code.data.workCalendar(loaded) : undefined;
  }, [code.data, years.data, years.isError]);
}

/** Working days from today to the last day, negative when it has passed; undefined until the calendar is loaded. */
export function useWorkdaysLeft(lastDay: string | undefined): number | undefined {
  const today = useToday();
  const calendar = useWorkCalendar(!!lastDay);
  return lastDay && today ? calendar?.workdaysLeft(today, lastDay) : undefined;
}
