import type { Day } from '@xingchuang/calendar';
import { realMongo } from '@xingchuang/testkit';
import type { Clock } from './clock.ts';
import { openDatabase, type Database } from './database.ts';
import { StepLog, type NewStep } from './step-log.ts';

/** Two processes of one service, each with its own connection and memory. */
let today = '2026-03-01' as Day;
const clock: Clock = { rehearsal: true, now: () => new Date(`${today}T02:00:00Z`), today: () => today, move: () => undefined };
const databases: Database[] = [];
const logs: StepLog[] = [];

beforeAll(async () => {
  const { uri, prefix } = await realMongo();
  for (let process = 0; process < 2; process += 1) {
    const database = await openDatabase(uri, `${prefix}-steps`, clock);
    databases.push(database);
    logs.push(new StepLog(database, clock));
    await database.prepare();
  }
});
afterAll(async () => {
  await databases[0]?.connection.db!.dropDatabase();
  for (const { connection } of databases) await connection.close();
});

const asked: string[] = [];
const line = (day: string): NewStep => ({ day, what: 'closed', kind: 'window', objectId: 'one', unitId: 'U', path: ['C', 'U'] });
const days = (from: Day, to: Day): Promise<NewStep[]> => {
  asked.push(`${from} ${to}`);
  return Promise.resolve(['2026-03-03', '2026-03-05', '2026-03-20'].filter((day) => from <= day && day <= to).map(line));
};
const sweep = () => Promise.all([...logs, ...logs].map((log) => log.onDays('windows', days)));
const logged = async (within = {}) => (await logs[0]!.page(within, {})).map(({ day, at }) => `${day} at ${at.slice(0, 10)}`);
const on = async (day: string) => {
  today = day as Day;
  await sweep();
};

test('each day is logged once by however many processes; days of downtime are made up, and hold from their own day', async () => {
  await on('2026-03-01');
  expect([asked, await logged()]).toEqual([[], []]);
  await on('2026-03-02');
  await on('2026-03-10');
  expect(await logged()).toEqual(['2026-03-05 at 2026-03-10', '2026-03-03 at 2026-03-10']);
  await sweep();
  expect((await logged()).length).toBe(2);
});

test('a rehearsal that goes back and plays the days again logs them once', async () => {
  await on('2026-03-04');
  await on('2026-03-31');
  expect(await logged()).toEqual(['2026-03-20 at 2026-03-31', '2026-03-05 at 2026-03-10', '2026-03-03 at 2026-03-10']);
});

test('the same step a second time is refused, and takes what belongs to it along', async () => {
  const work = databases[0]!.transaction(async () => {
    await logs[0]!.add([{ ...line('2026-04-01'), key: 'fresh' }]);
    await logs[0]!.add([line('2026-03-20')]);
  });
  await expect(work).rejects.toMatchObject({ code: 11_000 });
  expect((await logged()).length).toBe(3);
});

test('a unit, a subtree, a sort and a span of days are asked for', async () => {
  await logs[0]!.add([{ day: '2026-04-02', what: 'moved', kind: 'finding', objectId: 'f', unitId: 'V', path: ['C', 'V'], before: '2026-04-01', after: '2026-04-03' }]);
  const page = async (within: object, query: object) => (await logs[0]!.page(within, query)).map(({ day }) => day);
  expect(await page({ unitId: 'V' }, {})).toEqual(['2026-04-02']);
  expect(await page({ path: 'C' }, { what: 'closed', from: '2026-03-05' })).toEqual(['2026-03-20', '2026-03-05']);
  expect(await page({}, { from: '2026-03-21', to: '2026-04-02' })).toEqual(['2026-04-02']);
  expect(await page({ path: 'X' }, {})).toEqual([]);
});
