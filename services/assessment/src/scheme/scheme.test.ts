import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, openDatabase, type Database } from '@xingchuang/server';
import { realMongo, type Client } from '@xingchuang/testkit';
import { AssessmentConfig } from '../config.ts';
import { percent } from '../title-rule.ts';
import { factsOf, PARAMETERS, SCHEME, World, type Code } from '../world.fixture.ts';
import { SchemeService } from './scheme-service.ts';
import { SchemeStore } from './scheme-store.ts';

const text = readFileSync(new URL(`../../../../schemes/${SCHEME}.yaml`, import.meta.url), 'utf8');

describe('at start', () => {
  let database: Database;
  let dir: string;
  const start = () => new SchemeService(database, systemClock, AssessmentConfig.parse({ SCHEMES_DIR: dir }), new SchemeStore(database)).onModuleInit();
  const published = () => database.connection.db!.collection('outbox').countDocuments();

  beforeAll(async () => {
    const { uri, prefix } = await realMongo();
    database = await openDatabase(uri, `${prefix}-schemes`, systemClock);
    dir = mkdtempSync(join(tmpdir(), 'xingchuang-schemes-'));
    writeFileSync(join(dir, 'one.yaml'), text);
    new SchemeStore(database);
    await database.prepare();
  });
  afterAll(async () => {
    await database?.connection.dropDatabase();
    await database?.connection.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test('every file is published, each version once', async () => {
    await start();
    await start();
    expect(await published()).toBe(1);
  });

  test('a version that was published with other content stops the start', async () => {
    writeFileSync(join(dir, 'one.yaml'), text.replace('expr: provincial_rank <= 6', 'expr: provincial_rank <= 7'));
    await expect(start()).rejects.toThrow(/one\.yaml: nanyang-organ-five-star@1 已发布过且内容不同/);
    writeFileSync(join(dir, 'one.yaml'), text.replace('expr: provincial_rank <= 6', 'expr: provincial_rank <= 7').replace('\nversion: 1\n', '\nversion: 2\n'));
    await start();
    expect(await published()).toBe(2);
  });

  test('a version that the installation published from a draft stands over a delivered file of its number', async () => {
    const own = text.replace('\nversion: 1\n', '\nversion: 3\n');
    const service = new SchemeService(database, systemClock, AssessmentConfig.parse({ SCHEMES_DIR: dir }), new SchemeStore(database));
    await database.transaction(() => service.publish(own, { personId: 'p', role: 'admin', unitId: 'u' }));
    writeFileSync(join(dir, 'one.yaml'), own.replace('expr: provincial_rank <= 6', 'expr: provincial_rank <= 5'));
    await start();
    expect([(await service.text(SCHEME, undefined)).text === own, await published()]).toEqual([true, 3]);
  });

  test('a faulty file stops the start and names its lines', async () => {
    writeFileSync(join(dir, 'two.yaml'), text.replace('expr: study_atmosphere', 'expr: study_atmosfere'));
    await expect(start()).rejects.toThrow(/two\.yaml\n {2}\d+:\d+ /);
  });
});

describe('schemes over HTTP', () => {
  let world: World;
  let leader: Client;
  beforeAll(async () => {
    world = await World.start('2026-01-04T10:00:00+08:00');
    leader = await world.as('leader', 'U1');
  });
  afterAll(() => world?.system.stop());

  test('are listed and read with their catalogue', async () => {
    expect((await leader.get('/api/assessment/schemes')).body.items).toContainEqual(expect.objectContaining({ id: SCHEME, version: 1 }));
    const { body } = await leader.get(`/api/assessment/schemes/${SCHEME}/1`);
    expect([body.text === text, body.catalogue.levels.length, body.catalogue.dimensions.length, body.catalogue.parameters.rank_behind.ask]).toEqual([true, 6, 5, 'campaign']);
    expect((await leader.get(`/api/assessment/schemes/${SCHEME}/2`)).status).toBe(404);
    expect((await leader.get(`/api/assessment/schemes/${SCHEME}/latest`)).status).toBe(422);
  });

  test('are checked with lines', async () => {
    const line = text.split('\n').findIndex((one) => one.includes('expr: study_atmosphere')) + 1;
    const { body } = await leader.post('/api/assessment/schemes/check', { text: text.replace('expr: study_atmosphere', 'expr: study_atmosfere') });
    expect([body.ok, body.problems[0].line]).toEqual([false, line]);
    expect((await leader.post('/api/assessment/schemes/check', { text })).body).toEqual({ ok: true, problems: [] });
  });

  test('tell a leader beforehand what facts would give', async () => {
    // 1×5 2×4 5×3 2×2 of ten branches [SCENARIOS 1.3, U2]
    const like: readonly Code[] = ['B01', 'B02', 'B03', 'B04', 'B06', 'B07', 'B04', 'B06', 'B05', 'B05'];
    const units = like.map((code, i) => ({ unit: `U2-${i}`, facts: factsOf(code) }));
    const tried = async (parameters: object) =>
      (await leader.post(`/api/assessment/schemes/${SCHEME}/decide`, { window: { from: '2025-01-01', to: '2025-12-31' }, parameters: { ...PARAMETERS, ratio_base: 15, ...parameters }, units })).body;
    const exclusive = await tried({});
    expect([exclusive.shares[3].atLeast, exclusive.shares[3].percent, exclusive.titles[0].granted]).toEqual([8, '80', true]);
    expect(exclusive.effects.filter((effect: { unit: string }) => effect.unit === '').map(({ id }: { id: string }) => id)).toEqual(['RW6', 'RW7', 'RW8']);
    expect((await tried({ below_two: 'inclusive' })).titles[0].granted).toBe(false);
    const ratio = (body: { effects: { unit: string; ratio?: { result: string } }[] }, unit: string) => body.effects.find((effect) => effect.unit === unit && effect.ratio)?.ratio?.result;
    expect(['U2-0', 'U2-1', 'U2-8'].map((unit) => ratio(exclusive, unit))).toEqual(['25', '20', '5']);
    const relative = await tried({ ratio_reading: 'relative' });
    expect(['U2-0', 'U2-1', 'U2-8'].map((unit) => ratio(relative, unit))).toEqual(['16.5', '15.75', '13.5']);
  });
});

test.each([
  [6, 10, '60'], [8, 10, '80'], [2, 3, '66.66'], [79_999, 100_000, '79.99'], [1, 8, '12.5'], [1, 50, '2'], [1, 2_000, '0.05'], [0, 0, '0'],
])('%d of %d is %s %%', (part, whole, expected) => {
  expect(percent(part, whole)).toBe(expected);
});
