import { eachInTurns, inTurns } from './turns.ts';

/** A clock on which each piece takes so long, whatever machine runs it. */
const clock = (ms: number): (() => number) => {
  let now = 0;
  return () => (now += ms);
};

function* counting(upTo: number): Generator<undefined, number, undefined> {
  for (let i = 0; i < upTo; i++) yield;
  return upTo;
}

/** How many turns the loop took while the work was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let [turns, isOver] = [0, false];
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isOver = true;
  return turns;
}

test('others have their turn whenever a slice is used up', async () => {
  expect(await inTurns(counting(3), clock(1))).toBe(3);
  expect(await turnsDuring(() => inTurns(counting(50), clock(20)))).toBeGreaterThanOrEqual(50);
  expect(await turnsDuring(() => inTurns(counting(50), clock(2)))).toBeLessThan(25);
});

test('however much work is under way, the loop takes up a slice at a time', async () => {
  const ten = Array.from({ length: 10 }, () => () => inTurns(counting(5), clock(20)));
  expect(await turnsDuring(() => Promise.all(ten.map((work) => work())))).toBeGreaterThanOrEqual(50);
});

test('what is thrown reaches who asked, and holds up nobody after', async () => {
  const failing = function* (): Generator<undefined, number, undefined> {
    yield;
    throw new Error('no');
  };
  await expect(inTurns(failing())).rejects.toThrow('no');
  expect(await eachInTurns([1, 2, 3], (n) => n * 2)).toEqual([2, 4, 6]);
});
