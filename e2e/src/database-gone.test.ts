import { setTimeout as wait } from 'node:timers/promises';
import { killProcess } from '@xingchuang/server/process-identity';
import { startNode, tempFolder } from '@xingchuang/testkit';

/** A signal is obeyed although the database is gone: the system says so, waits for nothing that cannot come, and needs no kill -9. */
const MOST_MS = 15_000;

test.each([
  ['at once', 0],
  ['when much waits for it by then', 6_000],
])('a system whose mongod was killed ends on SIGTERM, %s', async (_, laterMs) => {
  const keeper = await startNode('e2e/src/mongod.victim.ts', { env: { MONGO_DIR: tempFolder('mongo-gone') }, ready: /keeps (\d+) at (\S+)/, withinMs: 60_000 });
  const [, pid, uri] = keeper.match!;
  const system = await startNode('services/all/src/main.ts', {
    env: { HOST: '127.0.0.1', PORT: '0', DATA_DIR: tempFolder('database-gone'), MONGODB_URI: uri!, LOG_LEVEL: 'info' }, ready: /ready: (http\S+)/, withinMs: 120_000,
  });
  await keeper.kill();
  await killProcess(Number(pid));
  const asked = fetch(`${system.match![1]}/api/registry/units`).catch(() => undefined);
  await wait(laterMs);
  const since = Date.now();
  process.kill(system.pid, 'SIGTERM');
  const how = await Promise.race([system.ended, wait(MOST_MS, 'still there', { ref: false })]);
  const afterMs = Date.now() - since;
  if (how === 'still there') await system.kill();
  await asked;
  expect({ how, afterMs, said: system.output().includes('the database does not answer') }).toEqual({ how: 0, afterMs: expect.any(Number), said: true });
}, 240_000);
