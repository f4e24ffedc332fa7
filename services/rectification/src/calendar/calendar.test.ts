import { until, type Client } from '@xingchuang/testkit';
import { finding, startWorld, type World } from '../world.fixture.ts';

const PATH = '/api/rectification/calendar';
const YEAR = ['2027-01-01..2027-01-03,休,元旦', '2027-01-09,班,元旦', '2027-02-05..2027-02-11,休,春节', '2027-05-01..2027-05-05,休', '2027-10-01..2027-10-07,休'].join('\n');
let world: World;
let admin: Client;
let committee: Client;

beforeAll(async () => {
  world = await startWorld('2026-12-28');
  admin = await world.seat('admin', 'C');
  committee = await world.seat('supervisor', 'OC');
});
afterAll(() => world?.system.stop());

const load = (text: string, over: object = {}) => admin.post(`${PATH}/imports`, { year: 2027, source: '国办发明电〔2026〕虚1号', text, ...over });
async function noticed(workdays: number): Promise<string> {
  const { body } = await committee.post('/api/rectification/findings', finding(world.units.B01, 'S1', '2026-12-28'));
  await committee.post(`/api/rectification/findings/${body.id}/notice`, { demand: '限期整改', limit: { workdays } });
  return body.id as string;
}
const limitOf = async (id: string) => (await committee.get(`/api/rectification/findings/${id}`)).body.limit as { lastDay: string; provisional: boolean };

test('a year comes in: provisional dates move, each with a line in the log and in the digest', async () => {
  const [short, long] = [await noticed(1), await noticed(20)];
  const handed = (await committee.post('/api/rectification/handovers', { unitId: world.units.B02.id, title: '补记录', limit: { workdays: 12 } })).body;
  expect([await limitOf(short), await limitOf(long)]).toMatchObject([{ lastDay: '2026-12-29', provisional: true }, { lastDay: '2027-01-26', provisional: true }]);
  expect((await committee.get('/api/rectification/due?which=provisional')).body.counts.provisional).toBe(3);

  const preview = (await load(YEAR, { dryRun: true })).body;
  expect(preview).toMatchObject({ dryRun: true, revision: 1, off: 22, worked: 1, faults: [], standing: [] });
  expect(preview.moves).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'finding', id: long, before: '2027-01-26', after: '2027-01-25' })]));
  expect(await limitOf(long)).toMatchObject({ lastDay: '2027-01-26' });

  expect((await load(YEAR)).body).toMatchObject({ revision: 1 });
  await until(async () => {
    await world.system.platform.ticker.tick();
    return (await limitOf(long)).lastDay === '2027-01-25' && !(await committee.get(`/api/rectification/handovers/${handed.id}`)).body.limit.provisional;
  }, 'the dates that move');
  expect([await limitOf(short), await limitOf(long)]).toMatchObject([{ lastDay: '2026-12-29', provisional: false }, { lastDay: '2027-01-25', provisional: false }]);
  expect((await committee.get(`/api/rectification/handovers/${handed.id}`)).body).toMatchObject({ limit: { lastDay: '2027-01-13' }, stages: [{ lastDay: '2027-01-13' }] });
  const moved = await until(async () => {
    const { items } = (await committee.get('/api/rectification/steps?what=moved')).body;
    return items.length === 2 && items;
  }, 'the log');
  expect(moved).toContainEqual(expect.objectContaining({ kind: 'finding', objectId: long, unitId: world.units.B01.id, before: '2027-01-26', after: '2027-01-25', by: '' }));
  expect((await (await world.seat('clerk', 'B01')).get('/api/rectification/digest')).body.moved).toEqual([{ kind: 'finding', id: long, unitId: world.units.B01.id, before: '2027-01-26', after: '2027-01-25' }]);
  expect((await committee.get('/api/rectification/steps?what=certain')).body.items.map(({ objectId }: { objectId: string }) => objectId)).toEqual([short]);
  expect((await committee.get('/api/rectification/due?which=provisional')).body.counts.provisional).toBe(0);
});

test('a later notice of the same year moves no date that was certain: it only names them', async () => {
  const id = await noticed(20);
  expect(await limitOf(id)).toEqual(expect.objectContaining({ lastDay: '2027-01-25', provisional: false }));
  const amended = YEAR.replace('2027-01-09,班,元旦\n', '');
  const answer = (await load(amended)).body;
  expect(answer).toMatchObject({ revision: 2, moves: [] });
  expect(answer.standing).toContainEqual(expect.objectContaining({ id, before: '2027-01-25', after: '2027-01-26' }));
  await world.system.platform.ticker.tick();
  expect(await limitOf(id)).toMatchObject({ lastDay: '2027-01-25' });
  const later = await until(async () => {
    const next = await noticed(20);
    return (await limitOf(next)).lastDay === '2027-01-26';
  }, 'new limits by the amended notice');
  expect(later).toBe(true);
  const view = (await committee.get(PATH)).body;
  expect(view.known.at(-1)).toBe(2026);
  expect(view.loaded).toEqual([expect.objectContaining({ year: 2027, revision: 2, source: '国办发明电〔2026〕虚1号', worked: [] })]);
});

test('one fault in a line and nothing is loaded; only an administrator loads', async () => {
  const before = (await committee.get(PATH)).body;
  const faulty = await load(`${YEAR}\n2027-13-01,休\n2027-02-08,班`);
  expect([faulty.status, faulty.body.code]).toEqual([422, 'calendar.faulty-lines']);
  expect((await load(`${YEAR}\n2027-13-01,休\n2027-02-08,班`, { dryRun: true })).body.faults.map(({ line }: { line: number }) => line)).toEqual([6, 7]);
  expect((await committee.post(`${PATH}/imports`, { year: 2028, source: 'x', text: YEAR })).status).toBe(403);
  expect((await committee.get(PATH)).body).toEqual(before);
});
