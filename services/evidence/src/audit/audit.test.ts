import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditItemLine, AuditItemView } from '@xingchuang/contracts';
import { pdf } from '@xingchuang/pdf';
import type { Client } from '@xingchuang/testkit';
import { picture } from '../file/bytes.fixture.ts';
import { openWorld, SCHEME, upload, type World } from '../world.fixture.ts';

let world: World;
let reviewer: Client;
let second: Client;
let clerk: Client;
let stranger: Client;
const AUDITS = '/api/evidence/audits';
const ITEMS = '/api/evidence/audit-items';
const TASK = `${SCHEME}/T01`;

beforeAll(async () => {
  world = await openWorld({}, [pdf]);
  [reviewer, second] = [await world.as('reviewer', 'OC'), await world.as('reviewer', 'OC')];
  [clerk, stranger] = [await world.as('clerk', 'B01'), await world.as('clerk', 'B02')];
  for (const [code, client, count] of [['B01', clerk, 6], ['B02', stranger, 3]] as const) {
    for (let n = 1; n <= count; n += 1) await record(client, code, n);
  }
  await upload(clerk, world.id('B01'), await picture('png', 31, 9), '荣誉.png');
});
afterAll(() => world?.running.stop());

async function record(client: Client, code: string, n: number): Promise<string> {
  const fields = { kind: 'members', host: [], recorder: [], attendees: [], absentees: [], first_topic: 'yes', text: `第${n}次学习` };
  const person = { personId: await world.member(code) };
  const fileIds = [(await upload(client, world.id(code), await picture('png', 40 + n, 9 + code.charCodeAt(2)), `签到${n}.png`)).body.id as string];
  const { status, body } = await client.post('/api/evidence/records', {
    unitId: world.id(code), type: 'meeting', day: `2026-01-0${Math.min(n, 5)}`, title: `第${n}次党员大会`, tasks: n % 2 ? [TASK] : [], fileIds,
    fields: { ...fields, host: [person], recorder: [person], attendees: [person] },
  });
  expect(status).toBe(201);
  return body.id as string;
}

const plan = (over: object = {}) => ({ title: '一季度档案', scope: { of: 'subtree', unitId: world.id('U1') }, from: '2026-01-01', to: '2026-12-31', way: { by: 'share', share: 50, perUnit: 1 }, ...over });
async function opened(over: object = {}): Promise<string> {
  const { status, body } = await reviewer.post(AUDITS, plan(over));
  expect(status).toBe(201);
  expect((await reviewer.post(`${AUDITS}/${body.id}/draw`)).status).toBe(200);
  return body.id as string;
}
const itemsOf = async (id: string, client = reviewer, query = ''): Promise<AuditItemLine[]> => (await client.get(`${AUDITS}/${id}/items?limit=500${query}`)).body.items;
const whole = (client: Client, id: string): Promise<AuditItemView> => client.get(`${ITEMS}/${id}`).then(({ body }) => body);
const pass = (item: { id: string }, client = reviewer) => client.post(`${ITEMS}/${item.id}/verdict`, { verdict: 'pass' });

