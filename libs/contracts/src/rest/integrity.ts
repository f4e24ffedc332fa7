import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { Sha256 } from './evidence.ts';

// ── the log, which anybody may read ───────────────────────────────────────────────────────────────────────────────────

/** Whether a folder outside the system holds the checkpoints, and whether the log still follows from them. */
export const WITNESS_STATES = ['none', 'agrees', 'disagrees'] as const;
export const CheckCounts = z.object({ checked: z.int(), changed: z.int(), missing: z.int(), untracked: z.int(), repaired: z.int() });
export type CheckCounts = z.infer<typeof CheckCounts>;

export const LogStatus = z.object({
  origin: z.string(),
  size: z.int(),
  /** Base64, as on a printed checkpoint. */
  root: z.string(),
  checkpointAt: z.iso.datetime(),
  /** Statements that have no place yet, and for how long the oldest has waited. */
  waiting: z.int(),
  oldestWaitingSeconds: z.int(),
  /** Waiting for longer than was promised: the log stands still and somebody must act. */
  late: z.boolean(),
  witness: z.enum(WITNESS_STATES),
  /** When all bytes were last read through, and what was found. */
  lastCheck: CheckCounts.extend({ finishedAt: z.iso.datetime() }).optional(),
  openIncidents: z.int(),
});
export type LogStatus = z.infer<typeof LogStatus>;

export const LogKeyView = z.object({ verifier: z.string(), state: z.enum(['next', 'current', 'retired']), since: z.iso.datetime(), until: z.iso.datetime().optional() });
export const LogKeyList = z.object({ origin: z.string(), items: z.array(LogKeyView) });
export type LogKeyList = z.infer<typeof LogKeyList>;

/** For those who keep the log: who asked for a new key, which another person must agree to. */
export const LogKeyCare = LogKeyList.extend({ asked: z.object({ by: Id, at: z.iso.datetime() }).optional() });
export type LogKeyCare = z.infer<typeof LogKeyCare>;

export const LogHistoryQuery = z.strictObject({ size: z.coerce.number().int().min(0) });
export type LogHistoryQuery = z.infer<typeof LogHistoryQuery>;
/** The root at that size, and the hashes that show the newest checkpoint to continue it; all in base64. */
export const LogHistory = z.object({ size: z.int(), root: z.string(), proof: z.array(z.string()), checkpoint: z.string() });
export type LogHistory = z.infer<typeof LogHistory>;

/** One statement about a thing. `proof` is a file that any verifier of C2SP tlog-proof reads; absent while the statement waits for its place. */
export const StatementProof = z.object({
  id: Id,
  act: z.string(),
  at: z.iso.datetime(),
  content: z.record(z.string(), z.unknown()),
  salt: z.string(),
  commitment: Sha256,
  index: z.int().optional(),
  leaf: z.string().optional(),
  proof: z.string().optional(),
});
export type StatementProof = z.infer<typeof StatementProof>;
/** All that is needed to show without this system that a thing was kept since a moment, and what was done with it. */
export const ItemReceipt = z.object({
  objectId: Id,
  sha256: Sha256.optional(),
  state: z.enum(['placed', 'promised']),
  checkpoint: z.string(),
  keys: z.array(z.string()),
  statements: z.array(StatementProof),
});
export type ItemReceipt = z.infer<typeof ItemReceipt>;

// ── checks of all that is kept ────────────────────────────────────────────────────────────────────────────────────────

export const FAULT_VERDICTS = ['changed', 'missing', 'untracked'] as const;
export const FAULT_KINDS = ['blob', 'document', 'log'] as const;
/** `repaired`: from the second copy, and read again since. */
export const IntegrityFault = z.object({
  verdict: z.enum(FAULT_VERDICTS),
  kind: z.enum(FAULT_KINDS),
  objectId: z.string(),
  /** As it stands in the document, which may be the very thing that was changed. */
  unitId: z.string().optional(),
  name: z.string().optional(),
  /** What exactly: a copy of the bytes, a field of a document, a tile of the log. */
  place: z.string(),
  expected: z.string().optional(),
  found: z.string().optional(),
  repaired: z.boolean(),
});
export type IntegrityFault = z.infer<typeof IntegrityFault>;

export const RUN_SCOPES = ['all', 'unit', 'sample'] as const;
export const IntegrityRunOrder = z.strictObject({ scope: z.enum(RUN_SCOPES), unitId: Id.optional(), sampleSize: z.int().min(1).max(100_000).optional() });
export type IntegrityRunOrder = z.infer<typeof IntegrityRunOrder>;
export const IntegrityRunView = z.object({
  id: Id,
  scope: z.enum(RUN_SCOPES),
  unitId: Id.optional(),
  sampleSize: z.int().optional(),
  state: z.enum(['running', 'done']),
  orderedBy: Id,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  done: z.int(),
  total: z.int(),
  counts: CheckCounts,
  /** At most the first thousand. */
  faults: z.array(IntegrityFault),
});
export type IntegrityRunView = z.infer<typeof IntegrityRunView>;
export const IntegrityRunList = z.object({ items: z.array(IntegrityRunView) });

