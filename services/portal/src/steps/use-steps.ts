import { StepPage, type StepView } from '@xingchuang/contracts';
import { useList, type Reading } from '../api/reading.ts';
import type { Query } from '../api/http.ts';
import { useMay } from '../session/session.ts';
import { SERVICES } from '../system/areas.tsx';
import { ASKED } from './step-words.ts';

export type Line = StepView & { readonly service: string };
/** The services that do something by themselves. */
export const LOGS = SERVICES.filter(([service]) => ASKED[service]);

/** The logs of all services, or of one, as one list, the newest first. */
export function useSteps(only: string, query: Query): Reading<Line> {
  const may = useMay();
  const path = (service: string) => (may('step.read') && (only === '' || only === service) ? `/api/${service}/steps` : undefined);
  const registry = useList(StepPage, path('registry'), query);
  const evidence = useList(StepPage, path('evidence'), query);
  const assessment = useList(StepPage, path('assessment'), query);
  const rectification = useList(StepPage, path('rectification'), query);
  const publicity = useList(StepPage, path('publicity'), query);
  const asked = Object.entries({ registry, evidence, assessment, rectification, publicity }).filter(([service]) => path(service) !== undefined); // the others may still hold what was read before
  const logs = asked.map(([, log]) => log);
  // What a log has not told yet may be newer than what another one told: lines are shown as far back as all have told.
  const told = logs.map(({ items, more }) => (more ? (items.at(-1)?.id ?? '') : '')).sort().at(-1) ?? '';
  const items = asked
    .flatMap(([service, log]) => log.items.map((one): Line => ({ ...one, service })))
    .filter(({ id }) => id >= told)
    .sort((one, other) => (one.id < other.id ? 1 : -1));
  const behind = logs.filter((log) => log.more && (log.items.at(-1)?.id ?? '') === told);
  return {
    items,
    loading: logs.some(({ loading }) => loading),
    error: logs.map(({ error }) => error).find((error) => error !== null) ?? null,
    more: behind.length > 0 ? () => void behind.forEach(({ more }) => more?.()) : undefined,
    ready: logs.every(({ ready }) => ready),
  };
}
