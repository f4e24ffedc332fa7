import { readFileSync } from 'node:fs';
import { until, type Answer, type Client } from '@xingchuang/testkit';
import { startSystem, type System } from './system.ts';
import { expectUnknown } from './unknown.ts';

const SCHEME = 'nanyang-organ-five-star';
const TASK = `${SCHEME}/T01`;
const photo = readFileSync(new URL('../fixtures/photo-tree-planting.jpg', import.meta.url));
const SECRET = '玉兰苑清淤';

/** Ids of things of the archive that belong to B01, to those above it, or to the community Q1. */
interface Things {
  unit: string;
  file: string;
  record: string;
  upload: string;
  batch: string;
  linking: string;
  frozen: string;
  audit: string;
  item: string;
  flag: string;
  bag: string;
  exemption: string;
  hold: string;
  registration: string;
  order: string;
  community: string;
}

let system: System;
/** B01, another branch of its unit; the organ committee above both, a street and a community elsewhere. */
let [owner, stranger, above, decider, street, community]: Client[] = [];
let campaign = '';
const theirs = {} as Things;

const E = '/api/evidence';
const made = ({ status, body }: Answer): string => {
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id as string;
};
const upload = (by: Client, unit: string, bytes: Uint8Array, name: string, headers: Record<string, string> = {}) => by.upload(`${E}/files`, bytes, { 'x-unit': unit, 'x-file-name': encodeURIComponent(name), ...headers });
const base64 = (text: string) => Buffer.from(text).toString('base64');
const tus = async (by: Client, method: string, path: string, headers: Record<string, string>, body?: Uint8Array): Promise<Answer> => {
  const answer = await fetch(by.url + path, { method, headers: { authorization: `Bearer ${by.token}`, 'tus-resumable': '1.0.0', ...headers }, ...(body && { body: body as Uint8Array<ArrayBuffer> }) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) };
};
const begin = (by: Client, unit: string, more = '') => tus(by, 'POST', `${E}/tus`, { 'upload-length': '100', 'upload-metadata': `filename ${base64('a.txt')},unit ${base64(unit)}${more}` });
const span = { from: '2026-01-01', to: '2026-12-31' };
const service = (personId: string, title = '河道清理') => ({ type: 'community_service', day: '2026-01-03', title, fields: { people: [{ personId, minutes: 90 }], time: 'weekend', activity: 'environment' } });
const personOf = async (client: Client) => (await client.get('/api/registry/session')).body.person.id as string;
const filed = (client: Client, record: object) => until(async () => {
  const answer = await client.post(`${E}/records`, record);
  return answer.status === 201 && (answer.body.id as string); // people arrive over the bus
}, 'the record');

