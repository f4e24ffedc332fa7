import type { AuditAnnouncing } from '@xingchuang/contracts';
import { move, Refusal, type Place, type Transitions } from '@xingchuang/rules';
import type { Audit, AuditItem, Moment } from './audit.ts';
import { sha256 } from './sample-rule.ts';

type Command = 'draw' | 'withdraw' | 'judge' | 'publish' | 'answer' | 'close';
const TRANSITIONS: Transitions<Audit['state'], Command> = {
  announced: { draw: 'open', withdraw: 'withdrawn' },
  open: { judge: 'open', publish: 'open', answer: 'open', close: 'closed' },
  closed: {},
  withdrawn: {},
};

/** The state after a command; refuses `audit.wrong-state`. */
export const stateAfter = ({ state }: Pick<Audit, 'state'>, command: Command): Audit['state'] => move('audit', TRANSITIONS, state, command);

/**
 * An audit as it is announced, before anybody knows what will be drawn: by a secret seed of which only the SHA-256 is told, or by
 * a public number of which only the source is told. A list needs neither.
 */
export function announce({ publicSource, ...asked }: AuditAnnouncing, secret: string, place: Place, id: string, announced: Moment): Audit {
  if (asked.from > asked.to) throw new Refusal('invalid', 'audit.days', { from: asked.from, to: asked.to }, 'to');
  const seed = asked.way.by === 'list' ? {} : publicSource === undefined ? { secret, commitment: sha256(secret) } : { publicSource };
  return { ...asked, ...place, ...seed, id, version: 1, state: 'announced', announced };
}

/** The seed that the draw goes by: the one committed to, or the public number that is known by now. */
export function seedOf({ way, secret, publicSource }: Audit, given: string | undefined): string | undefined {
  if (way.by !== 'list' && publicSource !== undefined && given === undefined) throw new Refusal('invalid', 'audit.seed-missing', { source: publicSource }, 'seed');
  if ((way.by === 'list' || secret !== undefined) && given !== undefined) throw new Refusal('invalid', 'audit.seed-surplus', {}, 'seed');
  return secret ?? given;
}

/** Unit by unit, within it day by day: so that a reviewer need not change her thoughts with each item. */
export function inOrder<T extends Pick<AuditItem, 'unitId' | 'day' | 'itemId'>>(items: readonly T[], codes: ReadonlyMap<string, string>): (T & { readonly order: number })[] {
  const key = ({ unitId, day, itemId }: T) => [codes.get(unitId) ?? unitId, day, itemId].join(' ');
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).map((item, index) => ({ ...item, order: index + 1 }));
}
