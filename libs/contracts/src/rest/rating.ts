import { z } from 'zod';
import { DayText, Id, page } from './common.ts';

const text = (most: number) => z.string().trim().min(1).max(most);
/** The word by which schemes and lists know a rating, a survey or a ranking: `market_entities`. */
export const RatingName = z.string().regex(/^[a-z][a-z0-9_]{0,40}$/);
const QuestionId = z.string().regex(/^[a-z][a-z0-9_]{0,30}$/);
/** A score as people write it, at most two decimals; never a binary float. */
export const ScoreText = z.string().regex(/^(0|[1-9]\d{0,4})(\.\d{1,2})?$/);
/** Base64url of 256 bytes: a number of RSA-2048. */
const Number2048 = z.string().regex(/^[A-Za-z0-9_-]{342}$/);
const UnitIds = z.array(Id).max(1_000);
const KnownUnitView = z.object({ id: Id, code: z.string(), name: z.string() });

// ── questions, which are data ─────────────────────────────────────────────────────────────────────────────────────────

export const QUESTION_KINDS = ['scale', 'choice', 'text'] as const;
const Option = z.strictObject({ id: QuestionId, text: text(100) });
const scores = z.strictObject({ id: QuestionId, kind: z.literal('scale'), text: text(300), from: ScoreText, to: ScoreText, places: z.int().min(0).max(2).default(0) });
const choices = z.strictObject({ id: QuestionId, kind: z.literal('choice'), text: text(300), options: z.array(Option).min(2).max(20) });
const words = z.strictObject({ id: QuestionId, kind: z.literal('text'), text: text(300) });
export const Question = z.discriminatedUnion('kind', [scores, choices, words]);
export type Question = z.infer<typeof Question>;
const Questions = z.array(Question).min(1).max(30);

// ── rounds ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Fewer ballots than this give no result, whoever asks; below three a result would name its voters. */
const Minimum = z.int().min(3).max(1_000).default(5);
const common = { name: RatingName, title: text(200), from: DayText, to: DayText, lastDay: DayText, minimum: Minimum, questions: Questions };
const SideOpen = z.strictObject({ name: text(50), unitIds: UnitIds.min(1) });
export const MutualOpen = z.strictObject({ kind: z.literal('mutual'), ...common, sides: z.tuple([SideOpen, SideOpen]) });
export const InvitedSurveyOpen = z.strictObject({ kind: z.literal('invited'), ...common, aboutIds: UnitIds.min(1), invitedIds: UnitIds.min(1) });
export const PublicSurveyOpen = z.strictObject({ kind: z.literal('public'), ...common, aboutIds: UnitIds.min(1), perAddress: z.int().min(1).max(10_000).default(20) });
/** `mutual`: two sides rate each other; `invited`: units are asked; `public`: whoever has the link. `from` and `to` are the days that are rated. */
export const RoundOpen = z.discriminatedUnion('kind', [MutualOpen, InvitedSurveyOpen, PublicSurveyOpen]);
export type RoundOpen = z.infer<typeof RoundOpen>;
export const ROUND_KINDS = ['mutual', 'invited', 'public'] as const;

export const RoundClose = z.strictObject({ reason: z.string().trim().max(1_000).default('') });
export type RoundClose = z.infer<typeof RoundClose>;

