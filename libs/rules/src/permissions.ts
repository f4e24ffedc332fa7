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
  'step.read': { ...officials, clerk: 'own', auditor: 'any' },
  'backup.run': { admin: 'any' },
  // evidence
  'file.upload': { clerk: 'own', reviewer: 'subtree', supervisor: 'subtree' },
  'file.read': { ...officials, clerk: 'own', auditor: 'any' },
  'record.file': { clerk: 'own', reviewer: 'subtree', supervisor: 'subtree' },
  'record-type.read': signedIn('any'),
  'record.read': { ...officials, clerk: 'own', auditor: 'any' },
  'duty.read': { ...officials, clerk: 'own', auditor: 'any' },
  'duty.exempt': { reviewer: 'subtree', decider: 'subtree' },
  'evidence.search': { ...officials, clerk: 'own', auditor: 'any' },
  'audit.run': { reviewer: 'subtree', supervisor: 'subtree' },
  'audit.answer': { clerk: 'own' },
  'audit.read': { ...officials, clerk: 'own', auditor: 'any' },
  'integrity.read': { leader: 'any', admin: 'any', auditor: 'any' },
  'integrity.run': { admin: 'any', auditor: 'any' },
  'disposal.propose': { reviewer: 'subtree' },
  'disposal.approve': { decider: 'subtree', leader: 'subtree' },
  'archive.read': { ...officials, clerk: 'own', auditor: 'any' },
  'archive.export': { reviewer: 'subtree', leader: 'subtree', auditor: 'any' },
  'archive.import': { admin: 'any' },
  // double registration at communities
  'community.read': { ...officials, clerk: 'own', auditor: 'any' },
  'community.register': { clerk: 'own' },
  'order.post': { clerk: 'own' },
  'order.dispatch': { reviewer: 'subtree', supervisor: 'subtree' },
  'order.serve': { clerk: 'own' },
  // assessment
  'scheme.read': signedIn('any'),
  'scheme.draft': { reviewer: 'subtree', decider: 'subtree', admin: 'any' },
  'scheme.publish': { admin: 'any' }, // a version is for the whole installation, as the choice of its schemes is
  'campaign.open': { decider: 'subtree' },
  'campaign.read': signedIn('any'),
  'campaign.export': { ...officials, auditor: 'any' },
  'fact.enter': { reviewer: 'subtree' },
  'exclusion.state': { reviewer: 'subtree', decider: 'subtree' },
  'quota.adjust': { reviewer: 'subtree', decider: 'subtree' },
  'fact.read': { ...officials, clerk: 'own', auditor: 'any' },
  'candidacy.read': { ...officials, clerk: 'own', auditor: 'any' },
  'level.declare': { clerk: 'own' },
  'level.review': { reviewer: 'subtree' },
  'level.decide': { decider: 'subtree' },
  'level.confirm': { publicist: 'subtree', decider: 'subtree' },
  'level.return': { reviewer: 'subtree', decider: 'subtree' },
  'recheck.suggest': { reviewer: 'subtree', decider: 'subtree' },
  'recheck.decide': { reviewer: 'subtree', decider: 'subtree' },
  'recheck.read': { ...officials, clerk: 'own', auditor: 'any' },
  'appeal.file': { clerk: 'own' },
  'appeal.answer': { reviewer: 'subtree', decider: 'subtree' },
  'level.adjust': { decider: 'subtree' },
  'title.read': { ...officials, auditor: 'any' },
  'spot-check.read': { ...officials, auditor: 'any' },
  // on-site work: who is named for a visit works at it wherever it is, and nobody else does
  'onsite.plan': { reviewer: 'subtree', decider: 'subtree', supervisor: 'subtree' },
  'onsite.plan-read': { ...officials, auditor: 'any' },
  'onsite.form-read': signedIn('any'),
  'visit.read': { ...officials, clerk: 'own', auditor: 'any' },
  'visit.work': { clerk: 'any', reviewer: 'any', decider: 'any', supervisor: 'any', leader: 'any' },
  // ratings and surveys: a paper is taken as one's unit, the ballot is cast as nobody
  'rating.run': { reviewer: 'subtree', decider: 'subtree', supervisor: 'subtree' },
  'rating.read': { ...officials, clerk: 'own', auditor: 'any' },
  'rating.vote': { clerk: 'own', reviewer: 'own', decider: 'own', supervisor: 'own', leader: 'own' },
  'ballot.cast': everyone,
  'standing.import': { reviewer: 'subtree', supervisor: 'subtree' },
  'standing.read': { ...officials, clerk: 'own', auditor: 'any' },
  'member-evaluation.enter': { clerk: 'own', reviewer: 'subtree' },
  'member-evaluation.read': { ...officials, clerk: 'own', auditor: 'any' },
  // documents
  'template.read': signedIn('any'),
  'template.preview': { reviewer: 'any', decider: 'any', publicist: 'any', leader: 'any', admin: 'any' },
  // publicity
  'notice.publish': { publicist: 'subtree' },
  'notice.confirm': { publicist: 'subtree' },
  'complaint.handle': { publicist: 'subtree', supervisor: 'subtree' },
  'complaint.configure': { admin: 'any' },
  'award.issue': { publicist: 'subtree' },
  'award.read': signedIn('any'),
  'award.revoke': { publicist: 'subtree' },
  'plaque.hang': { clerk: 'own', publicist: 'subtree' },
  'bulletin.write': { publicist: 'subtree' },
  'bulletin.approve': { publicist: 'subtree', decider: 'subtree', leader: 'subtree' }, // somebody else of the unit that issues it
  'bulletin.read': signedIn('any'),
  'ranking.read': { ...officials, auditor: 'any' },
  // telling people, and model cases
  'notification.own': signedIn('any'),
  'notification.report': { ...officials, clerk: 'own', admin: 'any', auditor: 'any' },
  'delivery.manage': { admin: 'any' },
  'robot.manage': { admin: 'any' },
  'showcase.write': { clerk: 'own', publicist: 'subtree' },
  'showcase.review': { publicist: 'subtree' },
  'showcase.read': { ...officials, clerk: 'own', auditor: 'any' },
  'showcase.view': everyone,
  'node.remind': { reviewer: 'subtree', decider: 'subtree', supervisor: 'subtree', leader: 'subtree' },
  'effect.read': { ...officials, clerk: 'own', auditor: 'any' },
  'effect.call': { decider: 'subtree', publicist: 'subtree' },
  'reward.carry': { reviewer: 'subtree', decider: 'subtree', publicist: 'subtree', supervisor: 'subtree' },
  // rectification
  'finding.open': { supervisor: 'subtree', reviewer: 'subtree' },
  'finding.read': { ...officials, clerk: 'own', auditor: 'any' },
  'finding.prove': { clerk: 'own' },
  'finding.check': { supervisor: 'subtree' },
  'case.assign': { decider: 'subtree', supervisor: 'subtree' },
  'finding.plan': { clerk: 'own', reviewer: 'subtree', supervisor: 'subtree' },
  'matter.read': { ...officials, auditor: 'any' },
  'limit.change': { decider: 'subtree', supervisor: 'subtree' },
  'handover.give': { reviewer: 'subtree', decider: 'subtree', supervisor: 'subtree' },
  'handover.read': { ...officials, clerk: 'own', auditor: 'any' },
  'handover.work': { clerk: 'own', reviewer: 'own', decider: 'own', supervisor: 'own' },
  'handover.check': { reviewer: 'subtree', decider: 'subtree', supervisor: 'subtree' },
  'rectification.settings': signedIn('any'),
  'rectification.configure': { admin: 'any' },
  // the calendar of holidays
  'calendar.read': signedIn('any'),
  'calendar.import': { admin: 'any' },
} satisfies Readonly<Record<string, Row>>;

export type Action = keyof typeof table;
export const PERMISSIONS: Readonly<Record<Action, Row>> = table;
export const ACTIONS = Object.keys(table) as Action[];
