import { useMemo } from 'react';
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { EvidenceTodo, HealthView, OnsiteTodo, PublicityTodo, RatingTodo, RecheckDueList, RecheckList, RectificationTodo, TodoList } from '@xingchuang/contracts';
import { get } from '../api/http.ts';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { SERVICES } from '../system/areas.tsx';
import { inOrder } from './todo.ts';
import { ofCandidacy, ofEvidence, ofHealth, ofPublicity, ofRating, ofRecheck, ofRecheckDue, ofRectification, ofVisit } from './todo-lines.ts';

/** At the module's level: put together anew only where something came anew. */
const allOf = (read: readonly UseQueryResult<HealthView>[]) => ({ data: read.map(({ data }) => data), asked: read.map(({ isLoading, error }) => ({ isLoading, error })) });

/** What the services ask of this seat, in order of their last days. Each part appears as it comes. */
export function useTodo() {
  const may = useMay();
  const assessment = useRead(TodoList, '/api/assessment/todo');
  const ratings = useRead(RatingTodo, may('rating.read') ? '/api/assessment/ratings/todo' : undefined);
  const onsite = useRead(OnsiteTodo, may('visit.work') ? '/api/assessment/onsite/todo' : undefined);
  const rectification = useRead(RectificationTodo, may('finding.read') ? '/api/rectification/todo' : undefined);
  const evidence = useRead(EvidenceTodo, may('file.read') ? '/api/evidence/todo' : undefined);
  const publicity = useRead(PublicityTodo, '/api/publicity/todo');
  const rechecksDue = useRead(RecheckDueList, may('recheck.suggest') ? '/api/assessment/rechecks/due' : undefined);
  const rechecks = useRead(RecheckList, may('recheck.decide') ? '/api/assessment/rechecks' : undefined);
  const health = useQueries({
    combine: allOf,
    queries: (may('message.replay') ? SERVICES : []).map(([service]) => ({
      queryKey: [`/api/${service}/health`, {}],
      queryFn: ({ signal }: { signal: AbortSignal }) => get(HealthView, `/api/${service}/health`, {}, signal),
      staleTime: 5_000,
    })),
  });
  const [a, d, c, r, o, f, e, p, h] = [assessment.data, rechecksDue.data, rechecks.data, ratings.data, onsite.data, rectification.data, evidence.data, publicity.data, health.data];
  // There may be thousands: they are put in order when they come, not whenever the page is drawn.
  const items = useMemo(
    () =>
      inOrder([
        ...(a?.items ?? []).map(ofCandidacy),
        ...(d?.items ?? []).filter(({ mine }) => mine).map(ofRecheckDue),
        ...(c?.items ?? []).flatMap(ofRecheck),
        ...(r?.items ?? []).map(ofRating),
        ...(o?.items ?? []).map(ofVisit),
        ...(f?.items ?? []).map(ofRectification),
        ...(e?.items ?? []).map(ofEvidence),
        ...(p?.items ?? []).map(ofPublicity),
        ...h.flatMap((data, at) => (data ? ofHealth(data, SERVICES[at]![1]) : [])),
      ]),
    [a, d, c, r, o, f, e, p, h],
  );
  const asked = [assessment, ratings, onsite, rectification, evidence, publicity, rechecksDue, rechecks, ...health.asked];
  return {
    items,
    /** Some part is still on its way: the count may grow. */
    coming: asked.some(({ isLoading }) => isLoading),
    errors: asked.map(({ error }) => error).filter((error) => error !== null),
  };
}