const QuestionResult = z.object({
  id: QuestionId,
  answers: z.int(),
  abstained: z.int(),
  /** Of a scale: the exact mean, at most four decimals. */
  mean: z.string().optional(),
  /** How often each value was given, rising; percent with at most two decimals. */
  counts: z.array(z.object({ value: z.string(), count: z.int(), percent: z.string() })),
});
const TargetResult = z.object({ unit: KnownUnitView, rank: z.int().optional(), questions: z.array(QuestionResult) });
/** `key`: the modulus that signs this side's papers; the exponent is 65537. A public survey has no papers and no key. */
const SideView = z.object({ id: z.string(), name: z.string(), invited: z.int(), targets: z.array(KnownUnitView), key: Number2048.optional() });
const SideProgress = z.object({ id: z.string(), voted: z.int(), missing: z.array(KnownUnitView) });
const SideResult = z.object({ id: z.string(), ballots: z.int(), withheld: z.boolean(), targets: z.array(TargetResult) });
export const MINE = ['uninvited', 'waiting', 'voted'] as const;
export const RoundView = z.object({
  id: Id,
  version: z.int(),
  kind: z.enum(ROUND_KINDS),
  name: z.string(),
  title: z.string(),
  owner: KnownUnitView,
  from: DayText,
  to: DayText,
  lastDay: DayText,
  minimum: z.int(),
  state: z.enum(['open', 'closed']),
  closedOn: DayText.optional(),
  closeReason: z.string().optional(),
  questions: Questions,
  sides: z.array(SideView),
  /** Where this seat stands. */
  mine: z.object({ state: z.enum(MINE), sideId: z.string().optional() }),
  mayRun: z.boolean(),
  /** The page on which a public survey is answered. */
  link: z.string().optional(),
  /** Who has voted and who not; for a voter only after the own ballot. Never what. */
  progress: z.array(SideProgress).optional(),
  /** After closing. */
  results: z.array(SideResult).optional(),
});
export type RoundView = z.infer<typeof RoundView>;
export const RoundQuery = z.strictObject({ state: z.enum(['open', 'closed']).optional(), kind: z.enum(ROUND_KINDS).optional(), pageToken: Id.optional() });
export type RoundQuery = z.infer<typeof RoundQuery>;
export const RoundLine = RoundView.pick({ id: true, kind: true, title: true, owner: true, from: true, to: true, lastDay: true, state: true, mine: true });
export type RoundLine = z.infer<typeof RoundLine>;
export const RoundPage = page(RoundLine);
export const RatingTodo = z.object({ items: z.array(z.object({ act: z.enum(['vote', 'remind', 'moderate']), roundId: Id, title: z.string(), lastDay: DayText, missing: z.int() })) });
export type RatingTodo = z.infer<typeof RatingTodo>;

// ── ballots: a paper is taken by name, the ballot is cast without one ─────────────────────────────────────────────────

export const PaperRequest = z.strictObject({ blinded: Number2048 });
export type PaperRequest = z.infer<typeof PaperRequest>;
export const PaperView = z.object({ sideId: z.string(), blindSignature: Number2048 });
export type PaperView = z.infer<typeof PaperView>;

/** target → question → value; null where one abstains or does not know. */
export const Answers = z.record(Id, z.record(QuestionId, z.string().trim().max(2_000).nullable()));
export type Answers = z.infer<typeof Answers>;
export const BallotCast = z.strictObject({ roundId: Id, sideId: z.string().max(10), token: z.string().regex(/^[0-9a-f]{64}$/), signature: Number2048, answers: Answers });
export type BallotCast = z.infer<typeof BallotCast>;
export const BallotReceipt = z.object({ accepted: z.literal(true) });
export type BallotReceipt = z.infer<typeof BallotReceipt>;

export const PublicSurveyView = z.object({ title: z.string(), owner: z.string(), lastDay: DayText, state: z.enum(['open', 'closed']), questions: Questions, targets: z.array(KnownUnitView) });
export type PublicSurveyView = z.infer<typeof PublicSurveyView>;
/** `device`: a chance number that the browser keeps; one answer of each. */
export const PublicAnswer = z.strictObject({ device: z.string().regex(/^[0-9a-f]{64}$/), answers: Answers });
export type PublicAnswer = z.infer<typeof PublicAnswer>;

export const RatingTextView = z.object({ id: Id, version: z.int(), unit: KnownUnitView, question: z.string(), text: z.string(), state: z.enum(['waiting', 'shown', 'hidden']) });
export type RatingTextView = z.infer<typeof RatingTextView>;
export const RatingTextList = z.object({ items: z.array(RatingTextView) });
export const RatingTextVerdict = z.strictObject({ show: z.boolean() });
export type RatingTextVerdict = z.infer<typeof RatingTextVerdict>;

// ── scores and ranks that others have given ───────────────────────────────────────────────────────────────────────────

export const STANDING_ORIGINS = ['market-entity', 'third-party', 'superior', 'other'] as const;
/** A row as it stands in the source: a unit's code where it is one of ours, and the rank where the source gives one. */
export const StandingRow = z.strictObject({ code: z.string().trim().max(40).default(''), name: text(200), score: z.string().trim().max(20), rank: z.string().trim().max(10).default('') });
export type StandingRow = z.infer<typeof StandingRow>;
const Rows = z.array(StandingRow).min(1).max(5_000);
/** What is to be pointed out in the list: the last so many, and who is last with less than so much. */
const Marks = z.strictObject({ lastCount: z.int().min(1).max(1_000).optional(), below: ScoreText.optional() });
export const StandingEnter = z.strictObject({ name: RatingName, title: text(200), origin: z.enum(STANDING_ORIGINS), area: z.string().trim().max(50).default(''), on: DayText, fileId: Id, marks: Marks.default({}), rows: Rows });
export type StandingEnter = z.infer<typeof StandingEnter>;
export const StandingCorrect = z.strictObject({ reason: text(1_000), on: DayText, fileId: Id, rows: Rows });
export type StandingCorrect = z.infer<typeof StandingCorrect>;

