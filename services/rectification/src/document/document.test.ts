import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ComplaintUpheldSchema, LevelSettledSchema, LookedAgainSchema, UnitChangedSchema, type LadderDocumentView } from '@xingchuang/contracts';
import { pdf } from '@xingchuang/pdf';
import { newId } from '@xingchuang/server';
import { tell, tellCampaign, tempFolder, until, type Client } from '@xingchuang/testkit';
import { finding, SCHEME, startWorld, type Code, type World } from '../world.fixture.ts';

/** The documents that rungs and steps name in their schemes: drawn as files when they fire, each once. */
const DOCUMENTS = '/api/rectification/documents';
const VILLAGE = 'nanyang-village-community-five-star';
const CARD = {
  aspect_names: ['一', '二', '三', '四', '五', '六', '七'], aspect_points: '10', daily_points: '30', pass_line: '85', lower_level: 'none', scorer: 'work_committee', naming_body: 'work_committee',
};
let world: World;
let supervisor: Client;
let decider: Client;

beforeAll(async () => {
  world = await startWorld('2026-02-26', {}, [pdf]);
  supervisor = await world.seat('supervisor', 'OC');
  decider = await world.seat('decider', 'PG');
});
afterAll(() => world?.system.stop());

const unit = (code: Code) => world.units[code];
async function opened(code: Code, aspect: string, more: object = {}): Promise<string> {
  const { status, body } = await supervisor.post('/api/rectification/findings', finding(unit(code), aspect, '2026-02-26', more));
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}
const notice = (id: string, until: string) => supervisor.post(`/api/rectification/findings/${id}/notice`, { demand: '补齐记录', limit: { until } });
const listed = async (objectId: string, by = supervisor): Promise<LadderDocumentView[]> => (await by.get(`${DOCUMENTS}?objectId=${encodeURIComponent(objectId)}`)).body.items;
/** All documents of a thing, once they are made. */
const made = (objectId: string, count: number, by = supervisor): Promise<LadderDocumentView[]> =>
  until(async () => {
    const items = await listed(objectId, by);
    return items.length >= count && items.every(({ state }) => state !== 'coming') && items;
  }, `${count} documents`, 30_000);

async function text({ id, title }: LadderDocumentView, by = supervisor): Promise<string> {
  const answer = await fetch(`${by.url}${DOCUMENTS}/${id}/file`, { headers: { authorization: `Bearer ${by.token}` } });
  const path = join(tempFolder('documents'), `${title}.pdf`);
  writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
  return execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8' }).replace(/\s/g, '');
}

test('a noticed finding has its notice, its ledger and its plan; they name unit, problem, clause and limit, and only who reads the finding reads them', async () => {
  const id = await opened('B01', 'S2', { title: '组织生活没有记录' });
  expect((await notice(id, '2026-03-31')).status).toBe(200);
  const documents = await made(id, 3);
  expect(documents.map(({ title, state, day, clause }) => [title, state, day, clause])).toEqual([
    ['整改通知书', 'made', '2026-02-26', expect.stringMatching(/^《.+》「建立台账」$/)],
    ['问题台账', 'made', '2026-02-26', expect.stringMatching(/^《.+》「建立台账」$/)],
    ['解决方案', 'made', '2026-02-26', expect.stringMatching(/^《.+》「建立台账」$/)],
  ]);
  for (const document of documents) {
    const printed = await text(document);
    for (const words of [document.title, unit('B01').name, '组织生活没有记录', '「建立台账」', '2026年3月31日', '补齐记录', unit('OC').name]) expect(printed).toContain(words);
  }
  expect(await text(documents[0]!)).toContain((await supervisor.get(`/api/rectification/findings/${id}`)).body.number);
  const owner = await world.seat('clerk', 'B01');
  expect((await listed(id, owner)).map(({ id: one }) => one)).toEqual(documents.map(({ id: one }) => one));
  const stranger = await world.seat('clerk', 'B02');
  expect([await listed(id, stranger), (await stranger.get(`${DOCUMENTS}/${documents[0]!.id}/file`)).status]).toEqual([[], 404]);
});

test('a problem that belongs to no scheme has its notice too, in the name of whoever sends it', async () => {
  const id = newId();
  const told = { complaintId: id, noticeId: newId(), noticeNumber: '公示〔2026〕1号', campaignId: world.campaignId, unitId: unit('B02').id, foundBy: unit('WC').id, upheldOn: '2026-02-26', fraud: false };
  await tell(world.system.platform.bus, ComplaintUpheldSchema, id, told);
  await until(async () => (await supervisor.get(`/api/rectification/findings/${id}`)).status === 200, 'the problem');
  expect((await notice(id, '2026-03-31')).status).toBe(200);
  const [letter, ...more] = await made(id, 1);
  expect([letter!.title, letter!.clause, more]).toEqual(['整改通知书', '有关规定', []]);
  const printed = await text(letter!);
  for (const words of ['整改通知书', unit('B02').name, '公示期间的举报经核查属实', '补齐记录', '请你单位于2026年3月31日前完成整改', unit('OC').name]) expect(printed).toContain(words);
});

