import { useRef } from 'react';
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Problem } from '@xingchuang/contracts';
import { send, type Method } from './http.ts';
import { asProblem } from './problem-error.ts';

export interface Order {
  readonly method?: Method;
  readonly path: string;
  readonly body?: unknown;
  /** The version that was looked at. */
  readonly version?: number;
}

/** Other services hear of a change a moment later than the one that made it. */
const NEWS_TRAVELS_MS = 1_500;

/** Everything that is on the screen may have changed: it is asked again now, and once more when the news has travelled. */
export function readAgain(queries: QueryClient): void {
  void queries.invalidateQueries();
  setTimeout(() => void queries.invalidateQueries(), NEWS_TRAVELS_MS);
}

/** A command with its state. The same order given again after a failure carries the same key, so that it takes effect once. */
export function useCommand<Schema extends z.ZodType>(schema: Schema, done?: (answer: z.output<Schema>) => void) {
  const queries = useQueryClient();
  const last = useRef<{ order: string; key: string } | undefined>(undefined);
  const mutation = useMutation({
    mutationFn: ({ method = 'POST', path, body, version }: Order) => {
      const order = JSON.stringify([method, path, body, version]);
      if (last.current?.order !== order) last.current = { order, key: crypto.randomUUID() };
      return send(schema, method, path, body, last.current.key, version);
    },
    onSuccess: (answer) => {
      last.current = undefined;
      readAgain(queries);
      done?.(answer);
    },
    onError: (error) => {
      // A refusal is an answer: what is sent next is a new command. Without an answer it may have taken effect.
      if (asProblem(error)?.status !== 0) last.current = undefined;
    },
  });
  return {
    give: (order: Order) => mutation.mutate(order),
    /** The answer, or undefined where the command was refused; `problem` then says why. */
    ask: (order: Order): Promise<z.output<Schema> | undefined> => mutation.mutateAsync(order).catch(() => undefined),
    busy: mutation.isPending,
    problem: asProblem(mutation.error) as Problem | undefined,
    forget: mutation.reset,
  };
}