export const RowFaultView = z.object({ row: z.int(), column: z.string(), code: z.string(), zh: z.string(), en: z.string() });
export type RowFaultView = z.infer<typeof RowFaultView>;
const Difference = z.object({ row: z.int(), name: z.string(), given: z.int(), computed: z.int() });
const ReadRow = z.object({ row: z.int(), code: z.string(), name: z.string(), score: z.string(), rank: z.string() });
export const StandingPreview = z.object({ total: z.int(), rows: z.array(ReadRow), faults: z.array(RowFaultView), differences: z.array(Difference) });
export type StandingPreview = z.infer<typeof StandingPreview>;

const RankedRow = z.object({
  unit: KnownUnitView.optional(),
  name: z.string(),
  score: z.string(),
  /** By falling score; equal scores share the better rank. */
  rank: z.int(),
  rankFromBottom: z.int(),
  /** As the source says, where it says one. */
  givenRank: z.int().optional(),
  amongLast: z.boolean(),
  lastAndBelow: z.boolean(),
});
const Edition = z.object({ edition: z.int(), on: DayText, fileId: Id, enteredOn: DayText, by: Id, reason: z.string() });
export const StandingView = z.object({
  id: Id,
  version: z.int(),
  name: z.string(),
  title: z.string(),
  origin: z.enum(STANDING_ORIGINS),
  area: z.string(),
  on: DayText,
  fileId: Id,
  marks: Marks,
  owner: KnownUnitView,
  edition: z.int(),
  editions: z.array(Edition),
  differences: z.int(),
  rows: z.array(RankedRow),
});
export type StandingView = z.infer<typeof StandingView>;
export const StandingQuery = z.strictObject({ edition: z.coerce.number().int().min(1).max(1_000).optional() });
export type StandingQuery = z.infer<typeof StandingQuery>;
export const StandingListQuery = z.strictObject({ pageToken: Id.optional() });
export type StandingListQuery = z.infer<typeof StandingListQuery>;
export const StandingLine = StandingView.pick({ id: true, name: true, title: true, origin: true, on: true, owner: true, edition: true, differences: true }).extend({ count: z.int() });
export type StandingLine = z.infer<typeof StandingLine>;
export const StandingPage = page(StandingLine);

// ── democratic evaluation of members ──────────────────────────────────────────────────────────────────────────────────

export const MEMBER_LEVELS = ['优秀', '合格', '基本合格', '不合格'] as const;
const MemberLevel = z.strictObject({ personId: Id, level: text(20) });
export const MemberEvaluationEnter = z.strictObject({
  unitId: Id,
  year: z.int().min(2000).max(2100),
  on: DayText,
  /** From the best down. */
  levels: z.array(text(20)).min(2).max(8).default([...MEMBER_LEVELS]),
  members: z.array(MemberLevel).min(1).max(2_000),
  fileIds: z.array(Id).max(50).default([]),
  /** Why it is changed; asked for from the second time on. */
  reason: z.string().trim().max(1_000).default(''),
});
export type MemberEvaluationEnter = z.infer<typeof MemberEvaluationEnter>;
const Share = z.object({ level: z.string(), count: z.int(), percent: z.string() });
export const MemberEvaluationView = z.object({
  id: z.string(),
  version: z.int(),
  unit: KnownUnitView,
  year: z.int(),
  on: DayText,
  levels: z.array(z.string()),
  members: z.array(z.object({ personId: Id, level: z.string() })),
  shares: z.array(Share),
  /** Members of the branch on that day without a level. */
  missing: z.array(Id),
  fileIds: z.array(Id),
  history: z.array(z.object({ version: z.int(), enteredOn: DayText, by: Id, reason: z.string(), shares: z.array(Share) })),
});
export type MemberEvaluationView = z.infer<typeof MemberEvaluationView>;
export const MemberEvaluationQuery = z.strictObject({ year: z.coerce.number().int().min(2000).max(2100), unitId: Id.optional() });
export type MemberEvaluationQuery = z.infer<typeof MemberEvaluationQuery>;
export const MemberEvaluationList = z.object({ items: z.array(MemberEvaluationView), /** Branches that have none in the year. */ missing: z.array(KnownUnitView) });
export type MemberEvaluationList = z.infer<typeof MemberEvaluationList>;
