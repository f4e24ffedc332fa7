import { setTimeout as wait } from 'node:timers/promises';
import { Turns } from './turns.ts';

test('one with a thousand pieces does not keep another waiting behind them', async () => {
  const turns = new Turns(2);
  const done: string[] = [];
  const piece = (whose: string, n: number) => turns.run(whose, async () => { await wait(0); done.push(`${whose}${n}`); });
  const many = Array.from({ length: 1_000 }, (_, n) => piece('many', n));
  await Promise.all([piece('few', 0), piece('another', 0)]); // one finds a place, one waits for the next
  await piece('few', 1);
  expect(done.length).toBeLessThan(12);
  await Promise.all(many);
  expect(done.filter((one) => one.startsWith('many'))).toEqual(Array.from({ length: 1_000 }, (_, n) => `many${n}`));
});

test('never more at once than allowed, and a failure gives its place back', async () => {
  const turns = new Turns(3);
  let [now, most] = [0, 0];
  const work = async (n: number) => {
    most = Math.max(most, (now += 1));
    await wait(1);
    now -= 1;
    if (n % 2) throw new Error('odd');
    return n;
  };
  const ends = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => turns.run(`u${n % 7}`, () => work(n))));
  expect([most, now, ends.filter(({ status }) => status === 'fulfilled').length]).toEqual([3, 0, 30]);
});

test('nobody has more than half of the places, though nobody else wants them; with company a quarter', async () => {
  const turns = new Turns(4);
  const held = { many: 0, few: 0 };
  const releases: (() => void)[] = [];
  const hold = (whose: 'many' | 'few') => turns.run(whose, async () => {
    held[whose] += 1;
    await new Promise<void>((release) => releases.push(release));
    held[whose] -= 1;
  });
  const all = Array.from({ length: 6 }, () => hold('many'));
  await wait(1);
  expect(held).toEqual({ many: 2, few: 0 });
  all.push(hold('few'));
  await wait(1);
  expect(held).toEqual({ many: 2, few: 1 }); // at once, not behind those who wait
  releases.shift()!();
  await wait(20);
  expect(held).toEqual({ many: 1, few: 1 }); // nobody came into the place that is free
  let isDone = false;
  const done = Promise.all(all).then(() => (isDone = true));
  while (!isDone) {
    releases.shift()?.();
    await wait(1);
  }
  await done;
  expect(held).toEqual({ many: 0, few: 0 });
});

test('while others are about, one who has more waiting leaves them as much time as he took', async () => {
  const turns = new Turns(4);
  const seen: string[] = [];
  const piece = (whose: string, name: string, ms: number) => turns.run(whose, async () => {
    seen.push(name);
    await wait(ms);
  });
  await piece('few', 'company', 0);
  const [first, second] = [piece('many', 'first', 40), piece('many', 'second', 0)];
  await first;
  await piece('few', 'other', 0);
  await second;
  expect(seen).toEqual(['company', 'first', 'other', 'second']);
});

test('what can wait begins when nobody is at work, or when it has waited long enough', async () => {
  const turns = new Turns(2);
  const seen: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = turns.run('one', () => promise).then(() => seen.push('work'));
  await turns.whenQuiet(100);
  seen.push('patience');
  const quiet = turns.whenQuiet(60_000).then(() => seen.push('quiet'));
  resolve();
  await Promise.all([work, quiet]);
  expect(seen).toEqual(['patience', 'work', 'quiet']);
  await turns.whenQuiet(60_000); // nobody at work: at once
});

test('an upload that comes in is not disturbed, though it holds no place', async () => {
  const turns = new Turns(4);
  const seen: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const coming = turns.among(() => promise).then(() => seen.push('came'));
  const quiet = turns.whenQuiet(60_000).then(() => seen.push('quiet'));
  await wait(100);
  resolve();
  await Promise.all([coming, quiet]);
  expect(seen).toEqual(['came', 'quiet']);
});