export const IncidentView = IntegrityFault.extend({ id: Id, state: z.enum(['open', 'repaired', 'closed']), openedAt: z.iso.datetime(), closedAt: z.iso.datetime().optional() });
export type IncidentView = z.infer<typeof IncidentView>;
export const IncidentPage = page(IncidentView);
export const IncidentQuery = z.strictObject({ state: z.enum(['open', 'repaired', 'closed']).optional(), pageToken: Id.optional() });
export type IncidentQuery = z.infer<typeof IncidentQuery>;

export const IntegrityView = z.object({
  log: LogStatus,
  /** Blobs that entries name; how many have two copies; how many were not read within the time set. */
  blobs: z.object({ total: z.int(), twoCopies: z.int(), overdue: z.int(), days: z.int(), hasSecondCopy: z.boolean(), oldestCheckAt: z.iso.datetime().optional() }),
  lastRun: IntegrityRunView.optional(),
});
export type IntegrityView = z.infer<typeof IntegrityView>;

// ── the four properties of electronic records ─────────────────────────────────────────────────────────────────────────

export const PROPERTIES = ['authentic', 'complete', 'usable', 'secure'] as const;
export type Property = (typeof PROPERTIES)[number];
export const FourPropertyQuery = z.strictObject({ unitId: Id, year: z.coerce.number().int().min(2000).max(2100) });
export type FourPropertyQuery = z.infer<typeof FourPropertyQuery>;
export const FourPropertyRow = z.object({
  property: z.enum(PROPERTIES),
  id: z.string(),
  name: z.string(),
  how: z.string(),
  checked: z.int(),
  passed: z.int(),
  /** At most the first hundred. */
  failing: z.array(z.object({ objectId: z.string(), name: z.string(), why: z.string() })),
});
export type FourPropertyRow = z.infer<typeof FourPropertyRow>;
export const FourPropertyReport = z.object({ unitId: Id, unitName: z.string(), year: z.int(), madeAt: z.iso.datetime(), files: z.int(), records: z.int(), bytes: z.int(), rows: z.array(FourPropertyRow) });
export type FourPropertyReport = z.infer<typeof FourPropertyReport>;

// ── how long things are kept, and how they go ─────────────────────────────────────────────────────────────────────────

export const RETENTION_CLASSES = ['permanent', '30-years', '10-years'] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];
const ItemRefs = z.array(z.strictObject({ kind: z.enum(['file', 'record']), id: Id })).min(1).max(500);

export const DisposalItem = z.object({
  kind: z.enum(['file', 'record']),
  id: Id,
  name: z.string(),
  retention: z.enum(RETENTION_CLASSES),
  /** The last day on which it must be kept; absent where it is kept for ever. */
  keepUntil: DayText.optional(),
  /** Why it cannot go; absent where nothing stands against it. */
  heldBy: z.enum(['retention', 'frozen', 'legal-hold', 'lock']).optional(),
});
export type DisposalItem = z.infer<typeof DisposalItem>;
export const DisposalCandidateQuery = z.strictObject({ unitId: Id, pageToken: z.string().max(200).optional() });
export type DisposalCandidateQuery = z.infer<typeof DisposalCandidateQuery>;
export const DisposalCandidatePage = page(DisposalItem);

export const DisposalProposal = z.strictObject({ unitId: Id, items: ItemRefs, reason: z.string().trim().min(4).max(1_000) });
export type DisposalProposal = z.infer<typeof DisposalProposal>;
export const DisposalWord = z.strictObject({ note: z.string().trim().max(1_000).default('') });
export type DisposalWord = z.infer<typeof DisposalWord>;
export const DISPOSAL_STATES = ['proposed', 'approved', 'rejected', 'done'] as const;
export const DisposalView = z.object({
  id: Id,
  version: z.int(),
  unitId: Id,
  state: z.enum(DISPOSAL_STATES),
  reason: z.string(),
  items: z.array(DisposalItem.extend({ outcome: z.enum(['gone', 'kept']).optional() })),
  proposedBy: Id,
  proposedAt: z.iso.datetime(),
  approvals: z.array(z.object({ by: Id, at: z.iso.datetime(), note: z.string() })),
  /** Two approvals are there; carried out on this day unless somebody stops it. */
  carryOutOn: DayText.optional(),
  closedAt: z.iso.datetime().optional(),
});
export type DisposalView = z.infer<typeof DisposalView>;
export const DisposalQuery = z.strictObject({ unitId: Id.optional(), state: z.enum(DISPOSAL_STATES).optional(), pageToken: Id.optional() });
export type DisposalQuery = z.infer<typeof DisposalQuery>;
export const DisposalPage = page(DisposalView);

export const LegalHoldOrder = z.strictObject({ kind: z.enum(['file', 'record']), id: Id, reason: z.string().trim().min(4).max(1_000) });
export type LegalHoldOrder = z.infer<typeof LegalHoldOrder>;
/** `name`: as the item was called when it was put under the hold; empty where that was before names were kept. */
export const LegalHoldView = z.object({ id: Id, version: z.int(), kind: z.enum(['file', 'record']), itemId: Id, name: z.string().default(''), unitId: Id, reason: z.string(), by: Id, at: z.iso.datetime(), liftedAt: z.iso.datetime().optional() });
export type LegalHoldView = z.infer<typeof LegalHoldView>;
export const LegalHoldQuery = z.strictObject({ unitId: Id.optional(), itemId: Id.optional(), pageToken: Id.optional() });
export type LegalHoldQuery = z.infer<typeof LegalHoldQuery>;
export const LegalHoldPage = page(LegalHoldView);
