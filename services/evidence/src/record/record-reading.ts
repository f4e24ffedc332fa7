import type { Actor } from '@xingchuang/rules';
import type { EvidenceRecord } from './record-store.ts';
import type { RecordType } from './record-type.ts';

/** Posts that an actor holds today, as `<unit> <kind of post>`. */
export type HeldPosts = ReadonlySet<string>;
export const NO_POSTS: HeldPosts = new Set();

export type Seen = Pick<EvidenceRecord, 'type' | 'unitId' | 'filedBy'> & Partial<Pick<EvidenceRecord, 'restricted' | 'hidden'>>;

/**
 * Whether an actor whose scope covers a record may read it: a restricted one is for the roles and posts that its type names and for who filed it;
 * one that the unit must not see yet is not for people of the unit itself. Scope (`record.read`) is checked apart.
 */
export function mayRead(type: Pick<RecordType, 'reading'>, actor: Actor, record: Seen, posts: HeldPosts = NO_POSTS): boolean {
  if (actor.personId !== '' && record.filedBy === actor.personId) return true;
  if (record.hidden && isOfUnit(actor, record.unitId)) return false;
  if (!record.restricted || !type.reading) return true;
  return type.reading.roles.includes(actor.role) || type.reading.posts.some((post) => posts.has(`${record.unitId} ${post}`));
}

/** The same as the filter of a query over records. */
export function readFilter(types: readonly Pick<RecordType, 'id' | 'reading'>[], actor: Actor, posts: HeldPosts = NO_POSTS): Record<string, unknown> {
  const own = { filedBy: actor.personId };
  const byRole = types.filter(({ reading }) => reading?.roles.includes(actor.role)).map(({ id }) => id);
  const byPost = types.flatMap(({ id, reading }) => (reading?.posts ?? []).map((post) => ({ type: id, unitId: { $in: unitsWith(posts, post) } }))).filter(({ unitId }) => unitId.$in.length > 0);
  return {
    $and: [
      { $or: [{ restricted: { $ne: true } }, own, { type: { $in: byRole } }, ...byPost] },
      { $or: [{ hidden: { $ne: true } }, own, { unitId: { $nin: [actor.unitId, actor.jurisdictionId] } }] },
    ],
  };
}

/** Of a record that is not for everybody, what says who reads its files. */
export type Guard = Required<Seen> & { readonly recordId: string };
type Guarded = { readonly uploadedBy: string; readonly closed?: boolean; readonly guards?: readonly Guard[] };

/** A file that hangs only on records for few is for those few, and for who brought it in. Scope (`file.read`) is checked apart. */
export function mayReadFile(reading: (type: string) => Pick<RecordType, 'reading'>, actor: Actor, { closed, guards = [], uploadedBy }: Guarded, posts: HeldPosts = NO_POSTS): boolean {
  if (!closed || (actor.personId !== '' && uploadedBy === actor.personId)) return true;
  return guards.some((guard) => mayRead(reading(guard.type), actor, guard, posts));
}

/** The same as the filter of a query over files, by the filter over records; `who` names the field with who brought a file in. */
export const fileFilter = (records: Record<string, unknown>, { personId }: Actor, who: 'uploadedBy' | 'filedBy' = 'uploadedBy'): Record<string, unknown> =>
  ({ $or: [{ closed: { $ne: true } }, { [who]: personId }, { guards: { $elemMatch: records } }] });

const isOfUnit = (actor: Actor, unitId: string): boolean => actor.unitId === unitId || actor.jurisdictionId === unitId;
const unitsWith = (posts: HeldPosts, post: string): string[] => [...posts].map((held) => held.split(' ')).filter(([, kind]) => kind === post).map(([unit]) => unit!);
