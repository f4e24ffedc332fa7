import type { Day, Limit } from '@xingchuang/calendar';
import type { NOTICE_STATES } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { appealableUntil, isOpen, type Complaint } from './complaint-rule.ts';

/** A public notice (公示) of candidates (S0 L135). */
export interface Notice {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly campaignId: string;
  readonly title: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly publisher: string;
  readonly channel: string;
  readonly phone: string;
  readonly publishedOn: Day;
  readonly publishedAt: string;
  readonly workdays: number;
  readonly limit: Limit;
  readonly state: (typeof NOTICE_STATES)[number];
  readonly confirmedOn: string;
  readonly candidates: readonly NoticedCandidate[];
  readonly document: string;
}

export interface NoticedCandidate {
  readonly unitId: string;
  readonly unitName: string;
  readonly level: string;
  readonly levelName: string;
  readonly disqualified: boolean;
  /** Its level was reopened while it was shown: it takes no further part in this notice. */
  readonly withdrawn?: boolean;
}

/** A complaint is taken while the notice runs, and only on a unit that it shows: on one that was withdrawn it is made on the notice that shows it next. */
export function refuseComplaint(notice: Notice, unitId: string, today: Day): void {
  refuseComplaints(notice, today);
  if (!notice.candidates.some((one) => one.unitId === unitId && !one.withdrawn)) throw new Refusal('invalid', 'notice.no-such-candidate', {}, 'unitId');
}

/** Nothing is taken on a notice that is over. */
export function refuseComplaints({ state, limit }: Notice, today: Day): void {
  if (state !== 'running' || today > limit.lastDay) throw new Refusal('conflict', 'notice.over', { lastDay: limit.lastDay });
}

/** The notice with a candidate struck off. */
export const disqualify = (notice: Notice, unitId: string): Notice => ({
  ...notice,
  candidates: notice.candidates.map((one) => (one.unitId === unitId ? { ...one, disqualified: true } : one)),
});

/** The notice without a candidate whose level is open again; a level decided anew goes on a notice of its own. */
export const withdraw = (notice: Notice, unitId: string): Notice => ({
  ...notice,
  candidates: notice.candidates.map((one) => (one.unitId === unitId ? { ...one, withdrawn: true } : one)),
});

/** Units that the notice holds up or lets go; one that was withdrawn waits for a notice of its own. */
export const unitsOf = ({ candidates }: Notice): string[] => candidates.filter(({ withdrawn }) => !withdrawn).map(({ unitId }) => unitId);

/** The end of a notice: only after its last day, and never while a complaint on its units is open or can still be appealed against (S0 L135). */
export function confirm(notice: Notice, pending: readonly Complaint[], today: Day): Notice {
  if (notice.state !== 'running') throw new Refusal('conflict', 'notice.confirmed-before', { confirmedOn: notice.confirmedOn });
  if (today <= notice.limit.lastDay) throw new Refusal('conflict', 'notice.running', { lastDay: notice.limit.lastDay });
  const open = pending.filter(isOpen).length;
  if (open > 0) throw new Refusal('conflict', 'notice.complaint-open', { open });
  const until = pending.map((complaint) => appealableUntil(complaint, today)).sort().at(-1);
  if (until) throw new Refusal('conflict', 'notice.appeal-possible', { until });
  return { ...notice, state: 'confirmed', confirmedOn: today };
}
