/**
 * What a person can be at a unit. Which body acts at which step of a programme is not a role: the scheme names the kind of
 * unit (S0 L133-135), the role only says what sort of work the seat does there.
 */
export const ROLES = [
  'public',
  'clerk',
  'reviewer',
  'decider',
  'publicist',
  'supervisor',
  'leader',
  'admin',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** `own`: the seat's unit only; `subtree`: all that the seat governs; `any`: everywhere. */
export type Scope = 'own' | 'subtree' | 'any';

type Row = Readonly<Partial<Record<Role, Scope>>>;

const signedIn = (scope: Scope): Row => ({
  clerk: scope, reviewer: scope, decider: scope, publicist: scope, supervisor: scope, leader: scope, admin: scope, auditor: scope,
});
const everyone: Row = { public: 'any', ...signedIn('any') };
const officials: Row = { reviewer: 'subtree', decider: 'subtree', publicist: 'subtree', supervisor: 'subtree', leader: 'subtree' };

/** The one permission table: action → role → scope. A route without an action, or an action without a row, fails a test. */
const table = {
  // what a visitor without an account may do
  'session.open': everyone,
  'public.read': everyone,
  'complaint.file': everyone,
  // oneself
  'session.own': signedIn('any'),
  // registry
  'unit.read': signedIn('any'),
  'unit.manage': { admin: 'any' },
  'person.read': { ...officials, clerk: 'own', admin: 'any' },
  'person.manage': { clerk: 'own', admin: 'any' },
  'account.manage': { admin: 'any' },
  'clock.move': { admin: 'any' },
  'message.replay': { admin: 'any' },
  // evidence
  'file.upload': { clerk: 'own', reviewer: 'subtree', supervisor: 'subtree' },
  'file.read': { ...officials, clerk: 'own', auditor: 'any' },
  'record.file': { clerk: 'own', reviewer: 'subtree', supervisor: 'subtree' },
  'record.read': { ...officials, clerk: 'own', auditor: 'any' },
  'duty.read': { ...officials, clerk: 'own', auditor: 'any' },
  // assessment
  'scheme.read': signedIn('any'),
  'campaign.open': { decider: 'subtree' },
  'campaign.read': signedIn('any'),
  'fact.enter': { reviewer: 'subtree' },
  'fact.read': { ...officials, clerk: 'own', auditor: 'any' },
  'candidacy.read': { ...officials, clerk: 'own', auditor: 'any' },
  'level.declare': { clerk: 'own' },
  'level.review': { reviewer: 'subtree' },
  'level.decide': { decider: 'subtree' },
  'level.return': { reviewer: 'subtree', decider: 'subtree' },
  'level.adjust': { decider: 'subtree' },
  'title.read': { ...officials, auditor: 'any' },
  'spot-check.read': { ...officials, auditor: 'any' },
  // publicity
  'notice.publish': { publicist: 'subtree' },
  'notice.confirm': { publicist: 'subtree' },
  'complaint.handle': { publicist: 'subtree' },
  'award.issue': { publicist: 'subtree' },
  'award.read': signedIn('any'),
  'award.revoke': { publicist: 'subtree' },
  'bulletin.write': { publicist: 'subtree' },
  'bulletin.read': signedIn('any'),
  'effect.read': { ...officials, clerk: 'own', auditor: 'any' },
  // rectification
  'finding.open': { supervisor: 'subtree', reviewer: 'subtree' },
  'finding.read': { ...officials, clerk: 'own', auditor: 'any' },
  'finding.prove': { clerk: 'own' },
  'finding.check': { supervisor: 'subtree' },
  'case.assign': { decider: 'subtree', supervisor: 'subtree' },
} satisfies Readonly<Record<string, Row>>;

export type Action = keyof typeof table;
export const PERMISSIONS: Readonly<Record<Action, Row>> = table;
export const ACTIONS = Object.keys(table) as Action[];