beforeAll(async () => {
  system = await startSystem({ config: { DISPOSAL_WAIT_DAYS: '1' } });
  [owner, stranger, above, decider, street, community] = await Promise.all(
    ([['b01.clerk'], ['b02.clerk'], ['oc.reviewer', 'reviewer'], ['pg.decider'], ['j1.reviewer'], ['q1.clerk']] as const).map(([login, role]) => system.as(login, role)),
  );
  theirs.unit = system.unit('B01');
  theirs.community = system.unit('Q1');
  theirs.batch = made(await owner!.post(`${E}/batches`, { unitId: theirs.unit, title: SECRET, lines: [{ name: '植树.jpg' }, { name: '未到.jpg' }] }));
  theirs.file = made(await upload(owner!, theirs.unit, photo, '植树.jpg', { 'x-batch': theirs.batch }));
  theirs.record = await filed(owner!, { ...service(await personOf(owner!), SECRET), unitId: theirs.unit, fileIds: [theirs.file] });
  theirs.upload = (await begin(owner!, theirs.unit)).headers.get('location')!.split('/').at(-1)!;
  theirs.linking = (await owner!.post(`${E}/task-links`, { act: 'link', tasks: [TASK], items: [{ kind: 'file', id: theirs.file }] })).body.id as string;
  // the same photograph in another unit raises a flag with two sides
  made(await upload(await system.as('b03.clerk'), system.unit('B03'), photo, '植树.jpg'));
  theirs.flag = await until(async () => (await above!.get(`${E}/flags?unitId=${theirs.unit}`)).body.items?.[0]?.id as string | undefined, 'a flag', 60_000);
  theirs.audit = made(await above!.post(`${E}/audits`, { title: '抽查', scope: { of: 'units', unitIds: [theirs.unit] }, ...span, way: { by: 'list', items: [{ kind: 'record', id: theirs.record }] } }));
  expect((await above!.post(`${E}/audits/${theirs.audit}/draw`)).status).toBe(200);
  theirs.item = (await above!.get(`${E}/audits/${theirs.audit}/items`)).body.items[0].id as string;
  expect((await above!.post(`${E}/audit-items/${theirs.item}/verdict`, { verdict: 'supplement', text: '请补签到表', workdays: 5 })).status).toBe(200);
  expect((await above!.post(`${E}/audits/${theirs.audit}/publication`)).status).toBe(200);
  theirs.bag = made(await above!.post(`${E}/bags`, { unitId: theirs.unit, year: 2026 }));
  const PARAMETERS = { rank_behind: 10, spot_check_share: 30, notice_publisher: 'work_committee', notice_channel: '门户网站' };
  campaign = made(await decider!.post('/api/assessment/campaigns', { title: '2025年度评定', schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters: PARAMETERS }));
  theirs.exemption = await until(async () => {
    const { status, body } = await above!.post(`${E}/exemptions`, { unitId: theirs.unit, scheme: SCHEME, duty: 'D1', period: '2026-Q1', reason: SECRET });
    return status === 201 && (body.id as string); // that the scheme is run here arrives over the bus
  }, 'the exemption');
  theirs.hold = made(await decider!.post(`${E}/legal-holds`, { kind: 'record', id: theirs.record, reason: `${SECRET}争议` }));
  theirs.registration = made(await owner!.post(`${E}/community/registrations`, { unitId: theirs.unit, communityId: theirs.community, basis: 'resident', from: '2026-01-02' }));
  theirs.order = made(await community!.post(`${E}/community/orders`, { communityId: theirs.community, kind: 'service', title: SECRET }));
  expect((await street!.post(`${E}/community/orders/${theirs.order}/dispatch`, { unitIds: [theirs.unit] })).status).toBe(200);
  const candidacy = (await owner!.get(`/api/assessment/candidacies?campaignId=${campaign}`)).body.items[0].id as string;
  expect((await owner!.post(`/api/assessment/candidacies/${candidacy}/declare`, { level: 'one', text: '自评', evidence: [theirs.record, theirs.file] })).status).toBe(200);
  theirs.frozen = await until(async () => (await owner!.get(`${E}/frozen-sets`)).body.items?.[0]?.id as string | undefined, 'what was handed in');
}, 180_000);
afterAll(() => system?.stop());

type Who = 'owner' | 'stranger' | 'above' | 'decider' | 'street' | 'community';
const seat = (who: Who): Client => ({ owner, stranger, above, decider, street, community })[who]!;

/** That another unit is there is no secret, everyone sees the tree; what it has, nobody hears of. */
async function expectOutOfScope(ask: (id: string) => Promise<Answer>): Promise<void> {
  expect(await ask(theirs.unit)).toMatchObject({ status: 404, body: { code: 'thing.missing', errors: [] } });
}

