import { useMemo, useState } from 'react';
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { UnitPage } from '@xingchuang/contracts';
import { get, type Query } from '../api/http.ts';

const PATH = '/api/registry/units';
const PAGE = 500;

export type TreeUnit = UnitPage['items'][number];
export interface TreeRow {
  readonly unit: TreeUnit;
  /** 1 for a root. */
  readonly level: number;
  readonly isOpen: boolean;
  /** Its place among those of the same parent, from 1, and how many these are. */
  readonly place: number;
  readonly of: number;
}

/** The rows of the tree that are unfolded now; what lies below a unit is fetched when it is opened. */
export function useTree(query: Query) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const parents = ['', ...open];
  const { pages, loading, error } = useQueries({
    combine: allOf,
    queries: parents.map((parentId) => ({
      queryKey: [PATH, 'below', parentId, query],
      queryFn: ({ signal }: { signal: AbortSignal }) => everyUnit({ ...query, ...(parentId === '' ? { top: true } : { parentId }) }, signal),
      staleTime: 30_000,
    })),
  });
  const roots = pages[0] ?? [];
  const onlyRoot = roots.length === 1 ? roots[0]!.id : undefined;
  if (onlyRoot !== undefined && !open.has(onlyRoot) && !closed.has(onlyRoot)) setOpen(new Set([...open, onlyRoot]));
  const rows = useMemo(() => rowsOf(open, pages), [open, pages]);
  return {
    rows,
    loading,
    error,
    fold: (id: string, isOpen: boolean) => {
      setOpen((was) => new Set(isOpen ? [...was, id] : [...was].filter((one) => one !== id)));
      if (!isOpen) setClosed((was) => new Set([...was, id]));
    },
  };
}

type Pages = readonly (readonly TreeUnit[] | undefined)[];

/** At the module's level: what is read is put together anew only where something of it came anew. */
const allOf = (read: readonly UseQueryResult<TreeUnit[]>[]) => ({ pages: read.map(({ data }) => data) as Pages, loading: read[0]?.isPending ?? true, error: read.find((one) => one.error)?.error });

/** The units below those that are open, the topmost first, as they stand one under the other. */
function rowsOf(open: ReadonlySet<string>, pages: Pages): TreeRow[] {
  const below = new Map([...open].map((parentId, at) => [parentId, pages[at + 1]]));
  const rows: TreeRow[] = [];
  const walk = (units: readonly TreeUnit[], level: number) => {
    for (const [at, unit] of units.entries()) {
      const isOpen = open.has(unit.id);
      rows.push({ unit, level, isOpen, place: at + 1, of: units.length });
      if (isOpen) walk(below.get(unit.id) ?? [], level + 1);
    }
  };
  walk(pages[0] ?? [], 1);
  return rows;
}

async function everyUnit(query: Query, signal: AbortSignal): Promise<TreeUnit[]> {
  const units: TreeUnit[] = [];
  let pageToken: string | undefined;
  do {
    const page = await get(UnitPage, PATH, { ...query, pageSize: PAGE, pageToken }, signal);
    units.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return units;
}
