import { newId } from './ids.ts';

test('ids are UUIDv7, and sort in the order of making however many are made in a millisecond', () => {
  const ids = Array.from({ length: 20_000 }, newId);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a clock that goes back does not take the order back', () => {
  const before = newId();
  const { now } = Date;
  Date.now = () => now() - 3_600_000;
  try {
    expect(newId() > before).toBe(true);
  } finally {
    Date.now = now;
  }
});
