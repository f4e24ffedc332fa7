import type { Day, Limit } from '@xingchuang/calendar';
import type { COMPLAINT_STATES, ComplaintHandle } from '@xingchuang/contracts';
import { move, Refusal, type Actor, type Transitions } from '@xingchuang/rules';

export type ComplaintState = (typeof COMPLAINT_STATES)[number];

/** A file that came with a complaint; its stored bytes begin with a salt, so that they are nobody else's. */
export interface ComplaintFileEntry {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly blob: string;
}

/** What the complainant says against the answer; the body above answers it, once. */
export interface Appeal {
  readonly text: string;
  readonly filedOn: Day;
  readonly upheld: boolean | null;
  readonly finding: string;
  readonly answer: string;
  readonly answeredOn: Day | '';
  readonly by: string;
  readonly personId: string;
}

/** A report on a candidate (举报, S0 L135), named or anonymous. It belongs to the body that published the notice, never to the unit it is about. */
export interface Complaint {
  readonly id: string;
  readonly version: number;
  readonly noticeId: string;
  readonly noticeTitle: string;
  readonly campaignId: string;
  readonly unitId: string;
  readonly unitName: string;
  /** The body that handles it, and where that body stands. */
  readonly handlerId: string;
  readonly path: readonly string[];
  /** SHA-256 of the receipt code: whoever reads the database learns no code. */
  readonly receiptHash: string;
  readonly text: string;
  readonly remedy: string;
  readonly name: string;
  readonly contact: string;
  readonly files: readonly ComplaintFileEntry[];
  readonly receivedOn: Day;
  readonly acknowledgedOn: Day | '';
  readonly state: ComplaintState;
  readonly fraud: boolean;
  readonly finding: string;
  readonly answer: string;
  readonly handledOn: Day | '';
  readonly handledBy: string;
  /** The limit that runs now: to answer, to appeal, to answer the appeal. */
  readonly limit: Limit | null;
  /** The body above, which answers an appeal. */
  readonly appealTo: string;
  readonly appealToName: string;
  readonly appeal: Appeal | null;
}

type Command = 'acknowledge' | 'uphold' | 'dismiss' | 'appeal';
const TRANSITIONS: Transitions<ComplaintState, Command> = {
  open: { acknowledge: 'acknowledged', uphold: 'upheld', dismiss: 'dismissed' },
  acknowledged: { uphold: 'upheld', dismiss: 'dismissed' },
  dismissed: { appeal: 'appealed' },
  appealed: { uphold: 'upheld', dismiss: 'dismissed' },
  upheld: {},
};

export const OPEN: readonly ComplaintState[] = ['open', 'acknowledged', 'appealed'];
export const isOpen = ({ state }: Pick<Complaint, 'state'>): boolean => OPEN.includes(state);

/** The last day on which it can still be appealed against; empty where it cannot, or no longer. */
export function appealableUntil({ state, appeal, limit }: Complaint, today: Day): Day | '' {
  return state === 'dismissed' && appeal === null && limit !== null && today <= limit.lastDay ? limit.lastDay : '';
}

/** Until it is closed for good its unit is given nothing and named by no circular (S0 L135). */
export const isPending = (complaint: Complaint, today: Day): boolean => isOpen(complaint) || appealableUntil(complaint, today) !== '';

/** Whether a seat that handles complaints can do something about it now: an appeal is answered by the body it went to alone, and nobody looks into what they decided or found themselves. */
export function waitsFor({ state, appealTo, handledBy }: Complaint, deciders: readonly string[], { personId, unitId }: Pick<Actor, 'personId' | 'unitId'>): boolean {
  if (!isOpen({ state }) || deciders.includes(personId)) return false;
  return state !== 'appealed' || (unitId === appealTo && personId !== handledBy);
}

export function acknowledge(complaint: Complaint, today: Day): Complaint {
  return { ...complaint, state: go(complaint, 'acknowledge'), acknowledgedOn: today };
}

/** Closes it with what was found. Nobody who had a hand in the decision looks into it. */
export function find(complaint: Complaint, { upheld, fraud, finding, answer }: ComplaintHandle, deciders: readonly string[], limit: Limit | null, by: Pick<Actor, 'personId'>, today: Day): Complaint {
  if (complaint.handledOn !== '') throw new Refusal('conflict', 'complaint.handled-before', { handledOn: complaint.handledOn });
  refuseDecider(deciders, by);
  const state = go(complaint, upheld ? 'uphold' : 'dismiss');
  return { ...complaint, state, fraud: upheld && fraud, finding, answer, acknowledgedOn: complaint.acknowledgedOn || today, handledOn: today, handledBy: by.personId, limit: upheld ? null : limit };
}

/** The complainant does not accept the answer: once, and within its limit. */
export function appeal(complaint: Complaint, text: string, limit: Limit, today: Day): Complaint {
  if (complaint.appeal !== null) throw new Refusal('conflict', 'complaint.appealed-before', { filedOn: complaint.appeal.filedOn });
  const state = go(complaint, 'appeal');
  const until = appealableUntil(complaint, today);
  if (until === '') throw new Refusal('conflict', 'complaint.appeal-late', { lastDay: complaint.limit?.lastDay ?? complaint.handledOn });
  return { ...complaint, state, limit, appeal: { text, filedOn: today, upheld: null, finding: '', answer: '', answeredOn: '', by: '', personId: '' } };
}

/** The body above answers the appeal, by a person who neither decided the case nor found before. That is the end of it. */
export function answerAppeal(complaint: Complaint, { upheld, fraud, finding, answer }: ComplaintHandle, deciders: readonly string[], by: Pick<Actor, 'personId' | 'unitId'>, today: Day): Complaint {
  const { appeal: filed } = complaint;
  if (complaint.state !== 'appealed' || !filed) throw new Refusal('conflict', 'complaint.no-appeal');
  if (by.unitId !== complaint.appealTo) throw new Refusal('forbidden', 'complaint.other-body', { body: complaint.appealToName });
  refuseDecider(deciders, by);
  if (by.personId === complaint.handledBy) throw new Refusal('forbidden', 'complaint.same-person');
  return {
    ...complaint, state: go(complaint, upheld ? 'uphold' : 'dismiss'), fraud: upheld && fraud, limit: null,
    appeal: { ...filed, upheld, finding, answer, answeredOn: today, by: by.unitId, personId: by.personId },
  };
}

function refuseDecider(deciders: readonly string[], { personId }: Pick<Actor, 'personId'>): void {
  if (deciders.includes(personId)) throw new Refusal('forbidden', 'complaint.decided-case');
}

const go = ({ state }: Complaint, command: Command): ComplaintState => move('complaint', TRANSITIONS, state, command);
