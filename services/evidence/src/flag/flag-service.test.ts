import { CampaignOpenedSchema, UnitChangedSchema, type AuditItemLine, type FlagView } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { until, type Client } from '@xingchuang/testkit';
import { photo, picture } from '../file/bytes.fixture.ts';
import { openWorld, SCHEME, upload, type World } from '../world.fixture.ts';

const FLAGS = '/api/evidence/flags';
const TEXT = `会议由支部书记主持，传达学习基层党建重点任务文件，党员结合岗位作交流发言，谈到要把窗口排队时间压下来，把困难群众的事情办在前面。
会议讨论预备党员转正，介绍人发表意见，与会党员逐一表态，经无记名投票一致同意按期转正，并要求加强业务学习。
会议部署结对帮扶，确定各党小组分片联系社区困难家庭，每月至少走访一次，走访情况记入台账并在下次会议通报。`;

let world: World;
let clerk: Client;
let other: Client;
let reviewer: Client;
beforeAll(async () => {
  world = await openWorld({ FLAG_BURST_ITEMS: '6', FLAG_BURST_SPREAD: '3' });
  [clerk, other, reviewer] = [await world.as('clerk', 'B01'), await world.as('clerk', 'B02'), await world.as('reviewer', 'OC')];
  world.moveClock('2026-04-15');
});
afterAll(() => world?.running.stop());

let pictures = 0;
const newFile = async (client: Client, code: string): Promise<string> => (await upload(client, world.id(code), await picture('png', 20 + (pictures += 1), 9), `${pictures}.png`)).body.id;
const people = new Map<string, string>();
async function meeting(client: Client, code: string, over: { day?: string; text?: string; fileIds?: string[]; member?: string } = {}): Promise<string> {
  const key = `${code}${over.member ?? pictures}`;
  const personId = people.get(key) ?? (await world.member(code));
  people.set(key, personId);
  const someone = [{ personId }];
  const { status, body } = await client.post('/api/evidence/records', {
    unitId: world.id(code), type: 'meeting', day: over.day ?? '2026-04-14', title: '党员大会', fileIds: over.fileIds ?? [await newFile(client, code)],
    fields: { kind: 'members', host: someone, recorder: someone, attendees: someone, absentees: [], first_topic: 'yes', text: over.text ?? '按期召开。' },
  });
  expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
  return body.id as string;
}
const flagsOf = async (client: Client, itemId: string): Promise<FlagView[]> => (await client.get(`${FLAGS}?itemId=${itemId}`)).body.items;
const flagged = (client: Client, itemId: string, kind: string): Promise<FlagView> =>
  until(async () => (await flagsOf(client, itemId)).find((flag) => flag.kind === kind), `${kind} on ${itemId}`);

test('copied minutes are shown with the pair to who may read both, and only as a likeness to others', async () => {
  const first = await meeting(clerk, 'B01', { text: TEXT });
  const copy = await meeting(other, 'B02', { text: TEXT.replace('预备党员转正', '两名预备党员转正').replace('支部书记', '孙书记') });
  const flag = await flagged(reviewer, copy, 'copied-text');
  expect(flag).toMatchObject({ item: { kind: 'record', id: copy }, other: { kind: 'record', id: first, unitId: world.id('B01') }, otherHidden: false });
  expect(flag.why.zh).toMatch(/^与另一份文字有 [89]\d% 相同/);
  const told = await flagged(other, copy, 'copied-text');
  expect(told).toMatchObject({ id: flag.id, otherHidden: true, why: { zh: '文字与其他单位的一份材料相似' } });
  expect(told).not.toHaveProperty('other');
  expect(JSON.stringify(told)).not.toContain(first);
  expect(JSON.stringify(told)).not.toContain(world.id('B01'));
  expect((await flagsOf(clerk, first)).map(({ id }) => id)).toEqual([flag.id]);
  expect((await (await world.as('clerk', 'B03')).get(FLAGS)).body.items).toEqual([]);
});

test('a corrected text loses its flag; a dismissed one is put aside with its reason', async () => {
  const one = await meeting(clerk, 'B01', { text: `${TEXT}同意。`, day: '2026-04-10' });
  const flag = await flagged(clerk, one, 'copied-text');
  expect(await reviewer.post(`${FLAGS}/${flag.id}/dismissal`, { reason: '' })).toMatchObject({ status: 422, body: { field: 'reason' } });
  expect((await reviewer.post(`${FLAGS}/${flag.id}/dismissal`, { reason: '上级统一提供的模板' }, { 'If-Match': `"${flag.version}"` })).body).toMatchObject({ dismissed: { reason: '上级统一提供的模板' } });
  expect(await reviewer.post(`${FLAGS}/${flag.id}/dismissal`, { reason: '再来' })).toMatchObject({ status: 409, body: { code: 'flag.dismissed' } });
  expect((await flagsOf(reviewer, one)).map(({ id }) => id)).not.toContain(flag.id);
  const { day, title, fields, fileIds } = (await clerk.get(`/api/evidence/records/${one}`)).body;
  await clerk.post(`/api/evidence/records/${one}/correction`, { day, title, fields: { ...fields, text: '改写' }, fileIds, reason: '重写' });
  await until(async () => !(await flagsOf(reviewer, one)).some(({ kind }) => kind === 'copied-text'), 'the flags to go');
});

