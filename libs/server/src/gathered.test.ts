import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, test } from '@jest/globals';
import { Gathered } from './gathered.ts';

const turn = (): Promise<void> => new Promise((go) => setImmediate(go));

test('a lone piece waits for nobody; what comes meanwhile goes together, in its order and never too many', async () => {
  const rounds: number[][] = [];
  const gathered = new Gathered<number, string>(async (items) => {
    rounds.push([...items]);
    await turn();
    return items.map((item) => `done ${item}`);
  }, 3);
  const all = [1, 2, 3, 4, 5, 6].map((item) => gathered.do(item));
  expect(rounds).toEqual([[1]]);
  expect(await Promise.all(all)).toEqual(['done 1', 'done 2', 'done 3', 'done 4', 'done 5', 'done 6']);
  expect(rounds).toEqual([[1], [2, 3, 4], [5, 6]]);
  expect(await gathered.do(7)).toBe('done 7');
});

test('a round waits for what is known to come, and not for ever', async () => {
  const rounds: number[][] = [];
  const gathered = new Gathered<number, number>(async (items) => (rounds.push([...items]), items), 10, (waiting) => waiting < 3);
  const first = gathered.do(1);
  await turn();
  await Promise.all([first, gathered.do(2), gathered.do(3)]);
  await gathered.do(4); // the two that it waits for never come
  expect(rounds).toEqual([[1, 2, 3], [4]]);
});

test('one that fails fails alone, and the others of its round are done', async () => {
  const done: number[] = [];
  const gathered = new Gathered<number, number>(async (items) => {
    await turn();
    if (items.includes(3)) throw new Error('three');
    done.push(...items);
    return items;
  }, 10);
  const results = await Promise.allSettled([1, 2, 3, 4].map((item) => gathered.do(item)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(done).toEqual([1, 2, 4]);
});

test('a round runs in the context of its first piece, not of the round before', async () => {
  const request = new AsyncLocalStorage<string>();
  const seen: (string | undefined)[] = [];
  const gathered = new Gathered<number, number>(async (items) => {
    seen.push(request.getStore());
    await turn();
    return items;
  }, 10);
  await Promise.all(['a', 'b', 'c'].map((name, n) => request.run(name, () => gathered.do(n))));
  expect(seen).toEqual(['a', 'b']);
});