describe('what is asked for by its id', () => {
  test.each<[keyof Things, Who, Who, (id: string) => string]>([
    ['batch', 'owner', 'stranger', (id) => `batches/${id}`],
    ['batch', 'owner', 'stranger', (id) => `batches/${id}/lines`],
    ['batch', 'owner', 'stranger', (id) => `batches/${id}/receipt`],
    ['upload', 'owner', 'stranger', (id) => `tus/${id}/receipt`],
    ['upload', 'owner', 'above', (id) => `tus/${id}/receipt`],
    ['file', 'owner', 'stranger', (id) => `files/${id}/derived`],
    ['file', 'owner', 'street', (id) => `files/${id}/derived`],
    ['file', 'owner', 'street', (id) => `files/${id}/thumbnail`],
    ['file', 'owner', 'street', (id) => `files/${id}/pages/1`],
    ['file', 'owner', 'street', (id) => `files/${id}/content`],
    ['file', 'owner', 'stranger', (id) => `files/${id}/receipt`],
    ['record', 'owner', 'stranger', (id) => `records/${id}/receipt`],
    ['record', 'owner', 'street', (id) => `records/${id}`],
    ['frozen', 'owner', 'stranger', (id) => `frozen-sets/${id}`],
    ['frozen', 'above', 'street', (id) => `frozen-sets/${id}`],
    ['record', 'owner', 'stranger', (id) => `frozen-sets/${theirs.frozen}/records/${id}`],
    ['audit', 'owner', 'stranger', (id) => `audits/${id}`],
    ['audit', 'owner', 'stranger', (id) => `audits/${id}/items`],
    ['audit', 'above', 'street', (id) => `audits/${id}`],
    ['audit', 'above', 'street', (id) => `audits/${id}/population`],
    ['audit', 'above', 'street', (id) => `audits/${id}/units`],
    ['audit', 'above', 'street', (id) => `audits/${id}/sheet`],
    ['item', 'owner', 'stranger', (id) => `audit-items/${id}`],
    ['item', 'above', 'street', (id) => `audit-items/${id}`],
    ['bag', 'above', 'street', (id) => `bags/${id}`],
    ['order', 'owner', 'stranger', (id) => `community/orders/${id}`],
  ])('%s: %s has it, %s does not', async (thing, whose, who, path) => {
    expect((await seat(whose).get(`${E}/${path(theirs[thing])}`)).status).toBeLessThan(300);
    await expectUnknown((id) => seat(who).get(`${E}/${path(id)}`), theirs[thing]);
  });

  test('a package belongs to who ordered it, whoever else may read the unit', async () => {
    const leader = await system.as('u1.leader');
    await expectUnknown((id) => leader.get(`${E}/bags/${id}`), theirs.bag);
    await expectUnknown((id) => leader.get(`${E}/bags/${id}/content`), theirs.bag);
    expect((await leader.get(`${E}/bags`)).body.items).toEqual([]);
  });
});

const OF_UNIT = [
  'batches', 'frozen-sets', 'flags', 'exemptions', 'duties/summary', 'duties/export', 'search?q=清淤', 'search/count?q=清淤', 'measures?type=community_service', 'registers?type=community_service',
  `archive?year=2026&scheme=${SCHEME}`, `archive/items?year=2026&scheme=${SCHEME}`, `archive/cover?year=2026&scheme=${SCHEME}`, `archive/index?year=2026&scheme=${SCHEME}`, 'disposals', 'legal-holds', 'community/registrations', 'community/orders', 'community/evaluations?month=2026-01', 'community/statistics?from=2026-01-01&to=2026-12-31',
  'community/statistics/sheet?from=2026-01-01&to=2026-12-31',
] as const;
const OF_ONE = /^archive/; // these want a unit
const with_ = (path: string, more: string) => `${E}/${path}${path.includes('?') ? '&' : '?'}${more}`;

