import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { LevelsOverview, RectificationOverview, TimelinessOverview } from '@xingchuang/contracts';
import type { z } from 'zod';
import { get, type Query } from '../api/http.ts';

export interface Asked {
  readonly unitId?: string | undefined;
  readonly on?: string | undefined;
  readonly since?: string | undefined;
  readonly schemeId?: string | undefined;
  readonly year?: string | undefined;
}

/** All numbers of a page; with `everyMs` they are read again and again, and what was read last stays when that fails. */
export function useOverview({ unitId, on, since, schemeId, year }: Asked, everyMs?: number) {
  const read = <Schema extends z.ZodType>(schema: Schema, path: string, query: Query) => ({
    queryKey: [path, query],
    queryFn: ({ signal }: { signal: AbortSignal }) => get(schema, path, query, signal),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs, refetchIntervalInBackground: true }),
  });
  const levels = useQuery(read(LevelsOverview, '/api/assessment/overview/levels', { unitId, on, since, schemeId }));
  const rectification = useQuery(read(RectificationOverview, '/api/rectification/overview', { unitId, on, since }));
  const timeliness = useQuery(read(TimelinessOverview, '/api/evidence/overview/timeliness', { unitId, year: year ?? on?.slice(0, 4) }));
  const reads = [levels, rectification, timeliness];
  return {
    levels: levels.data, rectification: rectification.data, timeliness: timeliness.data,
    errors: reads.map(({ error }) => error).filter((error) => error !== null),
    coming: reads.every(({ isPending }) => isPending),
    /** When the oldest of the numbers shown was read. */
    readAt: Math.min(...reads.map(({ dataUpdatedAt }) => dataUpdatedAt)),
  };
}
export type Overview = ReturnType<typeof useOverview>;
