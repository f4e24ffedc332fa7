// Opening a campaign for 10,000 units (UNITS says how many) through HTTP until every unit takes part, beside a bare insertMany of the same documents into an empty
// collection of the same database with the same indexes; then REVIEWS units are proposed by 16 reviewers at once through HTTP, beside bare transactions with
// the same reads and writes, as many at once; and 16 reviewers at one unit, of whom one succeeds; then the package of the whole round, and another round called off: one JSON line each.
import { assessment } from '@xingchuang/assessment';
import { newId } from '@xingchuang/server';
import { Client, closeRun, openRun, startServices, tellUnits, testTrust } from '@xingchuang/testkit';

const UNITS = Number(process.env['UNITS'] ?? 10_000);
const REVIEWS = Math.min(UNITS, Number(process.env['REVIEWS'] ?? 480));
const AT_ONCE = 16;
const [ROUNDS, TARGET_OPEN_MS] = [3, 5_000];
const SCHEME = 'nanyang-organ-five-star';
const PARAMETERS = { rank_behind: 10, spot_check_share: 30, notice_publisher: 'work_committee', notice_channel: '门户网站' };
/** The facts of a unit for which the rules give the lowest level: it did not declare, and is put on record so. */
const FACTS = { study_atmosphere: false, learning_platform_done: false, cadre_academy_done: false, employment_done: false, enterprise_done: false, investment_done: false, projects_done: false, environment_done: false, clean_and_efficient: false, two_roles_played: false };
const median = (numbers: readonly number[]): number => Math.round(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!);

