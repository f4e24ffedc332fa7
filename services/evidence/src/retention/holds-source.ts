export const HOLDS_SOURCE = Symbol('holds-source');

/** Whoever knows of things that must stay: what declarations relied on. */
export interface HoldsSource {
  /** Those of the items that are held on a day. */
  heldAmong(itemIds: readonly string[], today: string): Promise<ReadonlyMap<string, unknown>>;
}