test('a list of a rung names all units that stood on it on its day under the body that issues it; that body reads it, not the units on it', async () => {
  const elsewhere = newId();
  const { bus } = world.system.platform;
  await tell(bus, UnitChangedSchema, elsewhere, { unitId: elsewhere, code: 'X1', name: '虚拟单位X1', kind: 'branch', parentId: unit('U2').id, path: [...unit('U2').path, elsewhere], jurisdictionId: elsewhere, version: 1, openedOn: '2020-01-01' });
  const city = await world.seat('decider', 'WC');
  const overseer = await world.seat('supervisor', 'WC');
  const units = [['B08', unit('B08').id, '2026-03-02'], ['B03', unit('B03').id, '2026-03-02'], ['B10', unit('B10').id, '2026-03-10'], ['X1', elsewhere, '2026-03-02']] as const;
  await until(async () => (await city.get(`/api/rectification/ladder?unitId=${elsewhere}&schemeId=${SCHEME}`)).status === 200, 'the unit elsewhere');
  for (const [, unitId] of units) {
    const { body } = await overseer.post('/api/rectification/findings', { ...finding(unit('B08'), 'S2', '2026-02-26', { title: '会议记录不全' }), unitId });
    expect((await overseer.post(`/api/rectification/findings/${body.id}/notice`, { demand: '补齐记录', limit: { until: '2026-02-27' } })).status).toBe(200);
  }
  for (const [, unitId, day] of units) {
    await world.at(day);
    expect((await city.post('/api/rectification/cases', { unitId, schemeId: SCHEME, rung: 'R1', leader: '党组成员' })).status).toBe(201);
    if (day === '2026-03-10') await world.at('2026-03-02');
  }
  await world.at('2026-06-12'); // three of them failed on 3 June, one on 11 June
  const listOf = async (unitId: string, by: Client): Promise<LadderDocumentView> => {
    const { items } = (await city.get(`/api/rectification/cases?unitId=${unitId}&state=running`)).body;
    expect(items).toEqual([expect.objectContaining({ rung: 'R2' })]);
    return (await made(items[0].id, 1, by))[0]!;
  };
  const first = await listOf(unit('B08').id, supervisor);
  const [early, late] = [await text(first), await text(await listOf(unit('B10').id, supervisor))];
  const named = (printed: string) => [...units.map(([code]) => code), 'B01'].filter((code) => printed.includes(`虚拟单位${code}`));
  expect([first.day, named(early), named(late)]).toEqual(['2026-06-03', ['B08', 'B03'], ['B08', 'B03', 'B10']]);
  expect(early).toMatch(/1虚拟单位B03.*2虚拟单位B08/);
  expect(named(await text(await listOf(elsewhere, city), city))).toEqual(['X1']);
  for (const code of ['B08', 'B03'] as const) {
    const clerk = await world.seat('clerk', code);
    expect([await listed(first.objectId, clerk), (await clerk.get(`${DOCUMENTS}/${first.id}/file`)).status]).toEqual([[], 404]);
  }
  await world.at('2026-02-26');
});

test('a rung that fires after days of downtime draws its document once, with the day and the limit from which it holds', async () => {
  const id = await opened('B05', 'S2', { title: '会议记录不全' });
  await notice(id, '2026-02-27');
  await world.at('2026-03-02');
  const assigned = await decider.post('/api/rectification/cases', { unitId: unit('B05').id, schemeId: SCHEME, rung: 'R1', leader: '党组成员' });
  expect(assigned.body.limit.lastDay).toBe('2026-06-02');
  await world.at('2026-07-15'); // the rung failed on 3 June, when nobody was there
  await Promise.all([world.system.platform.ticker.tick(), world.system.platform.ticker.tick()]);
  const { items } = (await decider.get(`/api/rectification/cases?unitId=${unit('B05').id}&state=running`)).body;
  expect(items).toEqual([expect.objectContaining({ rung: 'R2', assignedOn: '2026-06-03' })]);
  const [list, ...more] = await made(items[0].id, 1);
  expect([list!.title, list!.day, more]).toEqual(['软弱涣散党组织名单', '2026-06-03', []]);
  const printed = await text(list!);
  for (const words of ['软弱涣散党组织名单', unit('B05').name, '会议记录不全', '「软弱涣散党组织」', '2026年12月3日', '自2026年6月3日起6个月', unit('PG').name]) expect(printed).toContain(words);
  await world.at('2026-07-16');
  expect((await listed(items[0].id)).map(({ id: one }) => one)).toEqual([list!.id]);
  expect(await listed(assigned.body.id)).toEqual([]); // the scheme names none for the first rung
});

