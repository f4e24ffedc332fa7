import { BallotReceipt, PaperView, type Answers, type RoundView } from '@xingchuang/contracts';
import { blind, toBytes, toNumber, unblind } from '@xingchuang/rules';
import { send } from '../api/http.ts';
import { asProblem, localProblem, problemIn } from '../api/problem-error.ts';

/** What only this device knows until the ballot is cast; kept so that a broken connection loses no vote. */
interface Paper {
  readonly token: string;
  readonly blinded: string;
  readonly inverse: string;
}

const keyOf = (round: RoundView, unitId: string): string => `paper-${round.id}-${unitId}`;
const sha384 = async (bytes: Uint8Array) => new Uint8Array(await crypto.subtle.digest('SHA-384', bytes as Uint8Array<ArrayBuffer>));
const chance = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const word = (value: bigint): string => btoa(String.fromCharCode(...toBytes(value))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const number = (text: string): bigint => toNumber(Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0)));

/** Whether this device took the unit's paper and has not cast it. */
export const holdsPaper = (round: RoundView, unitId: string): boolean => localStorage.getItem(keyOf(round, unitId)) !== null;

/**
 * Votes: takes the unit's paper, signed blindly, by name; then casts the ballot without saying who. The second request carries neither
 * cookie nor token, so that nobody can lay the two side by side.
 */
export async function castBallot(round: RoundView, unitId: string, answers: Answers): Promise<void> {
  const side = round.sides.find(({ id }) => id === round.mine.sideId)!;
  const n = number(side.key!);
  const key = keyOf(round, unitId);
  const kept = localStorage.getItem(key);
  const paper = kept ? (JSON.parse(kept) as Paper) : await newPaper(n);
  localStorage.setItem(key, JSON.stringify(paper));
  const { blindSignature } = await send(PaperView, 'POST', `/api/assessment/ratings/${round.id}/paper`, { blinded: paper.blinded }, crypto.randomUUID()).catch((error: unknown) => {
    if (!kept && asProblem(error)?.status !== 0) localStorage.removeItem(key); // without an answer it may have been signed
    throw error;
  });
  const signature = word(unblind(number(blindSignature), { inverse: BigInt(paper.inverse) }, n));
  const body = JSON.stringify({ roundId: round.id, sideId: side.id, token: paper.token, signature, answers });
  await sendAsNobody('/api/assessment/ballots', body);
  localStorage.removeItem(key);
}

async function newPaper(n: bigint): Promise<Paper> {
  const token = chance(32);
  const { blinded, inverse } = await blind(token, n, sha384, chance);
  return { token: hex(token), blinded: word(blinded), inverse: String(inverse) };
}

/** One answer of this device. */
export async function answerSurvey(code: string, answers: Answers): Promise<void> {
  const device = localStorage.getItem('survey-device') ?? hex(chance(32));
  localStorage.setItem('survey-device', device);
  await sendAsNobody(`/api/assessment/public/surveys/${code}/answers`, JSON.stringify({ device, answers }));
}

async function sendAsNobody(path: string, body: string): Promise<void> {
  const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, credentials: 'omit', referrerPolicy: 'no-referrer', body }).catch(() => {
    throw localProblem('network.down');
  });
  if (!answer.ok) throw await problemIn(answer);
  BallotReceipt.parse(await answer.json());
}
