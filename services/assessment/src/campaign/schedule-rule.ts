import { settle, settleTerm, type RouteStep, type Stage, type Term } from '@xingchuang/schemes';
import type { Programme } from '../candidacy/programme.ts';
import type { Campaign } from './campaign-rule.ts';
import { limitOf, windowOf, type StepLimit } from './deadline-rule.ts';

interface Length {
  readonly workdays?: number;
  readonly months?: number;
}

/** One step of a round as its dates are known before anybody acted. */
export interface ScheduledStep {
  readonly step: RouteStep;
  readonly stage: Stage;
  readonly window: { readonly from: string; readonly to: string } | null;
  readonly due: StepLimit | null;
  /** Counted from the step before it. */
  readonly after: Length | null;
  readonly cure: Length | null;
}

/** All steps that this round has, in order: windows, days of the year, and lengths of time that begin with the step before. */
export function scheduleOf(programme: Programme, campaign: Campaign): ScheduledStep[] {
  const { scheme, parameters } = programme;
  const routed = new Map(scheme.levels.flatMap(({ id }) => programme.route(id).flat()).map((step) => [step.id, step]));
  return scheme.process.flatMap((stage) =>
    stage.steps.flatMap(({ id }): ScheduledStep[] => {
      const step = routed.get(id);
      if (!step) return [];
      const { due, cure } = step;
      const isLength = due !== undefined && !('on' in due);
      return [{
        step, stage, window: windowOf(campaign, step) ?? null,
        due: (isLength ? undefined : limitOf(programme, campaign, step, [])) ?? null,
        after: isLength ? lengthOf(due) : least(stage, id),
        cure: cure ? lengthOf(cure) : null,
      }];
    }),
  );

  function lengthOf(term: Term): Length | null {
    const { workdays, months } = settleTerm(scheme, term, parameters);
    return workdays === undefined && months === undefined ? null : { ...(workdays === undefined ? {} : { workdays }), ...(months === undefined ? {} : { months }) };
  }

  /** The notice has its shortest time in the rule of notices. */
  function least({ steps }: Stage, id: string): Length | null {
    const isNotice = steps.some((step) => step.id === id && step.act === 'notice');
    return isNotice && scheme.notice && settle(scheme, scheme.notice.use ?? true, parameters) ? lengthOf(scheme.notice.minimum) : null;
  }
}
