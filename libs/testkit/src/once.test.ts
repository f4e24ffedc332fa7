import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oncePerRun } from './once.ts';
import { runFolder } from './run-folder.ts';

test('whoever asks, the work is done once', async () => {
  let done = 0;
  const work = async () => (done += 1);
  expect(await Promise.all(Array.from({ length: 5 }, () => oncePerRun('work', work)))).toEqual([1, 1, 1, 1, 1]);
  expect(await oncePerRun('work', work)).toBe(1);
});

test('a fault is told to everybody, and not tried again', async () => {
  let tries = 0;
  const work = async () => Promise.reject(new Error(`no server, try ${(tries += 1)}`));
  for (let i = 0; i < 2; i++) await expect(oncePerRun('fault', work)).rejects.toThrow('no server, try 1');
});

test('the lock of a process that died half-way is taken over', async () => {
  writeFileSync(join(runFolder(), 'orphan.lock'), JSON.stringify({ pid: process.ppid, since: 'before it was somebody else' }));
  expect(await oncePerRun('orphan', async () => 'done')).toBe('done');
});
