import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LogKeyList, LogStatus } from '@xingchuang/contracts';
import type { Running } from '@xingchuang/server';
import { Client, until } from '@xingchuang/testkit';
import { find } from '../../../../scripts/servers.mjs';
import { Ledger } from './ledger.ts';
import { startLog } from './log.fixture.ts';

const run = promisify(execFile);
let running: Running;
let folder: string;

beforeAll(async () => {
  running = await startLog();
  folder = mkdtempSync(join(tmpdir(), 'xingchuang-fsck-'));
  const ledger = running.app.get(Ledger, { strict: false });
  await running.platform.databases.get('evidence')!.transaction(async () => {
    for (let n = 0; n < 700; n += 1) await ledger.note({ act: 'thing.said', objectId: `thing-${n}`, content: { n }, by: 'somebody' });
  });
  const anybody = new Client(running.url);
  await until(async () => ((await anybody.get('/api/evidence/log/status')).body as LogStatus).waiting === 0, 'everything has its place', 30_000);
  const { items } = (await anybody.get('/api/evidence/log/key')).body as LogKeyList;
  writeFileSync(join(folder, 'key'), items[0]!.verifier);
}, 60_000);
afterAll(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * The checker of the Tessera project, written by others for others' logs: it reads all over HTTP and builds the tree anew. What it says
 * counts, not how it ends: version 1.0.4 does not always end, nor with a code, where it found something.
 */
async function fsck(): Promise<boolean> {
  const checker = await find('tlog-fsck', { fetch: false });
  const given = ['--ui=false', '--N=4', `--storage_url=${running.url}/api/evidence/log/`, `--public_key=${join(folder, 'key')}`];
  const said = await run(checker, given, { timeout: 15_000, maxBuffer: 64 * 1024 * 1024 }).catch((error: { stdout: string; stderr: string }) => error);
  return `${said.stdout}${said.stderr}`.includes("Successfully fsck'd log with size 700");
}

test('the log holds before a foreign checker', async () => expect(await fsck()).toBe(true), 60_000);

test.each(['0/1', 'entries/2', '1/0'])('and not with one bit of tile %s changed', async (id) => {
  const tiles = running.platform.databases.get('evidence')!.connection.collection<{ _id: string; bytes: { buffer: Uint8Array } }>('log-tiles');
  const { bytes } = (await tiles.findOne({ _id: id }))!;
  const changed = Buffer.from(bytes.buffer);
  changed[30]! ^= 1;
  await tiles.updateOne({ _id: id }, { $set: { bytes: changed as never } });
  expect(await fsck()).toBe(false);
  await tiles.updateOne({ _id: id }, { $set: { bytes } });
}, 60_000);
