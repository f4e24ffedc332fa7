import type { Day } from '@xingchuang/calendar';
import type { UnitLocation } from '@xingchuang/contracts';
import { Refusal, type Place } from '@xingchuang/rules';

/** A unit as it is from one day on. */
export interface Unit {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  /** Empty for the root. */
  readonly parentId: string;
  /** Ids from the root down to the unit itself. */
  readonly path: readonly string[];
  /** The node whose subtree a seat here governs. */
  readonly jurisdictionId: string;
  readonly openedOn: Day;
  /** Last day of its life; empty while it lives. */
  readonly closedOn: Day | '';
  /** First day on which it was so. */
  readonly from: Day;
  /** The unit into which it went when it was closed. */
  readonly intoId?: string;
  /** Where it is, as far as somebody said it. */
  readonly location?: UnitLocation;
}

export interface UnitKind {
  readonly zh: string;
  readonly en: string;
  /** Governs the node it sits at, not itself. */
  readonly body: boolean;
  /** Kinds allowed right above it; undefined: any. */
  readonly under?: readonly string[] | undefined;
  /** Other words for it in import files. */
  readonly also: readonly string[];
}
export type UnitKinds = ReadonlyMap<string, UnitKind>;

type Opening = Pick<Unit, 'id' | 'code' | 'name' | 'kind' | 'openedOn' | 'location'>;

export const placeOf = (unit: Pick<Unit, 'id' | 'path'>): Place => ({ unitId: unit.id, path: unit.path });
export const isAlive = (unit: Pick<Unit, 'openedOn' | 'closedOn'>, on: Day): boolean => unit.openedOn <= on && (unit.closedOn === '' || on <= unit.closedOn);

/** A new unit below its parent, or the root of the tree where there is none. */
export function openUnit(opening: Opening, parent: Unit | undefined, kinds: UnitKinds, today: Day): Unit {
  const kind = kindOf(kinds, opening.kind);
  checkDay(opening.openedOn, parent?.openedOn, today, 'openedOn');
  if (parent) checkParent(opening.kind, kind, parent);
  return {
    ...opening,
    version: 1,
    parentId: parent?.id ?? '',
    path: [...(parent?.path ?? []), opening.id],
    jurisdictionId: jurisdiction(kind, opening.id, parent?.id),
    closedOn: '',
    from: opening.openedOn,
  };
}

/** The unit under a new name, code or kind, or at another place (null: at none that is known), from that day on; `children` are the living units right below it. */
export function changeUnit(
  unit: Unit,
  { location, ...change }: Readonly<Partial<Pick<Unit, 'code' | 'name' | 'kind'>> & { location?: UnitLocation | null }>,
  surroundings: { readonly parent: Unit | undefined; readonly children: readonly Unit[] },
  kinds: UnitKinds,
  on: Day,
  today: Day,
): Unit {
  checkOpen(unit);
  checkDay(on, unit.from, today, 'on');
  const { location: was, ...rest } = unit;
  const at = location === undefined ? was : location;
  const next = { ...rest, ...change, ...(at && { location: at }), from: on };
  const kind = kindOf(kinds, next.kind);
  if (surroundings.parent) checkParent(next.kind, kind, surroundings.parent);
  for (const child of surroundings.children) checkParent(child.kind, kindOf(kinds, child.kind), next);
  return { ...next, jurisdictionId: jurisdiction(kind, unit.id, surroundings.parent?.id) };
}

/**
 * The whole subtree below its new parent from that day on; the first of `subtree` is the unit that moves. Whoever lies below keeps
 * its parent and gets a new path, so that a question about an earlier day still finds the old one.
 */
export function moveUnit(subtree: readonly Unit[], parent: Unit, kinds: UnitKinds, on: Day, today: Day): Unit[] {
  const unit = subtree[0]!;
  checkOpen(unit);
  if (unit.parentId === '') throw new Refusal('conflict', 'unit.root-stays', { code: unit.code });
  if (parent.path.includes(unit.id)) throw new Refusal('invalid', 'unit.cycle', { code: unit.code, parent: parent.code }, 'parentId');
  const kind = kindOf(kinds, unit.kind);
  checkParent(unit.kind, kind, parent);
  const first = subtree.reduce((latest, below) => (below.from > latest ? below.from : latest), parent.openedOn);
  checkDay(on, first, today, 'on');
  const depth = unit.path.length - 1;
  const moved = subtree.map((below) => ({ ...below, path: [...parent.path, ...below.path.slice(depth)], from: on }));
  return [{ ...moved[0]!, parentId: parent.id, jurisdictionId: jurisdiction(kind, unit.id, parent.id) }, ...moved.slice(1)];
}

/** The unit with its last day; refuses while units live below it. */
export function closeUnit(unit: Unit, living: number, on: Day, today: Day): Unit {
  checkOpen(unit);
  if (unit.parentId === '') throw new Refusal('conflict', 'unit.root-stays', { code: unit.code });
  if (living > 0) throw new Refusal('conflict', 'unit.has-children', { code: unit.code, count: living });
  checkDay(on, unit.from, today, 'on');
  return { ...unit, closedOn: on, from: on };
}

function kindOf(kinds: UnitKinds, kind: string): UnitKind {
  const found = kinds.get(kind);
  if (!found) throw new Refusal('invalid', 'unit.unknown-kind', { kind, expected: [...kinds.keys()] }, 'kind');
  return found;
}

function checkParent(kindName: string, kind: UnitKind, parent: Unit): void {
  if (parent.closedOn !== '') throw new Refusal('conflict', 'unit.parent-closed', { parent: parent.code, closedOn: parent.closedOn }, 'parentId');
  if (kind.under && !kind.under.includes(parent.kind)) {
    throw new Refusal('invalid', 'unit.wrong-parent', { kind: kindName, parentKind: parent.kind, expected: kind.under }, 'parentId');
  }
}

function checkOpen(unit: Unit): void {
  if (unit.closedOn !== '') throw new Refusal('conflict', 'unit.closed', { code: unit.code, closedOn: unit.closedOn });
}

function checkDay(on: Day, first: Day | undefined, today: Day, field: string): void {
  if (on > today || (first !== undefined && on < first)) throw new Refusal('invalid', 'unit.day-out-of-range', { on, first: first ?? '', last: today }, field);
}

const jurisdiction = (kind: UnitKind, id: string, parentId: string | undefined): string => (kind.body && parentId !== undefined ? parentId : id);
