import { attachedTwice, burst, copiedTexts, lateFiling, photoAway, photoDate, photoPlaces, sameDay, usedTwice, type Photo } from './flag-rule.ts';
import type { Mark } from './flag.ts';
import { markText } from './text-likeness-rule.ts';

const mark = (over: Partial<Mark> = {}): Mark => ({
  id: 'r1', kind: 'record', unitId: 'u1', path: ['c', 'u1'], title: '党员大会', day: '2026-03-12', at: '2026-03-13T02:00:00.000Z', people: [], fileIds: [], bands: [], pieces: new Uint32Array(), ...over,
});
const photo = (takenAt: string | undefined, over: Partial<Photo> = {}): Photo => ({ ...mark({ id: 'p1', kind: 'file' }), hints: takenAt === undefined ? {} : { takenAt }, ...over });
const at = (latitude: number, longitude: number, id = 'p2'): Photo => photo(undefined, { id, hints: { place: { latitude, longitude } } });
const names = (hints: readonly { sides: readonly { id: string }[] }[]) => hints.map(({ sides }) => sides.map(({ id }) => id).join('+'));

test.each<[string, string, number, number]>([
  ['on the last day in time', '2026-03-27T15:59:59.000Z', 15, 0],
  ['a day after it, Shanghai time', '2026-03-27T16:00:00.000Z', 15, 1],
  ['at once where no day is given', '2026-03-13T02:00:00.000Z', 0, 1],
])('filed %s', (_, filedAt, most, flags) => {
  expect(lateFiling(mark({ at: filedAt }), most)).toHaveLength(flags);
});

test.each<[string, Photo, string | undefined, Mark | undefined, number]>([
  ['says nothing', photo(undefined), '2026-03-12', undefined, 0],
  ['agrees', photo('2026-03-12T09:00:00'), '2026-03-12', undefined, 0],
  ['is two days off', photo('2026-03-14T09:00:00', { at: '2026-03-16T01:00:00.000Z' }), '2026-03-12', undefined, 0],
  ['is three days off', photo('2026-03-15T09:00:00'), '2026-03-12', undefined, 1],
  ['is of last year', photo('2025-03-12T09:00:00'), undefined, mark(), 1],
  ['has no day to agree with', photo('2025-03-12T09:00:00'), undefined, undefined, 0],
  ['was taken after it was received', photo('2026-03-20T09:00:00'), undefined, undefined, 1],
])('a photo that %s', (_, one, declared, record, flags) => {
  expect(photoDate(one, declared, record, 2)).toHaveLength(flags);
});

test.each<[string, Photo[], string[]]>([
  ['in one town', [at(33, 112.5, 'a'), at(33.05, 112.55, 'b')], []],
  ['one in another city', [at(33, 112.5, 'a'), at(33.01, 112.5, 'b'), at(34.75, 113.6, 'c')], ['c+a']],
  ['without places', [photo(undefined), photo(undefined)], []],
])('photos of one record %s', (_, photos, flags) => {
  expect(names(photoPlaces(photos, 50))).toEqual(flags);
});

test.each<[string, Photo, boolean, string[]]>([
  ['in its town', at(33.05, 112.55), true, []],
  ['in another city', at(34.75, 113.6), true, ['p2+r1']],
  ['at no place that it tells', photo(undefined), true, []],
  ['in another city than nobody knows which', at(34.75, 113.6), false, []],
])('a photo of a record, taken %s', (_, one, isKnown, flags) => {
  expect(names(photoAway(one, mark(), isKnown ? { name: '局', location: { latitude: 33, longitude: 112.5 } } : undefined, 100))).toEqual(flags);
});

const file = (id: string, unitId: string, day: string, sha256 = 'x'): Mark => mark({ id, kind: 'file', unitId, day, sha256 });
test.each<[string, Mark, string[]]>([
  ['itself', file('f1', 'u1', '2026-03-12'), []],
  ['of another unit', file('f2', 'u2', '2026-03-12'), ['f1+f2']],
  ['of the same days', file('f2', 'u1', '2026-03-19'), []],
  ['of another month', file('f2', 'u1', '2026-03-20'), ['f1+f2']],
])('a file like one %s', (_, other, flags) => {
  expect(names(usedTwice(file('f1', 'u1', '2026-03-12'), [other], 7))).toEqual(flags);
});

test('one file on records of two days', () => {
  expect(names(attachedTwice(mark(), [mark(), mark({ id: 'r2' }), mark({ id: 'r3', day: '2026-03-13' })]))).toEqual(['r1+r3']);
});

test('the minutes that a record carries may say what it says', () => {
  const { bands, pieces } = markText('会议听取了一季度党费收缴情况的通报并讨论了困难党员帮扶名单，决定由支委分头走访，走访结果在下次会议上报告，同时安排好值班和接访工作。')!;
  const record = mark({ fileIds: ['f1'], bands, pieces });
  expect(names(copiedTexts(record, [mark({ id: 'f1', kind: 'file', bands, pieces }), mark({ id: 'f2', kind: 'file', bands, pieces })], 45))).toEqual(['r1+f2']);
});

test.each<[string, Partial<Mark>, string[]]>([
  ['nobody in both', { people: ['x'] }, []],
  ['one of four in both', { people: ['a', 'x', 'y', 'z'] }, []],
  ['half in both', { people: ['a', 'b', 'x', 'y'] }, ['r1+r2']],
  ['one in both, at another unit', { people: ['a', 'x', 'y', 'z'], unitId: 'u2' }, ['r1+r2']],
  ['all in both, one after the other', { people: ['a', 'b', 'c', 'd'], hours: ['10:30', '11:30'] }, []],
  ['all in both, overlapping', { people: ['a', 'b', 'c', 'd'], hours: ['10:29', '11:30'] }, ['r1+r2']],
  ['all in both, on another day', { people: ['a', 'b', 'c', 'd'], day: '2026-03-13' }, []],
])('two records with %s', (_, other, flags) => {
  const record = mark({ people: ['a', 'b', 'c', 'd'], hours: ['09:00', '10:30'] });
  expect(names(sameDay(record, [mark({ id: 'r2', ...other })]))).toEqual(flags);
});

test.each<[string, number, number, number]>([
  ['few items', 19, 10, 0],
  ['many of one occasion', 200, 1, 0],
  ['many of many days', 20, 5, 1],
])('a burst: %s', (_, items, days, flags) => {
  const came = Array.from({ length: items }, (__, i) => mark({ id: `r${i}`, day: `2026-03-${10 + (i % days)}` }));
  expect(burst({ id: 'u1', path: [] }, came, '2026-03-31', { items: 20, spread: 5 })).toHaveLength(flags);
});