describe('what is listed', () => {
  test.each<[string, Who]>(OF_UNIT.filter((path) => !OF_ONE.test(path)).flatMap((path) => [[path, 'stranger'], ...(path.startsWith('community') ? [] : [[path, 'street'] as [string, Who]])] as [string, Who][]))('%s of %s holds nothing of theirs', async (path, who) => {
    const { status, body } = await seat(who).get(`${E}/${path}`);
    expect(status).toBe(200);
    for (const id of [...Object.values(theirs).filter((one) => one !== theirs.community), SECRET]) expect(JSON.stringify(body)).not.toContain(id);
  });

  test.each([...OF_UNIT])('%s of that unit, by name', async (path) => {
    for (const more of OF_ONE.test(path) || /^(batches|frozen|disposals|legal)/.test(path) ? [''] : ['', '&subtree=true']) {
      await expectOutOfScope((id) => stranger!.get(with_(path, `unitId=${id}${more}`)));
    }
  });

  test.each(['batches', 'frozen-sets', 'search?q=清淤', 'legal-holds', 'exemptions', 'community/registrations', 'community/orders', 'audits'])('%s shows its owner what there is', async (path) => {
    expect((await owner!.get(`${E}/${path}`)).body.items.length).toBeGreaterThan(0);
  });

  test.each(['audits', 'bags'])('%s of others are none of the street’s', async (path) => {
    expect((await street!.get(`${E}/${path}`)).body.items).toEqual([]);
  });

  test('audits that do not concern it', async () => {
    expect((await stranger!.get(`${E}/audits`)).body.items).toEqual([]);
  });

  test('what waits is told to those for whom it waits', async () => {
    const waits = async (by: Client) => ((await by.get(`${E}/todo`)).body.items as { kind: string; id: string }[]).filter(({ id }) => id === theirs.item || id === theirs.order).map(({ kind }) => kind).sort();
    expect(await waits(owner!)).toEqual(['audit.answer', 'order.accept']);
    for (const who of [stranger!, street!, above!, decider!]) expect(await waits(who)).toEqual([]);
    const { body } = await stranger!.get(`${E}/todo`);
    for (const id of [...Object.values(theirs).filter((one) => one !== theirs.community), SECRET]) expect(JSON.stringify(body)).not.toContain(id);
  });

  test('what looks alike is asked of one’s own files only', async () => {
    await expectUnknown((id) => stranger!.get(`${E}/likenesses?fileIds=${id}`), theirs.file, (await stranger!.get(`${E}/likenesses?fileIds=${theirs.upload}`)).status);
  });

  test('the flag of two units shows each only its own side', async () => {
    const { items } = (await (await system.as('b03.clerk')).get(`${E}/flags`)).body as { items: unknown[] };
    for (const id of [theirs.file, theirs.unit]) expect(JSON.stringify(items)).not.toContain(id);
    await expectUnknown((id) => stranger!.get(`${E}/flags?itemId=${id}`), theirs.file, 200);
  });
});