test('a yellow card is a letter of the body that gives it, once its limit is set', async () => {
  const { bus } = world.system.platform;
  const campaignId = await tellCampaign(bus, 'jiaozuo-five-star-model-branch', unit('WC').id, CARD);
  const unitId = unit('B07').id;
  await tell(bus, LevelSettledSchema, `${campaignId}:${unitId}`, { campaignId, unitId, level: 'none', settledOn: '2026-07-16', score: '75', held: 'five_star' });
  const committee = await world.seat('decider', 'WC');
  const { id } = await until(async () => (await committee.get(`/api/rectification/cases?unitId=${unitId}`)).body.items[0], 'the card');
  expect(await listed(id, committee)).toEqual([]);
  expect((await committee.post(`/api/rectification/cases/${encodeURIComponent(id)}/limit`, { leader: '市直机关工委', limit: { workdays: 20 } })).body.state).toBe('running');
  const [card] = await made(id, 1, committee);
  const printed = await text(card!, committee);
  for (const words of ['黄牌警告书', unit('B07').name, '「对工作滑坡的黄牌警告」', '20个工作日', '2026年8月13日', '市直机关工委', unit('WC').name, '摘星降级']) expect(printed).toContain(words);
});

test('each look-back is recorded, and a handover has its list for every unit that it goes to', async () => {
  await world.at('2026-07-16');
  await tellCampaign(world.system.platform.bus, VILLAGE, unit('WC').id, {});
  await until(async () => (await supervisor.get(`/api/rectification/ladder?unitId=${unit('B03').id}&schemeId=${VILLAGE}`)).status === 200, 'the scheme');
  const id = await opened('B03', 'V1', { schemeId: VILLAGE, category: 'individual', title: '公开栏没有更新' });
  await notice(id, '2026-07-31');
  await (await world.seat('clerk', 'B03')).post(`/api/rectification/findings/${id}/proof`, { text: '已更新' });
  await (await world.seat('supervisor', 'SG')).post(`/api/rectification/findings/${id}/look-back`, { lookedOn: '2026-07-16', text: '公开栏已更新，内容完整' });
  await tell(world.system.platform.bus, LookedAgainSchema, newId(), { findingId: id, visitId: newId(), lookedOn: '2026-07-16' });
  const documents = await made(id, 3);
  expect(documents.map(({ title }) => title)).toEqual(['整改要求', '“回头看”记录', '“回头看”记录']);
  const [demand, record] = [await text(documents[0]!), await text(documents[1]!)];
  for (const words of ['整改要求', unit('B03').name, '公开栏没有更新', '「限期进行整改」，请你单位于2026年7月31']) expect(demand).toContain(words);
  for (const words of ['“回头看”记录', '公开栏已更新，内容完整', '2026年7月16日', '「回头看」']) expect(record).toContain(words);
  expect(record).not.toContain('请于');

  const { body: given } = await supervisor.post('/api/rectification/handovers', { unitId: unit('B03').id, findingId: id, title: '更换公开栏', limit: { workdays: 5 } });
  const clerk = await world.seat('clerk', 'B03');
  await made(given.id, 1);
  const forwarded = await clerk.post(`/api/rectification/handovers/${given.id}/forwarding`, { unitId: unit('B08').id, reason: '由八支部负责' });
  expect(forwarded.status).toBe(200);
  const lists = await made(given.id, 2);
  expect(lists.map(({ title, unitId }) => [title, unitId])).toEqual([['交办单', unit('B03').id], ['交办单', unit('B08').id]]);
  for (const words of ['交办单', given.number, '更换公开栏', unit('B08').name, unit('OC').name]) expect(await text(lists[1]!)).toContain(words);
  expect((await listed(given.id, await world.seat('clerk', 'B08'))).map(({ unitId }) => unitId)).toEqual([unit('B08').id]);
});

test('what cannot be printed is told, and does not keep the others waiting', async () => {
  const id = await opened('B10', 'S2', { title: '记录里有𫔽字' });
  await notice(id, '2026-08-31');
  const documents = await made(id, 3);
  expect(documents.map(({ state, fault }) => [state, fault])).toEqual(documents.map(() => ['impossible', expect.stringContaining('𫔽')]));
  const next = await opened('B02', 'S2', { title: '正常的问题' });
  await notice(next, '2026-08-31');
  expect((await made(next, 3)).map(({ state }) => state)).toEqual(['made', 'made', 'made']);
});
