import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { SearchPage, type SearchHit } from '@xingchuang/contracts';
import { get, type Query } from '../api/http.ts';
import type { Reading } from '../api/reading.ts';

const PATH = '/api/evidence/search';

/** Reads what a search finds page by page. */
export function useSearch(query: Query, enabled: boolean, limit = 20): Reading<SearchHit> {
  const read = useInfiniteQuery({
    queryKey: [PATH, query, limit],
    queryFn: ({ signal, pageParam }) => get(SearchPage, PATH, { ...query, limit, pageToken: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextPageToken,
    enabled,
    staleTime: 5_000,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    items: read.error ? [] : (read.data?.pages.flatMap((one) => one.items) ?? []),
    loading: read.isPending && enabled,
    error: read.error,
    more: read.hasNextPage ? () => void read.fetchNextPage() : undefined,
    ready: !read.isFetching,
  };
}
