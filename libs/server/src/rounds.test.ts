import { until } from '@xingchuang/testkit';
import { Rounds } from './rounds.ts';

test('what fails is tried again in the next round, and rounds never overlap', async () => {
  let [at, most, count] = [0, 0, 0];
  const failures: unknown[] = [];
  const rounds = new Rounds(async () => {
    most = Math.max(most, (at += 1));
    await new Promise((go) => setTimeout(go, 5));
    at -= 1;
    if ((count += 1) === 2) throw new Error('not yet');
  }, (error) => failures.push(error), 1);
  rounds.begin(0);
  await until(async () => {
    rounds.soon();
    return count >= 4;
  }, 'four rounds');
  await rounds.end();
  expect([most, failures]).toEqual([1, [new Error('not yet')]]);
});

test('its end lets the round that runs come to its end, and no other begins', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const seen: string[] = [];
  const rounds = new Rounds(async () => {
    seen.push('begun');
    await promise;
    seen.push(rounds.isEnding ? 'ended in order' : 'ended');
  }, () => undefined, 1);
  rounds.begin(0);
  await until(async () => seen.length === 1, 'a round');
  const end = rounds.end().then(() => seen.push('over'));
  rounds.soon();
  resolve();
  await end;
  await new Promise((go) => setTimeout(go, 30));
  expect(seen).toEqual(['begun', 'ended in order', 'over']);
});
