// 100,000 things on a clock: the due list of a leader through HTTP, and the nightly sweep in which a share of them passes and more are reminded of,
// beside one indexed scan with a bulk write over the same rows in the same run: one JSON line. ITEMS says how many, LATE how many pass in the night.
import { addDays, chineseCalendar, day, limitFrom } from '@xingchuang/calendar';
import { rectification } from '@xingchuang/rectification';
import { newId } from '@xingchuang/server';
import { Client, closeRun, openRun, startServices, tellCampaign, tellUnits, testTrust, until } from '@xingchuang/testkit';

const ITEMS = Number(process.env['ITEMS'] ?? 100_000);
const LATE = Number(process.env['LATE'] ?? ITEMS / 10);
const PER_UNIT = 20;
const SCHEME = 'nanyang-organ-five-star';
const [TODAY, TOMORROW] = ['2026-03-02', '2026-03-03'];
const TARGET = { listMs: 50, sweepMs: 10_000 };
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const ms = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

await openRun();
const running = await startServices([rectification], { now: `${TODAY}T10:00:00+08:00` });
try {
  const { bus, clock, databases } = running.platform;
  const { connection } = databases.get('rectification')!;
  const trust = await testTrust(bus);
  const units = await tellUnits(bus, { C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'] });
  await tellCampaign(bus, SCHEME, units.WC.id, {});
  const root = units.C.id;
  const client = new Client(running.url, await trust.token({ role: 'leader', unitId: root, unitKind: 'city_committee', jurisdictionId: root }));
  await until(async () => (await client.get(`/api/rectification/ladder?unitId=${root}&schemeId=${SCHEME}`)).status === 200, 'the scheme');

  const calendar = chineseCalendar();
  const findings = connection.collection<{ _id: string; due: string; unitId: string }>('findings');
  const [unitIds, personId] = [Array.from({ length: Math.ceil(ITEMS / PER_UNIT) }, () => newId()), newId()];
  const made = Array.from({ length: 120 }, (_, ahead) => limitFrom(calendar, day('2026-02-02'), { until: addDays(day(TODAY), ahead) }));
  const row = (index: number) => {
    const unitId = unitIds[Math.floor(index / PER_UNIT)]!;
    const isLate = index % Math.round(ITEMS / LATE) === 0;
    const limit = made[isLate ? 0 : 1 + (index % 119)]!;
    return {
      _id: newId(), version: 1, unitId, path: [root, unitId], schemeId: SCHEME, aspect: 'S1', aspectName: '一', category: 'weak_service', title: `问题${index}`, detail: '', severity: 'ordinary', origin: 'observation',
      foundOn: '2026-02-02', sources: [], fileIds: [], matterId: '', joinedTo: '', owner: '', ownerId: index % 100 === 0 ? personId : '', responsible: { leading: '', working: '', direct: unitId }, cause: '', plan: '',
      measure: '', reportedOn: '', clause: 'S0 L125', state: 'noticed', number: `${index}`, demand: '改', acknowledgedOn: '', limit, due: limit.lastDay, suspended: null, overdueOn: '', endedOn: '', reminded: -1_000,
      proof: null, statement: null, lookBack: 'none', openedOn: '2026-02-02', closedOn: '', history: [{ at: '2026-02-02T00:00:00.000Z', day: '2026-02-02', what: 'opened', by: unitId, text: '' }],
    };
  };
  for (let from = 0; from < ITEMS; from += 10_000) await findings.insertMany(Array.from({ length: Math.min(10_000, ITEMS - from) }, (_, n) => row(from + n)) as never, { ordered: false });

  await running.platform.ticker.tick(); // what the day before is told

  const list = async (query: string) => {
    const { status, body } = await client.get(`/api/rectification/due?${query}`);
    if (status !== 200 || body.items.length === 0) throw new Error(JSON.stringify(body).slice(0, 500));
  };
  const rounds = async (work: () => Promise<unknown>) => {
    await work();
    const times: number[] = [];
    for (let n = 0; n < 21; n += 1) times.push(await ms(work));
    return Math.round(median(times) * 10) / 10;
  };
  const subtreeMs = await rounds(() => list('which=soon'));
  const personal = new Client(running.url, await trust.token({ role: 'leader', personId, unitId: root, unitKind: 'city_committee', jurisdictionId: root }));
  const mineMs = await rounds(async () => {
    const { body } = await personal.get('/api/rectification/due?mine=true');
    if (body.items.length === 0) throw new Error('nothing is mine');
  });
  const byUnitMs = await rounds(() => client.get('/api/rectification/due/units'));

  const copy = connection.collection<{ _id: string; due: string; overdueOn: string }>('findings-by-hand');
  await findings.aggregate([{ $project: { due: 1, overdueOn: 1, path: 1, unitId: 1, version: 1, history: 1 } }, { $out: 'findings-by-hand' }]).toArray();
  await copy.createIndex({ overdueOn: 1, due: 1 });

  clock.move(new Date(`${TOMORROW}T01:00:00+08:00`));
  const { ticker } = running.platform;
  const toldBefore = await connection.collection('reminders').countDocuments();
  const sweepMs = await ms(() => ticker.tick()); // all that happens by itself in a night, as the process itself does it
  const passed = await findings.countDocuments({ overdueOn: TOMORROW } as never);
  const told = (await connection.collection('reminders').countDocuments()) - toldBefore;
  const called = await connection.collection('cases').countDocuments();
  const steps = await connection.collection('steps').countDocuments();
  if (passed !== LATE) throw new Error(`${passed} passed, not ${LATE}`);
  await ticker.tick();
  if ((await connection.collection('steps').countDocuments()) !== steps) throw new Error('a second sweep found something to do');

  const peerMs = await ms(async () => {
    const late = await copy.find({ overdueOn: '', due: { $gt: '', $lt: TOMORROW } }).project({ _id: 1 }).toArray();
    const writes = late.map(({ _id }) => ({ updateOne: { filter: { _id }, update: { $set: { overdueOn: TOMORROW }, $inc: { version: 1 }, $push: { history: { at: '', day: TOMORROW, what: 'overdue', by: '', text: '' } } } } }));
    await copy.bulkWrite(writes as never, { ordered: false });
    if (late.length !== passed) throw new Error('the peer found others');
  });
  const round = (n: number) => Math.round(n);
  process.stdout.write(`${JSON.stringify({ bench: 'due', items: ITEMS, units: unitIds.length, subtreeMs, mineMs, byUnitMs, passed, told, called, sweepMs: round(sweepMs), peerMs: round(peerMs), targetListMs: TARGET.listMs, targetSweepMs: TARGET.sweepMs })}\n`);
} finally {
  await running.stop();
  await closeRun();
}