describe('what is done', () => {
  test.each<[keyof Things, Who, string, (id: string) => Promise<Answer>]>([
    ['file', 'stranger', 'reads the words of', (id) => stranger!.get(`${E}/files/${id}/text`)],
    ['file', 'street', 'reads the words of', (id) => street!.get(`${E}/files/${id}/text`)],
    ['batch', 'stranger', 'announces more in', (id) => stranger!.post(`${E}/batches/${id}/lines`, { lines: [{ name: 'x.jpg' }] })],
    ['batch', 'stranger', 'closes', (id) => stranger!.post(`${E}/batches/${id}/close`)],
    ['upload', 'stranger', 'looks after', (id) => tus(stranger!, 'HEAD', `${E}/tus/${id}`, {})],
    ['upload', 'above', 'sends bytes to', (id) => tus(above!, 'PATCH', `${E}/tus/${id}`, { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, Buffer.from('x'))],
    ['upload', 'stranger', 'ends', (id) => tus(stranger!, 'DELETE', `${E}/tus/${id}`, {})],
    ['linking', 'stranger', 'takes back', (id) => stranger!.post(`${E}/task-links/${id}/undo`)],
    ['file', 'stranger', 'links among many', (id) => stranger!.post(`${E}/task-links`, { act: 'link', tasks: [TASK], items: [{ kind: 'file', id }] })],
    ['audit', 'street', 'draws', (id) => street!.post(`${E}/audits/${id}/draw`)],
    ['audit', 'street', 'withdraws', (id) => street!.post(`${E}/audits/${id}/withdrawal`, { reason: '不再需要' })],
    ['audit', 'street', 'publishes', (id) => street!.post(`${E}/audits/${id}/publication`)],
    ['audit', 'street', 'closes', (id) => street!.post(`${E}/audits/${id}/closing`)],
    ['item', 'street', 'holds', (id) => street!.post(`${E}/audit-items/${id}/hold`)],
    ['item', 'street', 'judges', (id) => street!.post(`${E}/audit-items/${id}/verdict`, { verdict: 'pass' })],
    ['item', 'stranger', 'answers', (id) => stranger!.post(`${E}/audit-items/${id}/answer`, { text: '已补' })],
    ['flag', 'street', 'dismisses', (id) => street!.post(`${E}/flags/${id}/dismissal`, { reason: '无关' })],
    ['exemption', 'street', 'takes back', (id) => street!.post(`${E}/exemptions/${id}/undo`, { reason: '无关' })],
    ['registration', 'stranger', 'ends', (id) => stranger!.post(`${E}/community/registrations/${id}/end`, { on: '2026-01-05', reason: '搬迁' })],
    ['order', 'stranger', 'accepts', (id) => stranger!.post(`${E}/community/orders/${id}/accept`)],
    ['order', 'stranger', 'returns', (id) => stranger!.post(`${E}/community/orders/${id}/return`, { reason: '无力' })],
    ['order', 'stranger', 'rates', (id) => stranger!.post(`${E}/community/orders/${id}/rate`, { satisfaction: 'fair' })],
    ['order', 'stranger', 'cancels', (id) => stranger!.post(`${E}/community/orders/${id}/cancel`, { reason: '无关' })],
    ['order', 'above', 'dispatches', (id) => above!.post(`${E}/community/orders/${id}/dispatch`, { unitIds: [system.unit('B02')] })],
    ['record', 'stranger', 'closes', (id) => stranger!.post(`${E}/records/${id}/close`, {})],
  ])('%s: %s %s it', async (thing, _, __, act) => {
    await expectUnknown(act, theirs[thing]);
  });

  test.each<[string, (id: string) => Promise<Answer>]>([
    ['opens a batch for', (id) => stranger!.post(`${E}/batches`, { unitId: id, lines: [{ name: 'x.jpg' }] })],
    ['begins an upload for', (id) => begin(stranger!, id)],
    ['uploads a zip for', (id) => stranger!.upload(`${E}/zip-uploads`, Buffer.from('PK'), { 'x-unit': id, 'x-file-name': 'a.zip' })],
    ['registers', (id) => stranger!.post(`${E}/community/registrations`, { unitId: id, communityId: theirs.community, basis: 'resident', from: '2026-01-02' })],
    ['exempts', (id) => street!.post(`${E}/exemptions`, { unitId: id, scheme: SCHEME, duty: 'D1', period: '2026-Q2', reason: '无关' })],
    ['exports', (id) => street!.post(`${E}/bags`, { unitId: id, year: 2026 })],
    ['audits', (id) => street!.post(`${E}/audits`, { title: '抽查', scope: { of: 'subtree', unitId: id }, ...span, way: { by: 'share', share: 10, perUnit: 1 } })],
    ['proposes disposals of', (id) => street!.post(`${E}/disposals`, { unitId: id, items: [{ kind: 'file', id: theirs.file }], reason: '保管期满' })],
    ['looks for what may go of', (id) => street!.get(`${E}/disposal-candidates?unitId=${id}`)],
  ])('%s another unit', async (_, act) => {
    await expectOutOfScope(act);
  });

  test('has changed nothing', async () => {
    const [batch, item, order, registration] = await Promise.all([owner!.get(`${E}/batches/${theirs.batch}`), above!.get(`${E}/audit-items/${theirs.item}`), community!.get(`${E}/community/orders/${theirs.order}`), owner!.get(`${E}/community/registrations`)]);
    expect([batch!.body.state, batch!.body.announced, item!.body.verdict?.verdict ?? item!.body.verdict, order!.body.state, registration!.body.items[0].until]).toEqual(['open', 2, 'supplement', 'dispatched', undefined]);
    expect((await tus(owner!, 'HEAD', `${E}/tus/${theirs.upload}`, {})).status).toBe(200);
  });
});
