import { jest } from '@jest/globals';
import { pino } from 'pino';
import { Ticker } from './ticker.ts';

test('a stop waits for the sweep that runs, and begins no other', async () => {
  const ticker = new Ticker(pino({ level: 'silent' }));
  const seen: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  ticker.every('slow', async () => {
    seen.push('begun');
    await promise;
    seen.push('done');
  });
  ticker.every('next', async () => void seen.push('next'));
  const round = ticker.tick();
  await Promise.resolve();
  await new Promise(setImmediate);
  const stopped = ticker.stop().then(() => seen.push('stopped'));
  resolve();
  await Promise.all([round, stopped]);
  await ticker.tick();
  expect(seen).toEqual(['begun', 'done', 'stopped']);
});

test('a slow service holds up no other, keeps its own order, and is waited for', async () => {
  const ticker = new Ticker(pino({ level: 'silent' }));
  const [slow, quick] = [ticker.of('slow'), ticker.of('quick')];
  const seen: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  slow.every('first', () => promise.then(() => void seen.push('slow first')));
  slow.every('second', () => Promise.reject(new Error('broken')));
  ticker.of('slow').every('third', async () => void seen.push('slow third'));
  quick.every('only', async () => {
    seen.push('quick');
    resolve();
  });
  await ticker.tick();
  expect([seen, ticker.last?.failing]).toEqual([['quick', 'slow first', 'slow third'], ['second']]);
  await ticker.stop();
  await ticker.of('quick').tick();
  expect(seen.length).toBe(3);
});

test('a service that hangs keeps no other from its next rounds; rounds that wait are one', async () => {
  const ticker = new Ticker(pino({ level: 'silent' }));
  const { promise, resolve } = Promise.withResolvers<void>();
  const [hangs, goes] = [jest.fn(() => promise), jest.fn(async () => undefined)];
  ticker.of('hangs').every('mail', hangs);
  ticker.of('goes').every('deadlines', goes);
  const rounds = [ticker.tick()];
  for (let n = 0; n < 3; n += 1) {
    await new Promise(setImmediate);
    rounds.push(ticker.tick());
  }
  await new Promise(setImmediate);
  expect([hangs.mock.calls.length, goes.mock.calls.length, ticker.last]).toEqual([1, 4, undefined]);
  resolve();
  await Promise.all(rounds);
  expect([hangs.mock.calls.length, ticker.last?.failing]).toEqual([2, []]);
});

test('a sweep that fails keeps none of the others from running', async () => {
  const ticker = new Ticker(pino({ level: 'silent' }));
  const seen: string[] = [];
  ticker.every('broken', () => Promise.reject(new Error('broken')));
  ticker.every('next', async () => void seen.push('next'));
  await ticker.tick();
  expect(seen).toEqual(['next']);
});
