import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { LevelDecidedSchema, LevelReopenedSchema, LevelSettledSchema } from '@xingchuang/contracts';
import { rendered } from '@xingchuang/server';
import { realMongo, startNode, startServices, tell, tempFolder, until, type TestUnit } from '@xingchuang/testkit';
import { pdf } from '@xingchuang/pdf';
import { awardDocument } from './award-document.ts';
import { AwardKeys } from './award-keys.ts';
import type { Award } from './award-rule.ts';
import { publicity } from '../index.ts';
import { branches, startAwardWorld, type AwardWorld } from './world.fixture.ts';

const COUNT = 120;
let world: AwardWorld;
afterEach(() => world?.stop());

test('a batch numbers the picked units in the order of their codes, each once, and gives all documents as a ZIP', async () => {
  world = await startAwardWorld('2026-03-02', branches(COUNT));
  const { units, publicist } = world;
  const round = await world.open('card');
  const codes = Object.keys(branches(COUNT));
  for (const code of codes.toReversed()) await world.settle(round, code, 'five_star', '2026-03-02');
  await world.settle(round, 'B01', 'none', '2026-03-02');
  await world.settled(round, COUNT + 1);
  const unsettled = await publicist.post('/api/publicity/award-batches', { campaignId: round, unitIds: [units['B02']!.id] });
  expect([unsettled.status, unsettled.body.code]).toEqual([409, 'award-batch.empty']);
  expect((await (await world.seat('decider', 'WC')).post('/api/publicity/award-batches', { campaignId: round })).status).toBe(403);

  const [batch, second] = await Promise.all([world.issued(round), world.issued(round, codes.slice(0, 40).map((code) => units[code]!.id))]); // two people at once
  expect([batch.total, batch.made + batch.leftOut, second.made]).toEqual([COUNT + 1, COUNT + 1, 40]);
  const items = (await publicist.get(`/api/publicity/award-batches/${batch.id}/items?state=left-out`)).body.items;
  expect(items).toEqual([expect.objectContaining({ unitId: units['B01']!.id, number: '', whyZh: '公示未确认或资格已取消，不能授予' })]);
  const connection = world.system.platform.databases.get('publicity')!.connection;
  const awards = await connection.collection('awards').find({ campaignId: round }).sort({ number: 1 }).toArray();
  expect(awards.map((award) => award['number'] as string)).toEqual(codes.map((_, at) => `XC-2026-${String(at + 1).padStart(4, '0')}`));
  expect(new Set(awards.map((award) => award['unitId'] as string)).size).toBe(COUNT);

  const gone = awards[0]!;
  await publicist.post(`/api/publicity/awards/${String(gone['_id'])}/revocation`, { reason: '造假' });
  const folder = mkdtempSync(join(tmpdir(), 'award-zip-'));
  try {
    writeFileSync(join(folder, 'a.zip'), await publicist.bytes(`/api/publicity/award-batches/${batch.id}/documents`));
    execFileSync('unzip', ['-q', 'a.zip', '-d', 'out'], { cwd: folder });
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(awards.slice(1).map((award) => `${String(award['number'])}.pdf`));
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect((await publicist.post('/api/publicity/award-batches', { campaignId: round })).status).toBe(201); // again: nothing new comes of it
  await until(async () => (await publicist.get('/api/publicity/award-batches')).body.items.every(({ state }: { state: string }) => state === 'done'), 'all batches');
  expect(await connection.collection('awards').countDocuments({ campaignId: round })).toBe(COUNT);
});

test('a unit whose level is opened again while it waits gets no number', async () => {
  world = await startAwardWorld('2026-03-02');
  const round = await world.open('card');
  for (const code of ['B01', 'B02']) await world.settle(round, code, 'five_star', '2026-03-02');
  await world.settled(round, 2);
  const [one, other] = [world.units['B01']!, world.units['B02']!] as [TestUnit, TestUnit];
  await tell(world.system.platform.bus, LevelReopenedSchema, `${round}:${one.id}`, { campaignId: round, unitId: one.id, step: 'P3.1', reopenedOn: '2026-03-02', version: 7 });
  await world.settled(round, 1);
  expect((await world.publicist.post('/api/publicity/award-batches', { campaignId: round, unitIds: [one.id, other.id] })).body.code).toBe('award-batch.empty');
  expect(await world.issued(round)).toMatchObject({ total: 1, made: 1 });
  expect((await world.awards(`campaignId=${round}`)).map(({ unitId }) => unitId)).toEqual([other.id]);

  const { bus } = world.system.platform;
  const [key, about] = [`${round}:${one.id}`, { campaignId: round, unitId: one.id }];
  await tell(bus, LevelDecidedSchema, key, { ...about, level: 'five_star', decidedBy: world.units['WC']!.id, decidedOn: '2026-03-02' });
  await tell(bus, LevelSettledSchema, key, { ...about, level: 'five_star', settledOn: '2026-03-02', version: 5 }); // of before the reopening, parked meanwhile
  await until(() => bus.isIdle(), 'the late message');
  const stateOf = async () => (await world.publicist.get(`/api/publicity/campaigns/${round}/candidates`)).body.items.find(({ unitId }: { unitId: string }) => unitId === one.id).state;
  expect(await stateOf()).toBe('ready');
  await tell(bus, LevelSettledSchema, key, { ...about, level: 'five_star', settledOn: '2026-03-02', version: 9 });
  await until(async () => (await stateOf()) === 'settled', 'the newer settlement');
});

test('killed again and again, a batch of 2,000 ends with each number once and each file as if it were made alone', async () => {
  const mongo = await realMongo();
  const count = 2_000;
  const env = { HOST: '127.0.0.1', PORT: '0', DATA_DIR: tempFolder('awards'), MONGODB_URI: mongo.uri, MONGODB_PREFIX: `${mongo.prefix}-`, LOG_LEVEL: 'error', PUBLIC_URL: 'https://xc.example.org' };
  const start = () => startNode('services/publicity/src/award/batch-child.fixture.ts', { args: [String(count)], env, ready: /ready/, withinMs: 120_000 });
  const seen = (output: string) => [...output.matchAll(/numbered (\d+) made (\d+);/g)].at(-1)?.slice(1).map(Number) ?? [0, 0];
  let before = [0, 0];
  for (const more of [[500, 0], [1_500, 0], [0, 1], [0, 1_000]] as const) { // amid the numbers, then amid the documents
    const child = await start();
    await until(async () => seen(child.output()).every((value, at) => value >= (more[at] === 0 ? 0 : Math.max(before[at]! + 1, more[at]!))), `${more.join('/')}`, 600_000);
    await child.kill();
    before = seen(child.output());
  }
  expect(before[1]).toBeLessThan(count);
  const last = await start();
  await until(async () => seen(last.output())[1] === count && /batch done/.test(last.output()), 'all of them', 900_000);
  await last.stop();

  const connection = await mongoose.createConnection(mongo.uri, { dbName: `${mongo.prefix}-publicity` }).asPromise();
  const rows = await connection.collection('awards').find().sort({ number: 1 }).toArray();
  await connection.close();
  expect(rows.map((row) => row['number'] as string)).toEqual(Array.from({ length: count }, (_, at) => `XC-2026-${String(at + 1).padStart(4, '0')}`));
  expect(new Set(rows.map((row) => row['unitId'] as string)).size).toBe(count);
  const undisturbed = await startServices([publicity, pdf], { config: { ...env, BATCHES: 'off' } });
  try {
    const keys = undisturbed.app.get(AwardKeys, { strict: false });
    for (const row of rows.filter((_, at) => at % 41 === 0)) {
      const award = { ...row, id: row['_id'] } as unknown as Award;
      const { template, data } = awardDocument(award, await keys.qrText(award));
      const alone = await rendered(undisturbed.platform.bus, template, data, 'pdf');
      expect([award.number, createHash('sha256').update(alone).digest('hex')]).toEqual([award.number, award.certificate]);
    }
  } finally {
    await undisturbed.stop();
  }
}, 1_800_000);
