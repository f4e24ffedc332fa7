import { Refusal } from './refusal.ts';
import { PERMISSIONS, type Action, type Role, type Scope } from './permissions.ts';

/** Who acts: a person as a role at a unit (a seat). Anonymous visitors act as `public` at no unit. */
export interface Actor {
  readonly role: Role;
  readonly personId: string;
  readonly sessionId: string;
  /** The unit at which the person sits. */
  readonly unitId: string;
  /** The kind of that unit, e.g. the kind of body that a process step names. */
  readonly unitKind: string;
  /** The node whose subtree this seat governs: the unit itself, or for a body (a committee, a department) the node it sits at. */
  readonly jurisdictionId: string;
  /** What a machine's key is good for, within its role; absent for people. */
  readonly limits?: KeyLimits;
}

/** Parts of the system by the names of their services; none named: all. */
export interface KeyLimits {
  readonly areas: readonly string[];
  readonly readOnly: boolean;
}

/** Where a thing belongs: its unit, and the ids from the root of the tree down to that unit. */
export interface Place {
  readonly unitId: string;
  readonly path: readonly string[];
}

export const ANONYMOUS: Actor = { role: 'public', personId: '', sessionId: '', unitId: '', unitKind: '', jurisdictionId: '' };

/** Refuses what a machine's key was not made for: a part of the system that it does not name, or a change where it only reads. */
export function allowKey({ limits }: Actor, area: string, isRead: boolean): void {
  if (!limits) return;
  if (limits.areas.length > 0 && !limits.areas.includes(area)) throw new Refusal('forbidden', 'key.other-area', { areas: limits.areas });
  if (limits.readOnly && !isRead) throw new Refusal('forbidden', 'key.read-only');
}

/** The scope in which this role may do the action, or undefined when it may not do it at all. */
export const scopeOf = (role: Role, action: Action): Scope | undefined => PERMISSIONS[action][role];

/** True when the actor's scope for the action covers the place. */
export function covers(actor: Actor, action: Action, place: Place): boolean {
  switch (scopeOf(actor.role, action)) {
    case 'any':
      return true;
    case 'subtree':
      return place.path.includes(actor.jurisdictionId);
    case 'own':
      return place.unitId === actor.unitId;
    case undefined:
      return false;
  }
}

/**
 * Refuses unless the actor may do the action at the place. A place outside one's scope is `missing`, exactly like one that
 * does not exist, so that nobody learns of another unit's things; a role without the action at all is `forbidden`.
 */
export function allow(actor: Actor, action: Action, place?: Place): void {
  if (scopeOf(actor.role, action) === undefined) throw new Refusal('forbidden', 'action.not-allowed', { action, role: actor.role });
  if (place && !covers(actor, action, place)) throw new Refusal('missing', 'thing.missing');
}