describe('what is drawn', () => {
  test('a preview says how many of whom, and keeps nothing', async () => {
    const { status, body } = await reviewer.post(`${AUDITS}/preview`, (({ title: _, ...rest }) => rest)(plan()));
    expect({ status, population: body.population, sample: body.sample }).toEqual({ status: 200, population: 10, sample: 6 });
    expect(body.units.filter(({ items }: { items: number }) => items > 0)).toEqual([{ unitId: world.id('B01'), items: 7, sample: 4 }, { unitId: world.id('B02'), items: 3, sample: 2 }]);
    expect(body.own).toEqual([world.id('OC')]);
    expect(await world.count('audits')).toBe(0);
  });

  test('the seed is committed to before, hidden until the draw, and anyone replays it from the doc', async () => {
    const announced = (await reviewer.post(AUDITS, plan())).body;
    expect(announced).toMatchObject({ state: 'announced', commitment: expect.stringMatching(/^[0-9a-f]{64}$/), progress: { total: 0 } });
    expect(JSON.stringify(announced)).not.toMatch(/"seed"|secret/);
    const drawn = (await reviewer.post(`${AUDITS}/${announced.id}/draw`)).body;
    expect(drawn).toMatchObject({ state: 'open', commitment: announced.commitment, population: { items: 10, units: 2 }, progress: { total: 6, judged: 0 } });
    const folder = mkdtempSync(join(tmpdir(), 'replay-'));
    writeFileSync(join(folder, 'replay.mjs'), /```js\n([^]*?)```/.exec(readFileSync(new URL('../../../../docs/audit-sampling.md', import.meta.url), 'utf8'))![1]!);
    writeFileSync(join(folder, 'population.txt'), (await reviewer.get(`${AUDITS}/${announced.id}/population`)).body as string);
    const said = execFileSync(process.execPath, [join(folder, 'replay.mjs'), join(folder, 'population.txt'), drawn.seed, 'share', '50', '1'], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const keys = (await itemsOf(announced.id)).map(({ kind, itemId }) => `${kind}:${itemId}`).sort();
    expect(said.trim().split('\n')).toEqual([`population ${drawn.population.digest}`, `commitment ${announced.commitment}`, ...keys]);
    expect((await reviewer.post(`${AUDITS}/${announced.id}/draw`)).body.code).toBe('audit.wrong-state');
  });

  test('a public number is asked for when it is known', async () => {
    const { id } = (await reviewer.post(AUDITS, plan({ publicSource: '2026年2月14日某公开摇号结果', way: { by: 'size', size: 4, perUnit: 1 } }))).body;
    expect(await reviewer.post(`${AUDITS}/${id}/draw`)).toMatchObject({ status: 422, body: { code: 'audit.seed-missing', field: 'seed' } });
    expect((await reviewer.post(`${AUDITS}/${id}/draw`, { seed: '07 11 19' })).body).toMatchObject({ seed: '07 11 19', progress: { total: 4 } });
  });

  test('by task, by kind and as a list; a file that a record carries goes with the record', async () => {
    const byTask = await itemsOf(await opened({ tasks: [TASK], way: { by: 'share', share: 100 } }));
    expect(byTask.map(({ kind }) => kind)).toEqual(['record', 'record', 'record', 'record', 'record']);
    const files = await itemsOf(await opened({ kinds: ['record', 'file'], way: { by: 'share', share: 100 } }), reviewer);
    expect(files.filter(({ kind }) => kind === 'file').map(({ title }) => title)).toEqual(['荣誉.png']);
    const one = byTask[0]!;
    const list = await itemsOf(await opened({ way: { by: 'list', items: [{ kind: 'record', id: one.itemId }] } }));
    expect(list.map(({ itemId }) => itemId)).toEqual([one.itemId]);
  });

  test.each<[string, object, number, string, string | undefined]>([
    ['days the wrong way round', { from: '2026-03-01', to: '2026-02-01' }, 422, 'audit.days', 'to'],
    ['a sample too small for all units', { way: { by: 'size', size: 1, perUnit: 1 } }, 422, 'audit.size-too-small', 'way.size'],
    ['an unknown task', { tasks: [`${SCHEME}/T99`] }, 422, 'task.unknown', 'tasks[0]'],
    ['a share of nothing', { way: { by: 'share', share: 0 } }, 422, 'input.invalid', 'way.share'],
  ])('%s is refused and nothing is kept', async (_, over, status, code, field) => {
    const before = await world.count('audits');
    const answer = await reviewer.post(AUDITS, plan(over));
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([status, code, field]);
    expect(await world.count('audits')).toBe(before);
  });

  test('units outside one’s scope, and one’s own, are not audited', async () => {
    const branch = await world.as('reviewer', 'B01');
    expect(await branch.post(AUDITS, plan())).toMatchObject({ status: 404, body: { code: 'thing.missing' } });
    expect(await branch.post(AUDITS, plan({ scope: { of: 'units', unitIds: [world.id('B01')] } }))).toMatchObject({ status: 403, body: { code: 'audit.own-unit', field: 'scope.unitIds[0]' } });
  });
});

describe('verdicts', () => {
  let id: string;
  let items: AuditItemLine[];
  beforeAll(async () => {
    id = await opened({ way: { by: 'share', share: 100 } });
    items = await itemsOf(id);
  });

  test('items stand unit by unit, day by day', () => {
    expect(items.map(({ order }) => order)).toEqual(items.map((_, index) => index + 1));
    expect(items.map(({ unitId }) => unitId)).toEqual([...Array<string>(7).fill(world.id('B01')), ...Array<string>(3).fill(world.id('B02'))]);
  });

  test('who looks at an item is named to the second; the second may take it over', async () => {
    const first = (await reviewer.post(`${ITEMS}/${items[0]!.id}/hold`)).body as AuditItemView;
    const told = (await second.post(`${ITEMS}/${items[0]!.id}/hold`)).body as AuditItemView;
    expect(told.held).toEqual(first.held);
    const taken = (await second.post(`${ITEMS}/${items[0]!.id}/hold`, { take: true })).body as AuditItemView;
    expect(taken.held!.by).not.toBe(first.held!.by);
  });

  test.each<[object, string, string]>([
    [{ verdict: 'reject' }, 'audit.reason-missing', 'text'],
    [{ verdict: 'supplement', text: '缺签到' }, 'audit.workdays', 'workdays'],
    [{ verdict: 'pass', workdays: 5 }, 'audit.workdays', 'workdays'],
    [{ verdict: 'perhaps' }, 'input.invalid', 'verdict'],
  ])('%j is refused', async (given, code, field) => {
    expect(await reviewer.post(`${ITEMS}/${items[0]!.id}/verdict`, given)).toMatchObject({ status: 422, body: { code, field } });
    expect((await whole(reviewer, items[0]!.id)).verdicts).toEqual([]);
  });

  test('of two verdicts on one version the second is told', async () => {
    const [a, b] = await Promise.all([reviewer, second].map((client) => client.post(`${ITEMS}/${items[1]!.id}/verdict`, { verdict: 'pass' }, { 'If-Match': '"1"' })));
    expect([a!.status, b!.status].sort()).toEqual([200, 412]);
  });

  test('a change of mind keeps what was said before', async () => {
    const item = items[2]!;
    await reviewer.post(`${ITEMS}/${item.id}/verdict`, { verdict: 'reject', reasons: ['copied'], text: '与上月一致' });
    const { body } = await second.post(`${ITEMS}/${item.id}/verdict`, { verdict: 'supplement', reasons: ['signature'], workdays: 5 });
    expect(body.verdicts.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['reject', 'supplement']);
    expect(body).toMatchObject({ verdict: 'supplement', published: false, overdue: false });
    expect(body.until).toBeUndefined();
  });

  test('who runs it is told how much is left to look at', async () => {
    const mine = async (client: Client) => (await client.get('/api/evidence/todo')).body.items.filter((one: { id: string }) => one.id === id);
    const { progress } = (await reviewer.get(`${AUDITS}/${id}`)).body;
    expect(progress.total - progress.judged).toBeGreaterThan(0);
    expect([await mine(second), await mine(clerk)]).toEqual([[expect.objectContaining({ kind: 'audit.review', title: '一季度档案', count: progress.total - progress.judged })], []]);
  });

  test('the unit sees nothing before it is told, then counts its working days, and answers', async () => {
    const item = items[2]!;
    expect((await clerk.get(`${ITEMS}/${item.id}`)).status).toBe(404);
    expect((await clerk.get(AUDITS)).body.items).toEqual([]);
    expect((await reviewer.post(`${AUDITS}/${id}/publication`, { unitIds: [world.id('B01')] })).body.progress).toMatchObject({ unpublished: 0 });
    const seen = await whole(clerk, item.id);
    expect(seen).toMatchObject({ verdict: 'supplement', until: '2026-01-12', verdicts: [{ verdict: 'reject' }, { verdict: 'supplement', workdays: 5 }] });
    expect(seen.derivation!.at(-1)).toMatchObject({ day: '2026-01-12', counted: 5 });
    const waits = async (client: Client) => (await client.get('/api/evidence/todo')).body.items.filter(({ kind }: { kind: string }) => kind === 'audit.answer');
    expect([await waits(clerk), await waits(stranger)]).toEqual([[{ kind: 'audit.answer', id: item.id, auditId: id, unitId: item.unitId, title: item.title, due: '2026-01-12' }], []]);
    expect(JSON.stringify(seen.verdicts)).not.toContain('"by"');
    expect((await clerk.get(AUDITS)).body.items).toMatchObject([{ id, progress: { total: 2 } }]);
    expect(await stranger.get(`${ITEMS}/${item.id}`)).toMatchObject({ status: 404, body: { code: 'thing.missing' } });
    const fileIds = [(await upload(clerk, world.id('B01'), await picture('png', 77, 9), '补签到.png')).body.id as string];
    expect(await clerk.post(`${ITEMS}/${item.id}/answer`, { text: '已补', fileIds: [items[9]!.itemId] })).toMatchObject({ status: 422, body: { code: 'audit.file-unknown', field: 'fileIds[0]' } });
    expect((await clerk.post(`${ITEMS}/${item.id}/answer`, { text: '已补签到表', fileIds })).body).toMatchObject({ answered: true, answers: [{ text: '已补签到表', fileIds }] });
    expect(await waits(clerk)).toEqual([]);
    expect((await itemsOf(id, reviewer, '&standing=answered')).map((one) => one.id)).toEqual([item.id]);
  });

  test('what was not supplemented in time is listed', async () => {
    await reviewer.post(`${ITEMS}/${items[3]!.id}/verdict`, { verdict: 'supplement', text: '补会议记录', workdays: 1 });
    await reviewer.post(`${AUDITS}/${id}/publication`);
    world.moveClock('2026-01-06');
    expect(await itemsOf(id, reviewer, '&standing=overdue')).toEqual([]);
    world.moveClock('2026-01-07');
    expect((await itemsOf(id, reviewer, '&standing=overdue')).map((one) => one.id)).toEqual([items[3]!.id]);
  });

  test('nobody judges what they filed', async () => {
    const own = await record(reviewer, 'B03', 1);
    const other = await itemsOf(await opened({ scope: { of: 'units', unitIds: [world.id('B03')] } }));
    expect(other.map(({ itemId }) => itemId)).toEqual([own]);
    expect(await pass(other[0]!)).toMatchObject({ status: 403, body: { code: 'audit.own-item' } });
    expect((await whole(reviewer, other[0]!.id)).barred).toBe('own-item');
    expect((await pass(other[0]!, second)).status).toBe(200);
  });

  test('it closes when all is judged, told and looked at, and then nothing moves', async () => {
    const close = () => reviewer.post(`${AUDITS}/${id}/closing`);
    expect((await close()).body).toMatchObject({ code: 'audit.unjudged', facts: { left: 7 } });
    for (const item of items.filter((_, index) => ![1, 2, 3].includes(index))) expect((await pass(item)).status).toBe(200);
    expect((await close()).body.code).toBe('audit.unpublished');
    await reviewer.post(`${AUDITS}/${id}/publication`);
    expect((await close()).body.code).toBe('audit.answers-unread');
    await pass(items[2]!);
    await reviewer.post(`${AUDITS}/${id}/publication`);
    expect((await close()).body).toMatchObject({ state: 'closed', progress: { total: 10, judged: 10, overdue: 1 } });
    expect((await pass(items[0]!)).body.code).toBe('audit.wrong-state');
    expect((await clerk.post(`${ITEMS}/${items[3]!.id}/answer`, { text: '补' })).body.code).toBe('audit.wrong-state');
    const acts = world.running.platform.databases.get('evidence')!.connection.collection('log-entries');
    expect((await acts.distinct('act')).filter((act: string) => act.startsWith('audit.'))).toEqual(['audit.announced', 'audit.answered', 'audit.closed', 'audit.drawn', 'audit.judged', 'audit.published']);
  });

  test('its sheet is a PDF for those who may see it; a unit’s holds the unit’s own', async () => {
    const sheets = await Promise.all([reviewer.bytes(`${AUDITS}/${id}/sheet`), clerk.bytes(`${AUDITS}/${id}/sheet`)]);
    expect(sheets.map((bytes) => Buffer.from(bytes.subarray(0, 5)).toString())).toEqual(['%PDF-', '%PDF-']);
    expect(sheets[1]!.length).toBeLessThan(sheets[0]!.length);
    expect((await (await world.as('clerk', 'B09')).get(`${AUDITS}/${id}/sheet`)).status).toBe(404);
  });

  test('a record corrected after the draw says so', async () => {
    const { itemId, id: item } = (await itemsOf(await opened({ scope: { of: 'units', unitIds: [world.id('B02')] }, kinds: ['record'], way: { by: 'share', share: 100 } })))[0]!;
    const { day, title, fields, fileIds } = (await stranger.get(`/api/evidence/records/${itemId}`)).body;
    expect((await whole(reviewer, item)).changed).toBe(false);
    expect((await stranger.post(`/api/evidence/records/${itemId}/correction`, { day, title: `${title}（更正）`, fields, fileIds, reason: '写错' })).status).toBe(200);
    expect(await whole(reviewer, item)).toMatchObject({ changed: true, revision: 1, title });
  });
});
