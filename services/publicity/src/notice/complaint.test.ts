import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { evidence } from '@xingchuang/evidence';
import { LevelDecidedSchema, type ComplaintStatus, type ComplaintView, type RewardLineView } from '@xingchuang/contracts';
import { pdf } from '@xingchuang/pdf';
import { newId, type Running } from '@xingchuang/server';
import { Client, startServices, tell, tellCampaign, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { publicity } from '../index.ts';
import { MOST } from './complaint-gate.ts';

const WORLD = {
  C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], U1: ['organ', 'C'], PG: ['party_group', 'U1', 'body'], B01: ['branch', 'U1'], B02: ['branch', 'U1'], B03: ['branch', 'U1'], B04: ['branch', 'U1'],
} as const;
type Code = keyof typeof WORLD;
type Role = Parameters<TestTrust['token']>[0]['role'];
/** Words that may stand with the complaint and nowhere else. */
const NAME = '虚拟人闻举报';
const CONTACT = '0399-7654321';
const TEXT = '服务时长是补签的，有签到表照片为证';
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let system: Running;
let trust: TestTrust;
let units: Record<Code, TestUnit>;
let publicist: Client;
let campaignId: string;
let noticeId: string;
const decidedBy = randomUUID();
const codes: string[] = [];

const anyone = () => new Client(system.url);
const seat = async (role: Role, unit: TestUnit, personId?: string) => new Client(system.url, await trust.token({ role, unitId: unit.id, unitKind: unit.kind, jurisdictionId: unit.jurisdictionId, ...(personId ? { personId } : {}) }));
const at = (day: string) => system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
const public_ = (rest: string) => `/api/publicity/public/${rest}`;
const complain = (code: Code, more: object = {}, key?: string) => anyone().post(public_(`notices/${noticeId}/complaints`), { unitId: units[code].id, text: TEXT, ...more }, key ? { 'idempotency-key': key } : {});
const attach = (bytes: Uint8Array, name = '签到表.png') => anyone().upload(public_(`notices/${noticeId}/complaint-files`), bytes, { 'x-file-name': encodeURIComponent(name) });
const follow = async (receiptCode: string): Promise<ComplaintStatus> => (await anyone().post(public_('complaints/status'), { receiptCode })).body;
const listed = async (client: Client, query = '') => (await client.get(`/api/publicity/complaints${query}`)).body.items as ComplaintView[];
const handling = (upheld: boolean, more: object = {}) => ({ upheld, finding: '查阅原始签到表', answer: '核查情况已函告', ...more });
/** Files a complaint; answers its id and code. */
async function filed(code: Code, more: object = {}): Promise<{ id: string; receiptCode: string }> {
  const before = new Set((await listed(publicist)).map(({ id }) => id));
  const { status, body } = await complain(code, more);
  if (status !== 201) throw new Error(JSON.stringify(body));
  codes.push(body.receiptCode);
  return { id: (await listed(publicist)).find(({ id }) => !before.has(id))!.id, receiptCode: body.receiptCode };
}
/** What waits for a seat, but for what follows from proven fraud. */
const todo = async (client: Client): Promise<string[]> => (await client.get('/api/publicity/todo')).body.items.map(({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`).filter((one: string) => !one.startsWith('reward'));
const removed = async () => (await anyone().get(public_(`notices/${noticeId}`))).body.candidates.filter((one: { disqualified: boolean }) => one.disqualified).map((one: { unitId: string }) => one.unitId);

beforeAll(async () => {
  system = await startServices([publicity, pdf, evidence], { now: '2026-02-13T10:00:00+08:00', config: { SCANNER: 'off' } });
  const { bus } = system.platform;
  trust = await testTrust(bus);
  units = await tellUnits(bus, WORLD);
  publicist = await seat('publicist', units.WC);
  campaignId = await tellCampaign(bus, 'nanyang-organ-five-star', units.WC.id, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '门户网站' });
  const shown = ['B01', 'B02', 'B03', 'B04'] as const;
  for (const code of shown) await tell(bus, LevelDecidedSchema, `${campaignId}:${units[code].id}`, { campaignId, unitId: units[code].id, level: 'four', decidedBy: units.WC.id, decidedOn: '2026-02-12', needsNotice: true, personIds: [decidedBy] });
  const published = await until(async () => {
    const answer = await publicist.post('/api/publicity/notices', { campaignId, unitIds: shown.map((code) => units[code].id), title: '四星党支部公示' });
    return answer.status === 201 && answer.body;
  }, 'the notice');
  noticeId = published.id;
});
afterAll(() => system?.stop());

describe('a complaint', () => {
  test('is named or anonymous, with files; the same order twice is one complaint with one code', async () => {
    const attachment = await attach(PNG);
    expect([attachment.status, attachment.body.name, attachment.body.size]).toEqual([201, '签到表.png', PNG.length]);
    const order = { name: NAME, contact: CONTACT, remedy: '请重新核实', files: [attachment.body.token] };
    const key = randomUUID();
    const [first, second] = [await complain('B01', order, key), await complain('B01', order, key)];
    codes.push(first.body.receiptCode);
    expect([first.status, second.status, second.body.receiptCode]).toEqual([201, 201, first.body.receiptCode]);
    expect(first.body.receiptCode).toMatch(/^[0-9A-F]{5}(-[0-9A-F]{5}){3}$/);
    const [line, ...more] = await listed(publicist, '?open=true');
    expect([more, line!.due, Object.keys(line!)]).toEqual([[], '2026-03-05', expect.not.arrayContaining(['name', 'contact', 'text'])]); // ten working days, the spring festival left out
    const whole = (await publicist.get(`/api/publicity/complaints/${line!.id}`)).body as ComplaintView;
    expect([whole.name, whole.contact, whole.remedy, whole.files.map(({ name, mediaType }) => [name, mediaType])]).toEqual([NAME, CONTACT, '请重新核实', [['签到表.png', 'image/png']]]);
    const bytes = await publicist.bytes(`/api/publicity/complaints/${line!.id}/files/${whole.files[0]!.id}`);
    expect(Buffer.from(bytes).equals(PNG)).toBe(true);
    expect((await complain('B01', { files: [attachment.body.token] })).body).toMatchObject({ code: 'complaint.no-such-file', field: 'files[0]' }); // it belongs to the first
    expect(await follow(first.body.receiptCode)).toMatchObject({ state: 'open', answerBy: '2026-03-05', fileNames: ['签到表.png'], unitName: units.B01.name });
  });

  test('is not seen by the unit it is about, nor by the bureau above it', async () => {
    const [line] = await listed(publicist);
    for (const [role, code] of [['publicist', 'B01'], ['supervisor', 'B01'], ['publicist', 'U1'], ['supervisor', 'PG']] as const) {
      const client = await seat(role, units[code]);
      const answers = [await client.get(`/api/publicity/complaints/${line!.id}`), await client.get(`/api/publicity/notices/${noticeId}/complaints`), await client.post(`/api/publicity/complaints/${line!.id}/handling`, handling(false))];
      expect([role, code, await listed(client), ...answers.map(({ status }) => status)]).toEqual([role, code, [], 404, 404, 404]);
    }
    expect((await (await seat('clerk', units.B01)).get(`/api/publicity/complaints/${line!.id}`)).status).toBe(403);
  });

  test('is acknowledged, and found upon by nobody who decided the case', async () => {
    const [line] = await listed(publicist);
    const path = `/api/publicity/complaints/${line!.id}`;
    const taken = await publicist.post(`${path}/acknowledgement`, {});
    expect([taken.body.state, taken.body.acknowledgedOn]).toEqual(['acknowledged', '2026-02-13']);
    const partial = await (await seat('publicist', units.WC, decidedBy)).post(`${path}/handling`, handling(false));
    expect([partial.status, partial.body.code]).toEqual([403, 'complaint.decided-case']);
    expect((await publicist.post(`${path}/handling`, handling(true), { 'if-match': '1' })).status).toBe(412);
  });

  test('that is true removes the candidate; fraud adds accountability to the ledger', async () => {
    const [line] = await listed(publicist);
    const { body } = await publicist.post(`/api/publicity/complaints/${line!.id}/handling`, handling(true, { fraud: true }));
    expect([body.state, body.fraud, await removed()]).toEqual(['upheld', true, [units.B01.id]]);
    expect(await follow(codes[0]!)).toMatchObject({ state: 'upheld', answer: '核查情况已函告', appealBy: '' });
    const ledger = (await publicist.get(`/api/publicity/rewards?campaignId=${campaignId}`)).body.items as RewardLineView[];
    expect(ledger.map(({ effect, origin, unitId, action }) => [effect, origin, unitId, action])).toEqual([['AC1', 'complaint', units.B01.id, 'accountability']]);
    const again = await filed('B01');
    expect((await publicist.post(`/api/publicity/complaints/${again.id}/handling`, handling(true, { fraud: true }))).body.state).toBe('upheld'); // a second one on a candidate that is gone
    expect(await removed()).toEqual([units.B01.id]);
  });
});

describe('an appeal', () => {
  let second: { id: string; receiptCode: string };
  const appealed = (receiptCode: string) => anyone().post(public_('complaints/appeal'), { receiptCode, text: '没有找我核实' });

  test('is made once, within its working days, and only by who has the code', async () => {
    second = await filed('B02', { name: NAME, contact: CONTACT });
    expect((await appealed(second.receiptCode)).body.code).toBe('complaint.wrong-state'); // nothing is answered yet
    await publicist.post(`/api/publicity/complaints/${second.id}/handling`, handling(false));
    expect(await follow(second.receiptCode)).toMatchObject({ state: 'dismissed', appealBy: '2026-02-25' }); // three working days
    expect((await appealed('00000-00000-00000-00000')).status).toBe(404);
    const { body } = await appealed(second.receiptCode.toLowerCase());
    expect(body).toMatchObject({ state: 'appealed', answerBy: '2026-03-05', appeal: { toName: units.C.name, upheld: null } });
    expect((await appealed(second.receiptCode)).body.code).toBe('complaint.appealed-before');
  });

  test('comes too late after its last day', async () => {
    const third = await filed('B03');
    await publicist.post(`/api/publicity/complaints/${third.id}/handling`, handling(false));
    at('2026-02-26');
    expect((await appealed(third.receiptCode)).body).toMatchObject({ code: 'complaint.appeal-late', facts: { lastDay: '2026-02-25' } });
    expect(await follow(third.receiptCode)).toMatchObject({ state: 'dismissed', appealBy: '' });
  });

  test('is answered by the body above, by another person; no notice ends before', async () => {
    const fourth = await filed('B04');
    at('2026-02-28');
    const confirm = () => publicist.post(`/api/publicity/notices/${noticeId}/confirmation`);
    expect((await confirm()).body).toMatchObject({ code: 'notice.complaint-open', facts: { open: 2 } });
    const waiting = [second, fourth].map(({ id }) => `complaint.handle ${id}`);
    expect([await todo(publicist), await todo(await seat('supervisor', units.WC)), await todo(await seat('supervisor', units.C, decidedBy))]).toEqual([[waiting[1]], [waiting[1]], []]);
    expect((await todo(await seat('supervisor', units.C))).sort()).toEqual(waiting.sort());
    expect([await todo(await seat('supervisor', units.B02)), await todo(await seat('decider', units.WC))]).toEqual([[], []]);
    const person = randomUUID();
    expect((await (await seat('supervisor', units.WC, person)).post(`/api/publicity/complaints/${fourth.id}/handling`, handling(false))).body.state).toBe('dismissed');
    const answer = `/api/publicity/complaints/${second.id}/appeal-answer`;
    expect((await publicist.post(answer, handling(true))).body).toMatchObject({ code: 'complaint.other-body', facts: { body: units.C.name } });
    expect((await (await seat('supervisor', units.C, decidedBy)).post(answer, handling(true))).body.code).toBe('complaint.decided-case');
    expect((await publicist.post(`/api/publicity/complaints/${second.id}/handling`, handling(true))).body.code).toBe('complaint.handled-before');
    expect((await (await seat('supervisor', units.C)).post(answer, handling(true, { answer: '复核认定属实' }))).body).toMatchObject({ state: 'upheld', appeal: { upheld: true, answeredOn: '2026-02-28' } });
    expect((await removed()).sort()).toEqual([units.B01.id, units.B02.id].sort());
    expect(await follow(second.receiptCode)).toMatchObject({ state: 'upheld', appeal: { answer: '复核认定属实' } });

    expect((await confirm()).body).toMatchObject({ code: 'notice.appeal-possible', facts: { until: '2026-03-04' } }); // the fourth may still be appealed against
    const last = await appealed(fourth.receiptCode);
    expect(last.body.state).toBe('appealed');
    expect([await todo(publicist), await todo(await seat('supervisor', units.C, person)), await todo(await seat('supervisor', units.C))]).toEqual([[], [], [waiting[1]]]);
    at('2026-03-06');
    expect((await confirm()).body.code).toBe('notice.complaint-open');
    const appeal = `/api/publicity/complaints/${fourth.id}/appeal-answer`;
    expect((await (await seat('supervisor', units.C, person)).post(appeal, handling(false))).body.code).toBe('complaint.same-person');
    expect((await (await seat('supervisor', units.C)).post(appeal, handling(false))).body.state).toBe('dismissed');
    expect((await appealed(fourth.receiptCode)).body.code).toBe('complaint.appealed-before');
    expect([await todo(publicist), await todo(await seat('supervisor', units.C))]).toEqual([[`notice.confirm ${noticeId}`], []]);
    expect((await confirm()).status).toBe(200);
    expect(await todo(publicist)).toEqual([]);
  });
});

describe('what strangers send', () => {
  beforeAll(async () => {
    at('2026-03-10');
    const shown = await publicist.get(`/api/publicity/campaigns/${campaignId}/candidates`);
    expect(shown.status).toBe(200);
    const unit = newId();
    const { bus } = system.platform;
    const more = await tellUnits(bus, { X: ['city_committee', ''], XW: ['work_committee', 'X', 'body'], XB: ['branch', 'X'] });
    units = { ...units, B04: more.XB };
    const second = await tellCampaign(bus, 'nanyang-organ-five-star', more.XW.id, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: unit });
    await tell(bus, LevelDecidedSchema, `${second}:${more.XB.id}`, { campaignId: second, unitId: more.XB.id, level: 'four', decidedBy: more.XW.id, decidedOn: '2026-03-09', needsNotice: true });
    publicist = await seat('publicist', more.XW);
    noticeId = (await until(async () => {
      const answer = await publicist.post('/api/publicity/notices', { campaignId: second, unitIds: [more.XB.id], title: '公示' });
      return answer.status === 201 && answer;
    }, 'another notice')).body.id;
    await until(async () => (await anyone().get(public_(`notices/${noticeId}`))).body.hasDocument, 'its document'); // what is kept changes no more by itself
  });

  test.each([
    ['nothing', Buffer.alloc(0), '空.png', 'file.empty'],
    ['a program under the name of a picture', Buffer.from('MZ\u0090\0program'), '照片.png', 'file.type-refused'],
    ['a page within a picture', Buffer.concat([PNG, Buffer.from('<script>alert(1)</script>')]), '照片.png', 'file.two-kinds'],
    ['a picture under another name', PNG, '照片.pdf', 'file.type-differs'],
    ['a file without a name', PNG, '', 'file.name-missing'],
    ['more than 20 MiB', Buffer.alloc(20 * 1024 * 1024 + 1), '大.png', 'complaint.file-too-large'],
  ])('%s is refused and leaves nothing', async (_, bytes, name, code) => {
    const kept = async () => [await system.platform.blobs.list({ limit: 1_000 }), await system.platform.databases.get('publicity')!.connection.collection('complaint-files').countDocuments()];
    const before = await kept();
    const answer = await attach(bytes, name);
    expect([answer.status, answer.body.code, await kept()]).toEqual([422, code, before]);
  });

  test('a file that no complaint names is forgotten after a day, with its bytes', async () => {
    const blobs = async () => (await system.platform.blobs.list({ limit: 1_000 })).length;
    const before = await blobs();
    const { token } = (await attach(PNG)).body;
    expect(await blobs()).toBe(before + 1); // salted: the same bytes as before are others here
    at('2026-03-12');
    expect((await complain('B04', { files: [token] })).body.code).toBe('complaint.no-such-file');
    await system.platform.ticker.tick();
    expect(await blobs()).toBe(before);
  });

  test('too much from one address in a day is slowed down; the next day it may go on', async () => {
    const statuses: number[] = [];
    for (let i = 0; i <= MOST.complaint; i += 1) statuses.push((await complain('B04', { text: `第${i}件` })).status);
    expect([statuses.filter((status) => status === 201).length, statuses.at(-1)]).toEqual([MOST.complaint - 1, 429]); // one was spent on the file that was gone
    const files: number[] = [];
    for (let i = 0; i <= MOST.file; i += 1) files.push((await attach(PNG)).status);
    expect([new Set(files.slice(0, MOST.file)), files.at(-1)]).toEqual([new Set([201]), 429]);
    at('2026-03-13');
    expect((await complain('B04')).status).toBe(201);
  });
});

test('who complained, in which words and from where stands with the complaint and nowhere else: no event, no answer kept, no ledger, no export', async () => {
  const { connection } = system.platform.databases.get('publicity')!;
  const secrets = [NAME, CONTACT, TEXT, ...codes, '127.0.0.1', '::ffff:'];
  const found: string[] = [];
  for (const { name } of await connection.db!.listCollections().toArray()) {
    if (name === 'complaints') continue;
    for await (const document of connection.db!.collection(name).find()) {
      const text = JSON.stringify(document, (_, value: { buffer?: Uint8Array } | undefined) => (value?.buffer instanceof Uint8Array ? Buffer.from(value.buffer).toString('utf8') : value));
      const body = (document as { body?: { buffer?: Uint8Array } }).body?.buffer;
      const whole = text + (body ? Buffer.from(body).toString('utf8') : '');
      for (const secret of secrets) if (whole.includes(secret)) found.push(`${name}: ${secret}`);
    }
  }
  expect(found).toEqual([]);
  const kept = await connection.db!.collection('complaints').find().toArray();
  expect(kept.some((one) => JSON.stringify(one).includes(NAME))).toBe(true); // the search does find what is there
  expect(codes.filter((code) => JSON.stringify(kept).includes(code))).toEqual([]);
});

test('working days are settings of the installation', async () => {
  const admin = await seat('admin', units.C);
  const read = await admin.get('/api/publicity/complaint-settings');
  expect(read.body).toEqual({ version: 0, answerWithin: 10, appealWithin: 3, appealAnswerWithin: 10 });
  expect((await publicist.put('/api/publicity/complaint-settings', { answerWithin: 5, appealWithin: 0, appealAnswerWithin: 5 })).status).toBe(403);
  expect((await admin.put('/api/publicity/complaint-settings', { answerWithin: 5, appealWithin: 0, appealAnswerWithin: 5 }, { 'if-match': '0' })).body).toMatchObject({ version: 1, appealWithin: 0 });
  expect((await admin.put('/api/publicity/complaint-settings', { answerWithin: 6, appealWithin: 0, appealAnswerWithin: 5 }, { 'if-match': '0' })).status).toBe(412);
  const one = await filed('B04');
  expect((await follow(one.receiptCode)).answerBy).toBe('2026-03-20');
  await publicist.post(`/api/publicity/complaints/${one.id}/handling`, handling(false));
  expect(await follow(one.receiptCode)).toMatchObject({ state: 'dismissed', appealBy: '' }); // no appeal
});

test('what publicity keeps in the common store outlives its clearing; what it let go does not come back', async () => {
  const { body } = await publicist.get(`/api/publicity/complaints?noticeId=${noticeId}`);
  expect(body.items.length).toBeGreaterThan(0);
  const names = async () => (await system.platform.blobs.list({ limit: 1_000 })).map(({ sha256 }) => sha256);
  const orphan = await system.platform.blobs.put(Readable.from([Buffer.from('bytes that nobody names')]));
  await system.platform.ticker.tick();
  const before = await names();
  await system.platform.ticker.tick(); // a round may have been under way before
  at('2026-03-25');
  await system.platform.ticker.tick();
  const waiting = await system.platform.databases.get('publicity')!.connection.collection('complaint-files').countDocuments();
  expect([await names(), waiting]).toEqual([expect.not.arrayContaining([orphan.sha256]), 0]);
  const document = await publicist.bytes(public_(`notices/${noticeId}/document`));
  expect(Buffer.from(document.subarray(0, 5)).toString()).toBe('%PDF-');
  expect(before).toContain(orphan.sha256);
});
