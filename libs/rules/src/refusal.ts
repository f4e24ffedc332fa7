/** The ways a rule can say no. Each kind is one HTTP status, mapped once in libs/server (422, 403, 404, 409, 412, 429, 503). */
export const REFUSAL_KINDS = ['invalid', 'forbidden', 'missing', 'conflict', 'stale', 'limit', 'away'] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

/** Values that the words of a refusal may name: days, counts, clauses, names of fields. Never personal data. */
export type RefusalFacts = Readonly<Record<string, unknown>>;

/**
 * A "no" that a person can act on. `code` is `thing.reason` and finds its words (zh, en) in the message catalogue;
 * `facts` fill the words; `field` names the input at fault as a path such as `units[3].name`.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    readonly facts: RefusalFacts = {},
    readonly field?: string,
  ) {
    super(`${kind} ${code} ${JSON.stringify(facts)}`);
  }
}
