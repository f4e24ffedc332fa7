import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { SchemeCheckView } from '@xingchuang/contracts';
import { ask } from '../api/http.ts';

export type SchemeProblem = SchemeCheckView['problems'][number];
const PAUSE_MS = 400;
const NONE: readonly SchemeProblem[] = [];

/** What is wrong with the text, asked when typing pauses; `checked` once the answer is about this very text. */
export function useSchemeCheck(text: string): { readonly problems: readonly SchemeProblem[]; readonly checked: boolean } {
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const read = useQuery({
    queryKey: ['scheme-check', asked],
    queryFn: ({ signal }) => ask(SchemeCheckView, '/api/assessment/schemes/check', { text: asked }, signal),
    enabled: asked !== '',
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });
  return { problems: read.data?.problems ?? NONE, checked: asked === text && read.isSuccess && !read.isPlaceholderData };
}
