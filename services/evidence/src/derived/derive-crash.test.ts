import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { DerivedView } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { Client, realMongo, startNode, tempFolder, until, type RunningProcess } from '@xingchuang/testkit';
import { upload } from '../world.fixture.ts';
import { scene } from './photos.fixture.ts';

const unitId = newId();

async function start(env: Record<string, string>): Promise<{ child: RunningProcess; client: Client }> {
  const child = await startNode('services/evidence/src/file/child.fixture.ts', { args: [unitId], env, ready: /ready (\S+) (\S+)/, withinMs: 60_000 });
  return { child, client: new Client(child.match![1]!, child.match![2]!) };
}

test('killed at any moment of deriving: every file gets its parts in the end, and each is told', async () => {
  const mongo = await realMongo();
  const env = { HOST: '127.0.0.1', PORT: '0', DATA_DIR: tempFolder('deriving'), MONGODB_URI: mongo.uri, MONGODB_PREFIX: `${mongo.prefix}-`, LOG_LEVEL: 'error', OCR: 'off' };
  const ids: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const { child, client } = await start(env);
    for (let n = 0; n < 3; n += 1) ids.push((await upload(client, unitId, await scene(10 * round + n, 900, 600), `${round}-${n}.jpg`)).body.id);
    await wait(randomInt(1_500));
    await child.kill();
  }
  const { child, client } = await start(env);
  const of = async (id: string): Promise<DerivedView> => (await client.get(`/api/evidence/files/${id}/derived`)).body;
  for (const id of ids) await until(async () => (await of(id)).preview.state === 'ready', `the preview of ${id}`, 90_000);
  for (const id of ids) expect((await client.bytes(`/api/evidence/files/${id}/thumbnail`)).length).toBeGreaterThan(500);
  expect(new Set(ids).size).toBe(12);
  await child.stop();
}, 240_000);
