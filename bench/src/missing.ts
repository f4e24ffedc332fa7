// The report of missing records over 10,000 units × 40 record types × 12 months, through HTTP, beside a hand-written aggregation over the same
// records that finds no more than how many are missing: one JSON line. RECORDS says how many records there are, UNITS how many units.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evidence } from '@xingchuang/evidence';
import { newId } from '@xingchuang/server';
import { TallyService } from '../../services/evidence/src/duty/tally-service.ts';
import { Client, closeRun, openRun, startServices, testTrust } from '@xingchuang/testkit';

const [TYPES, MONTHS] = [40, 12];
const UNITS = Number(process.env['UNITS'] ?? 10_000);
const RECORDS = Number(process.env['RECORDS'] ?? 600_000);
const ROUNDS = 7;
const TARGET_MS = 1_000;

const typeId = (n: number): string => `bench_${n}`;
const typeFile = (n: number): string =>
  `{format: 1, id: ${typeId(n)}, zh: 台账${n}, en: register ${n}, fields: [{id: text, zh: 内容, en: text, type: text}], expects: [{id: monthly, zh: 每月一次, en: monthly, each: bench_unit, every: month}]}`;
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const two = (n: number): string => String(n).padStart(2, '0');

/** The same numbers from 0 to 1 in every run. */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

await openRun();
const types = mkdtempSync(join(tmpdir(), 'xingchuang-bench-'));
for (let n = 0; n < TYPES; n += 1) writeFileSync(join(types, `${typeId(n)}.yaml`), typeFile(n));
const running = await startServices([evidence], { now: '2026-01-15T02:00:00Z', config: { RECORD_TYPES_DIR: types, DERIVE: 'off', OCR: 'off' } });
try {
  const { connection } = running.platform.databases.get('evidence')!;
  const [units, records] = [connection.collection<{ _id: string }>('units'), connection.collection<{ _id: string }>('records')];
  const root = newId();
  const unit = (id: string, code: string, kind: string, path: string[]) => ({
    _id: id, version: 1, code, name: `单位${code}`, kind, parentId: path.at(-2) ?? '', path, jurisdictionId: id, openedOn: '2020-01-01', closedOn: '', stays: [{ since: '2020-01-01', kind, path }],
  });
  const ids = Array.from({ length: UNITS }, () => newId());
  await units.insertMany([unit(root, 'R', 'city', [root]), ...ids.map((id, n) => unit(id, `B${n}`, 'bench_unit', [root, id]))]);

  const chance = chanceFrom(7);
  for (let done = 0; done < RECORDS; done += 20_000) {
    const batch = Array.from({ length: Math.min(20_000, RECORDS - done) }, () => {
      const id = ids[Math.floor(chance() * UNITS)]!;
      const day = `2025-${two(1 + Math.floor(chance() * MONTHS))}-${two(1 + Math.floor(chance() * 28))}`;
      return {
        _id: newId(), version: 1, unitId: id, path: [root, id], type: typeId(Math.floor(chance() * TYPES)), day, title: '记录', fields: { text: '内容' }, fileIds: [], steps: {}, sums: {}, revision: 1, gaps: [], digests: {},
        credits: [], marks: [], fits: [], links: [], restricted: false, hidden: false, tasks: [], filedBy: id, filedAt: `${day}T04:00:00.000Z`,
      };
    });
    await records.insertMany(batch, { ordered: false });
  }

  const tallies = running.app.get(TallyService, { strict: false }); // alone: what else goes on by itself is not measured here
  await tallies.sweep(0); // the one of the start, if it still runs, knew only some of the records
  await connection.collection('tally-counters').updateMany({}, { $set: { ready: false, since: 0 } });
  const asAfterAStart = new TallyService(tallies.database, tallies.clock, tallies.schemes, tallies.ticker, tallies.catalogue, tallies.records, tallies.guards, tallies.tallies, tallies.adoptions); // remembers of no counter that it is ready
  const built = performance.now();
  await asAfterAStart.sweep(0);
  if ((await connection.collection('tally-counters').countDocuments({ ready: true, type: { $regex: '^bench_' } })) !== TYPES) throw new Error('the tallies are not ready');
  const buildMs = performance.now() - built;

  const trust = await testTrust(running.platform.bus);
  const client = new Client(running.url, await trust.token({ role: 'leader', unitId: root, unitKind: 'city' }));
  const report = async () => {
    const { status, body } = await client.get('/api/evidence/duties?subtree=true&period=2025&state=missing&limit=200&unitId=' + root);
    if (status !== 200 || body.items.length !== 200) throw new Error(JSON.stringify(body));
    return body.totals.missing as number;
  };
  const byHand = async () => {
    const match = { type: { $in: Array.from({ length: TYPES }, (_, n) => typeId(n)) }, day: { $gte: '2025-01-01', $lte: '2025-12-31' } };
    const group = { _id: { type: '$type', unitId: '$unitId', month: { $substrBytes: ['$day', 0, 7] } } };
    const found = await records.aggregate([{ $match: match }, { $project: { _id: 0, type: 1, unitId: 1, day: 1 } }, { $group: group }, { $count: 'there' }], { allowDiskUse: true }).toArray();
    return UNITS * TYPES * MONTHS - (found[0]?.['there'] as number);
  };
  const timed = async (work: () => Promise<number>, rounds: number) => {
    const missing = await work();
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      if ((await work()) !== missing) throw new Error('two rounds tell different numbers');
      times.push(performance.now() - began);
    }
    return { missing, ms: Math.round(median(times)) };
  };
  const ours = await timed(report, ROUNDS);
  const peer = await timed(byHand, 3);
  if (ours.missing !== peer.missing) throw new Error(`the report misses ${ours.missing}, the aggregation ${peer.missing}`);
  process.stdout.write(`${JSON.stringify({ bench: 'missing', units: UNITS, types: TYPES, months: MONTHS, records: RECORDS, missing: ours.missing, ms: ours.ms, aggregationMs: peer.ms, targetMs: TARGET_MS, buildMs: Math.round(buildMs) })}\n`);
} finally {
  await running.stop();
  rmSync(types, { recursive: true, force: true });
  await closeRun();
}