test('the same file at another unit, and a photo of another day, flag the record that carries them and what was drawn', async () => {
  const bytes = await photo();
  const [mine, theirs] = [(await upload(clerk, world.id('B01'), bytes, '活动.jpg')).body.id as string, (await upload(other, world.id('B02'), bytes, '活动.jpg')).body.id as string];
  const record = await meeting(other, 'B02', { fileIds: [theirs], day: '2026-04-13', member: 'photo' });
  const { id } = (await reviewer.post('/api/evidence/audits', { title: '四月', scope: { of: 'units', unitIds: [world.id('B02')] }, from: '2026-04-13', to: '2026-04-13', kinds: ['record'], way: { by: 'share', share: 100 } })).body;
  expect((await reviewer.post(`/api/evidence/audits/${id}/draw`)).status).toBe(200);
  expect((await flagged(reviewer, record, 'near-duplicate')).other).toMatchObject({ kind: 'file', id: mine });
  expect((await flagged(reviewer, record, 'photo-date')).why.zh).toBe('相机时间 2026-03-14，申报日期 2026-04-13，相差 30 天');
  const drawn = (query = '') => reviewer.get(`/api/evidence/audits/${id}/items${query}`).then(({ body }) => body.items as AuditItemLine[]);
  await until(async () => (await drawn())[0]!.flags.length === 2, 'the drawn item to carry both');
  expect((await drawn()).map(({ itemId, flags }) => ({ itemId, flags }))).toEqual([{ itemId: record, flags: ['near-duplicate', 'photo-date'] }]);
  expect((await drawn('?flag=photo-date')).length).toBe(1);
  expect(await drawn('?flag=burst')).toEqual([]);
});

test('a photo that was taken far from where the unit above is said to be', async () => {
  const [id, parentId] = [world.id('U1'), world.id('C')];
  await world.tell(UnitChangedSchema, id, { unitId: id, code: 'U1', name: '住建局', kind: 'organ', parentId, path: [parentId, id], jurisdictionId: id, version: 2, openedOn: '2020-01-01', closedOn: '', location: { latitude: 34.75, longitude: 113.6 } });
  await until(async () => world.running.platform.databases.get('evidence')!.connection.collection<{ _id: string }>('units').findOne({ _id: id, version: 2 }), 'the unit to be told of');
  const taken = (await upload(clerk, world.id('B01'), await photo(), '外出.jpg')).body.id as string;
  const record = await meeting(clerk, 'B01', { fileIds: [taken], day: '2026-03-14', member: 'away' });
  expect(await flagged(reviewer, record, 'photo-place')).toMatchObject({ item: { kind: 'file', id: taken }, other: { kind: 'record', id: record }, why: { zh: '照片拍摄地点距“住建局”登记的位置 219 公里' } });
});

test('late filing, and the same person in two places on one day', async () => {
  const late = await meeting(clerk, 'B01', { day: '2026-02-01', member: 'busy' });
  expect((await flagged(clerk, late, 'late-filing')).why.zh).toBe('2026-02-01 的事，73 天之后才登记');
  const again = await meeting(clerk, 'B01', { day: '2026-02-01', member: 'busy' });
  expect((await flagged(clerk, again, 'same-day')).other).toMatchObject({ id: late });
});

test('a burst before the declaring closes is pointed out at each of its items, and not far from a closing', async () => {
  const c = world.id('C');
  await world.tell(CampaignOpenedSchema, 'k', {
    campaignId: newId(), title: '2026', schemeId: SCHEME, schemeVersion: 1, windowFrom: '2025-05-01', windowTo: '2026-05-20', declaringTo: '2026-05-22', unitId: c, parametersJson: '{}',
  });
  await until(async () => (await world.count('known-campaigns')) === 1, 'the campaign');
  const many = async () => {
    const ids: string[] = [];
    for (let n = 1; n <= 8; n += 1) ids.push(await meeting(await world.as('clerk', 'B05'), 'B05', { day: `2026-04-1${n % 4}`, member: String(n) }));
    return ids;
  };
  world.moveClock('2026-05-12');
  const calm = await many();
  await until(async () => (await world.count('flag-marks')) >= 16 && (await flagsOf(reviewer, calm.at(-1)!)).length > 0, 'the records to be looked at'); // late filing
  world.moveClock('2026-05-20');
  const rushed = await many();
  const flag = await flagged(reviewer, rushed.at(-1)!, 'burst');
  expect(flag).toMatchObject({ item: { kind: 'unit', id: world.id('B05') }, why: { zh: expect.stringContaining('截止日（2026-05-20）') } });
  expect((await flagged(reviewer, rushed[0]!, 'burst')).id).toBe(flag.id);
  expect((await flagsOf(reviewer, calm[0]!)).map(({ kind }) => kind)).not.toContain('burst');
});