await openRun();
try {
  const system = await startServices([assessment], { now: '2026-01-04T10:00:00+08:00' });
  const trust = await testTrust(system.platform.bus);
  const world = await tellUnits(system.platform.bus, { C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], U: ['organ', 'C'], OC: ['organ_committee', 'U', 'body'] });
  const database = system.platform.databases.get('assessment')!.connection.db!;
  const units = database.collection<{ _id: string }>('units');
  while ((await units.countDocuments()) < 4) await new Promise((resolve) => setTimeout(resolve, 20));
  const path = world.U.path;
  await units.insertMany(Array.from({ length: UNITS }, (_, i) => {
    const id = newId();
    const place = { code: `B${String(i).padStart(6, '0')}`, name: `虚拟支部${i}`, kind: 'branch', parentId: world.U.id, path: [...path, id], jurisdictionId: id };
    return { _id: id, version: 1, ...place, openedOn: '2020-01-01', closedOn: '', stays: [{ since: '2020-01-01', kind: 'branch', path: [...path, id] }] };
  }));
  const { id: unitId, kind: unitKind, jurisdictionId } = world.WC;
  const decider = new Client(system.url, await trust.token({ role: 'decider', unitId, unitKind, jurisdictionId }));
  const [ours, answered, peers]: [number[], number[], number[]] = [[], [], []];
  let campaignId = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const opened = await decider.post('/api/assessment/campaigns', { title: `第${round}轮`, schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters: PARAMETERS });
    if (opened.status !== 201) throw new Error(JSON.stringify(opened.body));
    campaignId = opened.body.id;
    answered.push(performance.now() - began);
    const count = () => database.collection('candidacies').countDocuments({ campaignId: opened.body.id });
    while ((await count()) < UNITS) await new Promise((resolve) => setTimeout(resolve, 100));
    ours.push(performance.now() - began);
    const made = await database.collection('candidacies').find({ campaignId: opened.body.id }).toArray();
    if (made.length !== UNITS) throw new Error(`${made.length} candidacies`);
    const bare = database.collection<{ _id: string }>(`bare-${round}`);
    for (const { key, unique } of await database.collection('candidacies').indexes()) if (!('_id' in key) || Object.keys(key).length > 1) await bare.createIndex(key, unique ? { unique } : {});
    const since = performance.now();
    await bare.insertMany(made as never);
    peers.push(performance.now() - since);
  }
  console.log(JSON.stringify({ bench: 'campaign', units: UNITS, openMs: median(ours), answeredMs: median(answered), insertManyMs: median(peers), times: Number((median(ours) / median(peers)).toFixed(2)), targetMs: TARGET_OPEN_MS }));
  await reviews();
  await exported();
  await calledOff();

  /** The whole round as one package, from the request to its last byte, with the most memory that the process took. */
  async function exported(): Promise<void> {
    const began = performance.now();
    const answer = await fetch(`${system.url}/api/assessment/campaigns/${campaignId}/package`, { headers: { authorization: `Bearer ${decider.token}` } });
    if (answer.status !== 200) throw new Error(await answer.text());
    const first = performance.now() - began;
    const { byteLength } = await answer.arrayBuffer();
    console.log(JSON.stringify({ bench: 'campaign-export', units: UNITS, firstByteMs: Math.round(first), exportMs: Math.round(performance.now() - began), megabytes: Number((byteLength / 1_048_576).toFixed(2)), peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1_024) }));
  }

  /** Calling off one of the other rounds, which meets every unit of it. */
  async function calledOff(): Promise<void> {
    const { items } = (await decider.get(`/api/assessment/campaigns?schemeId=${SCHEME}`)).body as { items: { id: string }[] };
    const { id } = items.find((one) => one.id !== campaignId)!;
    const began = performance.now();
    const { status, body } = await decider.post(`/api/assessment/campaigns/${id}/cancel`, { reason: '重新组织' });
    if (status !== 200) throw new Error(JSON.stringify(body));
    console.log(JSON.stringify({ bench: 'campaign-cancel', units: UNITS, cancelMs: Math.round(performance.now() - began) }));
  }

  /** So many commands at once, each as soon as one is done; milliseconds of each. */
  async function all(count: number, work: (i: number) => Promise<void>): Promise<{ ms: number; each: number[] }> {
    const [each, began]: [number[], number] = [[], performance.now()];
    let next = 0;
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let i = (next += 1) - 1; i < count; i = (next += 1) - 1) {
        const since = performance.now();
        await work(i);
        each.push(performance.now() - since);
      }
    }));
    return { ms: performance.now() - began, each };
  }

  async function reviews(): Promise<void> {
    const { id, kind, jurisdictionId: governs } = world.OC;
    const reviewers = await Promise.all(Array.from({ length: AT_ONCE }, async () => new Client(system.url, await trust.token({ role: 'reviewer', unitId: id, unitKind: kind, jurisdictionId: governs }))));
    const candidacies = await database.collection<{ _id: string; unitId: string }>('candidacies').find({ campaignId }).sort({ _id: 1 }).limit(REVIEWS).toArray();
    const codes = new Map((await units.find({ _id: { $in: candidacies.map(({ unitId: of }) => of) } }).toArray()).map((unit) => [unit._id, (unit as unknown as { code: string }).code]));
    for (let start = 0; start < REVIEWS; start += 500) {
      const given = candidacies.slice(start, start + 500).map(({ unitId: of }) => ({ unit: codes.get(of), facts: FACTS }));
      const { status, body } = await reviewers[0]!.post(`/api/assessment/campaigns/${campaignId}/facts/import`, { units: given });
      if (status !== 200) throw new Error(JSON.stringify(body));
    }
    system.platform.clock.move(new Date('2026-01-20T10:00:00+08:00'));
    const propose = (reviewer: Client, candidacy: string) => reviewer.post(`/api/assessment/candidacies/${candidacy}/propose`, { level: 'none', reason: '未申报' });
    const [contested, ...others] = candidacies;
    const tried = await Promise.all(reviewers.map((reviewer) => propose(reviewer, contested!._id)));
    const won = tried.filter(({ status }) => status === 200).length;
    if (won !== 1 || tried.some(({ status }) => status >= 500)) throw new Error(`${won} of ${AT_ONCE} reviewers succeeded at one unit: ${tried.map(({ status }) => status).join()}`);
    const through = await all(others.length, async (i) => {
      const { status, body } = await propose(reviewers[i % AT_ONCE]!, others[i]!._id);
      if (status !== 200) throw new Error(JSON.stringify(body));
    });
    const made = await database.collection<{ _id: string }>('candidacies').find({ _id: { $in: others.map(({ _id }) => _id) } }).toArray();
    const decisions = await database.collection<{ _id: string; candidacyId: string }>('decisions').find({ candidacyId: { $in: others.map(({ _id }) => _id) } }).toArray();
    const decided = new Map(decisions.map((decision) => [decision.candidacyId, decision]));
    const [bare, bareDecisions] = [database.collection<{ _id: string }>('bare-candidacies'), database.collection<{ _id: string }>('bare-decisions')];
    for (const { key, unique } of await database.collection('candidacies').indexes()) if (!('_id' in key) || Object.keys(key).length > 1) await bare.createIndex(key, unique ? { unique } : {});
    await bareDecisions.createIndex({ candidacyId: 1, _id: 1 });
    await bare.insertMany(others as never);
    const client = system.platform.databases.get('assessment')!.connection.getClient();
    const alone = await all(made.length, (i) => client.withSession((session) => session.withTransaction(async () => {
      const { _id, ...next } = made[i]!;
      const { unitId: of } = await bare.findOne({ _id }, { session }) as unknown as { unitId: string };
      await database.collection<{ _id: string }>('campaigns').findOne({ _id: campaignId }, { session });
      await database.collection<{ _id: string }>('facts').findOne({ _id }, { session });
      await units.findOne({ _id: of }, { session });
      await bare.replaceOne({ _id }, next, { session });
      await bareDecisions.insertOne(decided.get(_id)! as never, { session });
    }, { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } }).then(() => undefined)));
    const p95 = (list: readonly number[]): number => Math.round(list.toSorted((a, b) => a - b)[Math.floor(list.length * 0.95)]!);
    console.log(JSON.stringify({
      bench: 'reviewers', atOnce: AT_ONCE, reviews: others.length, perSecond: Math.round((others.length / through.ms) * 1_000), p95Ms: p95(through.each),
      transactionsPerSecond: Math.round((others.length / alone.ms) * 1_000), transactionsP95Ms: p95(alone.each), times: Number((through.ms / alone.ms).toFixed(2)), wonAtOneUnit: won,
    }));
  }
  await system.stop();
} finally {
  await closeRun();
}
