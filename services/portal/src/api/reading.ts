import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { z } from 'zod';
import { get, type Query } from './http.ts';

/** Reads one view; nothing is asked while `path` is undefined. */
export function useRead<Schema extends z.ZodType>(schema: Schema, path: string | undefined, query: Query = {}, staleSeconds = 5) {
  return useQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => get(schema, path!, query, signal),
    enabled: path !== undefined,
    staleTime: staleSeconds * 1_000,
  });
}

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken?: string | undefined;
}

/** A list as far as it was read. */
export interface Reading<Item> {
  readonly items: readonly Item[];
  readonly loading: boolean;
  readonly error: Error | null;
  /** Reads on; undefined where nothing follows. */
  readonly more: (() => void) | undefined;
  /** Nothing is on its way: more can be asked for. */
  readonly ready: boolean;
}

/** Reads a list page by page; `items` are all that were read so far. */
export function useList<Item>(schema: z.ZodType<PageOf<Item>>, path: string | undefined, query: Query = {}): Reading<Item> {
  const read = useInfiniteQuery({
    queryKey: [path, query, 'pages'],
    queryFn: ({ signal, pageParam }) => get(schema, path!, { ...query, pageToken: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextPageToken,
    enabled: path !== undefined,
    staleTime: 5_000,
    placeholderData: keepPreviousData,
  });
  return {
    items: useMemo(() => read.data?.pages.flatMap((one) => one.items) ?? [], [read.data]),
    loading: read.isPending && path !== undefined,
    error: read.error,
    more: read.hasNextPage ? () => void read.fetchNextPage() : undefined,
    ready: !read.isFetching,
  };
}
