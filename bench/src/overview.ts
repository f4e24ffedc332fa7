// The overviews of a city with 10,000 units and three years behind it, through HTTP, as medians of several rounds: one JSON line.
// UNITS says how many units, FINDINGS how many problems.
import { assessment } from '@xingchuang/assessment';
import { rectification } from '@xingchuang/rectification';
import { newId } from '@xingchuang/server';
import { Client, closeRun, openRun, startServices, testTrust } from '@xingchuang/testkit';

const UNITS = Number(process.env['UNITS'] ?? 10_000);
const FINDINGS = Number(process.env['FINDINGS'] ?? 30_000);
const [ORGANS, YEARS, ROUNDS] = [50, 3, 7];
const SCHEME = 'nanyang-organ-five-star';
const LEVELS = ['none', 'one', 'two', 'three', 'four', 'five'];

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const two = (n: number): string => String(n).padStart(2, '0');

await openRun();
const running = await startServices([assessment, rectification], { now: '2026-07-01T02:00:00Z' });
try {
  const db = (name: string) => running.platform.databases.get(name)!.connection;
  const collection = (service: string, name: string) => db(service).collection<{ _id: string }>(name);
  const root = newId();
  const organs = Array.from({ length: ORGANS }, () => newId());
  const branches = Array.from({ length: UNITS }, (_, n) => ({ id: newId(), organ: organs[n % ORGANS]! }));
  const unit = (id: string, code: string, kind: string, path: string[]) => ({ _id: id, version: 1, code, name: `单位${code}`, kind, parentId: path.at(-2) ?? '', path, jurisdictionId: id, openedOn: '2020-01-01', closedOn: '', stays: [] });
  const all = [unit(root, 'R', 'city', [root]), ...organs.map((id, n) => unit(id, `O${two(n)}`, 'organ', [root, id])), ...branches.map(({ id, organ }, n) => unit(id, `B${n}`, 'branch', [root, organ, id]))];
  for (const service of ['assessment', 'rectification']) await collection(service, 'units').insertMany(all);

  for (let year = 0; year < YEARS; year += 1) {
    const campaignId = newId();
    const window = { from: `${2023 + year}-01-01`, to: `${2023 + year}-12-31` };
    await collection('assessment', 'campaigns').insertOne({ _id: campaignId, version: 1, title: `${2023 + year}年度`, schemeId: SCHEME, schemeVersion: 1, unitId: root, path: [root], nodeId: root, window, declaring: window, parameters: {}, openedAt: '', openedBy: {} } as never);
    const held = branches.map(({ id, organ }, n) => ({ _id: newId(), version: 1, campaignId, unitId: id, path: [root, organ, id], spans: [{ level: LEVELS[(n + year * 7) % LEVELS.length], from: `${2024 + year}-03-${two(1 + (n % 28))}`, until: '' }] }));
    await collection('assessment', 'held-levels').insertMany(held as never);
  }
  const findings = Array.from({ length: FINDINGS }, (_, n) => {
    const { id, organ } = branches[n % UNITS]!;
    const openedOn = `${2025 + (n % 2)}-0${1 + (n % 6)}-${two(1 + (n % 28))}`;
    const closedOn = n % 3 === 0 ? `2026-06-${two(1 + (n % 28))}` : '';
    return { _id: newId(), version: 1, unitId: id, path: [root, organ, id], schemeId: SCHEME, aspect: 'S1', title: `问题${n}`, state: closedOn ? 'closed' : 'noticed', openedOn, closedOn, endedOn: closedOn, overdueOn: n % 5 === 0 ? '2026-05-04' : '', due: '', history: [], detail: '情况'.repeat(200) };
  });
  await collection('rectification', 'findings').insertMany(findings as never);

  const trust = await testTrust(running.platform.bus);
  const client = new Client(running.url, await trust.token({ role: 'leader', unitId: root, unitKind: 'city', jurisdictionId: root }));
  const timed = async (path: string, check: (body: { [key: string]: unknown }) => boolean): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const began = performance.now();
      const { status, body } = await client.get(path);
      if (status !== 200 || !check(body)) throw new Error(`${path}: ${status} ${JSON.stringify(body).slice(0, 500)}`);
      times.push(performance.now() - began);
    }
    return Math.round(median(times));
  };
  const levelsMs = await timed(`/api/assessment/overview/levels?schemeId=${SCHEME}`, ({ rated }) => (rated as { count: number }).count === UNITS);
  const levelRecordsMs = await timed(`/api/assessment/overview/levels/records?unitId=${root}&schemeId=${SCHEME}&on=2026-07-01&level=five`, ({ total }) => (total as number) > 0);
  const rectificationMs = await timed('/api/rectification/overview', ({ units }) => (units as unknown[]).length === ORGANS);
  const rectificationRecordsMs = await timed(`/api/rectification/overview/records?unitId=${root}&ask=overdue&on=2026-07-01`, ({ total }) => (total as number) > 0);
  process.stdout.write(`${JSON.stringify({ bench: 'overview', units: UNITS, years: YEARS, findings: FINDINGS, levelsMs, levelRecordsMs, rectificationMs, rectificationRecordsMs, targetMs: 1_000 })}\n`);
} finally {
  await running.stop();
  await closeRun();
}
