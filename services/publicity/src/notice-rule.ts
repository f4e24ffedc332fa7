import type { Day } from '@xingchuang/calendar';
import type { COMPLAINT_STATES, LimitView, NOTICE_STATES } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';

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
  readonly limit: LimitView;
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
}

/** A report on a candidate (举报), named or anonymous. */
export interface Complaint {
  readonly id: string;
  readonly version: number;
  readonly noticeId: string;
  readonly campaignId: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly path: readonly string[];
  /** SHA-256 of the receipt code: whoever reads the database learns no code. */
  readonly receiptHash: string;
  readonly text: string;
  readonly remedy: string;
  readonly name: string;
  readonly contact: string;
  readonly receivedOn: Day;
  readonly state: (typeof COMPLAINT_STATES)[number];
  readonly fraud: boolean;
  readonly finding: string;
  readonly answer: string;
  readonly handledOn: string;
}

/** A complaint is taken while the notice runs, and only on a unit that it shows. */
export function refuseComplaint(notice: Notice, unitId: string, today: Day): void {
  if (notice.state !== 'running' || today > notice.limit.lastDay) throw new Refusal('conflict', 'notice.over', { lastDay: notice.limit.lastDay });
  if (!notice.candidates.some((one) => one.unitId === unitId)) throw new Refusal('invalid', 'notice.no-such-candidate', {}, 'unitId');
}

/** The notice with a candidate struck off. */
export const disqualify = (notice: Notice, unitId: string): Notice => ({
  ...notice,
  candidates: notice.candidates.map((one) => (one.unitId === unitId ? { ...one, disqualified: true } : one)),
});

/** The end of a notice: only after its last day, and never while a complaint is open (S0 L135). */
export function confirm(notice: Notice, complaints: readonly Complaint[], today: Day): Notice {
  if (notice.state !== 'running') throw new Refusal('conflict', 'notice.confirmed-before', { confirmedOn: notice.confirmedOn });
  if (today <= notice.limit.lastDay) throw new Refusal('conflict', 'notice.running', { lastDay: notice.limit.lastDay });
  const open = complaints.filter((complaint) => complaint.state === 'open').length;
  if (open > 0) throw new Refusal('conflict', 'notice.complaint-open', { open });
  return { ...notice, state: 'confirmed', confirmedOn: today };
}
