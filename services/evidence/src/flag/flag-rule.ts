import { day, dayOf, daysBetween } from '@xingchuang/calendar';
import type { PhotoHints, UnitLocation } from '@xingchuang/contracts';
import type { Hint, Mark } from './flag.ts';
import { sideOf } from './flag.ts';
import { alikeness } from './text-likeness-rule.ts';

/** A photo that says when or where it was taken. */
export interface Photo extends Mark {
  readonly hints: PhotoHints;
}

const apart = (one: string, other: string): number => Math.abs(daysBetween(day(one), day(other)));

/** A record that was written long after what it tells of. */
export function lateFiling(record: Mark, most: number): Hint[] {
  const days = daysBetween(day(record.day), dayOf(new Date(record.at)));
  return days > most ? [{ kind: 'late-filing', sides: [sideOf(record)], facts: { days, most, day: record.day } }] : [];
}

/** A photo whose camera says another day than the one declared for it, or for the record that carries it, or a moment after its receipt. */
export function photoDate(photo: Photo, declared: string | undefined, record: Mark | undefined, most: number): Hint[] {
  const taken = photo.hints.takenAt?.slice(0, 10);
  if (taken === undefined) return [];
  const said = record?.day ?? declared;
  const sides = [sideOf(photo), ...(record ? [sideOf(record)] : [])];
  if (said !== undefined && apart(taken, said) > most) return [{ kind: 'photo-date', sides, facts: { taken, said, days: apart(taken, said) } }];
  const received = dayOf(new Date(photo.at));
  return record === undefined && taken > received ? [{ kind: 'photo-date', sides, facts: { taken, said: received, days: apart(taken, received) } }] : [];
}

/** Two photos of one record that were taken too far from each other to be of one occasion. */
export function photoPlaces(photos: readonly Photo[], most: number): Hint[] {
  const placed = photos.filter(({ hints }) => hints.place);
  const first = placed[0];
  return first
    ? placed.slice(1).flatMap((photo) => {
        const km = Math.round(kilometres(first.hints.place!, photo.hints.place!));
        return km > most ? [{ kind: 'photo-place' as const, sides: [sideOf(photo), sideOf(first)], facts: { km, most } }] : [];
      })
    : [];
}

/** A photo of a record that was taken far from where its unit, or the nearest one above it of which that is known, is said to be. */
export function photoAway(photo: Photo, record: Mark, unit: { readonly name: string; readonly location: UnitLocation } | undefined, most: number): Hint[] {
  if (!unit || !photo.hints.place) return [];
  const km = Math.round(kilometres(unit.location, photo.hints.place));
  return km > most ? [{ kind: 'photo-place', sides: [sideOf(photo), sideOf(record)], facts: { km, most, unit: unit.name } }] : [];
}

/** The same bytes, or a picture like it, as evidence of another unit or of another time. */
export function usedTwice(file: Mark, alike: readonly Mark[], most: number): Hint[] {
  return alike
    .filter((other) => other.id !== file.id && (other.unitId !== file.unitId || apart(other.day, file.day) > most))
    .map((other) => ({ kind: 'near-duplicate', sides: [sideOf(file), sideOf(other)], facts: { same: Number(other.sha256 === file.sha256), day: file.day, otherDay: other.day } }));
}

/** One file attached to records of different days. */
export function attachedTwice(record: Mark, others: readonly Mark[]): Hint[] {
  return others
    .filter((other) => other.id !== record.id && other.day !== record.day)
    .map((other) => ({ kind: 'near-duplicate', sides: [sideOf(record), sideOf(other)], facts: { same: 1, day: record.day, otherDay: other.day } }));
}

/** Texts too alike to have been written each for itself. A record and the minutes attached to it may say the same. */
export function copiedTexts(mark: Mark, others: readonly Mark[], percent: number): Hint[] {
  return others
    .filter((other) => other.id !== mark.id && !(mark.sha256 !== undefined && other.sha256 === mark.sha256) && !mark.fileIds.includes(other.id) && !other.fileIds.includes(mark.id))
    .map((other) => ({ other, alike: Math.floor(alikeness(mark.pieces, other.pieces) * 100) }))
    .filter(({ alike }) => alike >= percent)
    .map(({ other, alike }) => ({ kind: 'copied-text', sides: [sideOf(mark), sideOf(other)], facts: { percent: alike, day: mark.day, otherDay: other.day } }));
}

/** Who is named in two records of one day, where the hours do not tell that one came after the other. Within a unit one or two may well sit in both; half of them is worth a look. */
export function sameDay(record: Mark, others: readonly Mark[]): Hint[] {
  return others
    .filter((other) => other.id !== record.id && other.day === record.day && !areApart(record.hours, other.hours))
    .map((other) => ({ other, both: record.people.filter((one) => other.people.includes(one)).length }))
    .filter(({ other, both }) => both > 0 && (other.unitId !== record.unitId || both * 2 >= Math.min(record.people.length, other.people.length)))
    .map(({ other, both }) => ({ kind: 'same-day', sides: [sideOf(record), sideOf(other)], facts: { people: both, day: record.day } }));
}

function areApart(one: Mark['hours'], other: Mark['hours']): boolean {
  return one !== undefined && other !== undefined && (one[1] <= other[0] || other[1] <= one[0]);
}

export interface BurstRule {
  readonly items: number;
  readonly spread: number;
}

/** Many items of many days that came in at once just before a closing. */
export function burst(unit: { readonly id: string; readonly path: readonly string[] }, came: readonly Mark[], closing: string, { items, spread }: BurstRule): Hint[] {
  const days = new Set(came.map((mark) => mark.day)).size;
  if (came.length < items || days < spread) return [];
  const at = came.map((mark) => mark.at).sort();
  return [{ kind: 'burst', sides: [{ kind: 'unit', id: unit.id, unitId: unit.id, path: unit.path }], facts: { items: came.length, days, closing, from: at[0]!, to: at.at(-1)! } }];
}

/** Along a great circle. */
function kilometres(one: NonNullable<PhotoHints['place']>, other: NonNullable<PhotoHints['place']>): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const [north, east] = [rad(other.latitude - one.latitude), rad(other.longitude - one.longitude)];
  const half = Math.sin(north / 2) ** 2 + Math.cos(rad(one.latitude)) * Math.cos(rad(other.latitude)) * Math.sin(east / 2) ** 2;
  return 2 * 6_371 * Math.asin(Math.min(1, Math.sqrt(half)));
}
