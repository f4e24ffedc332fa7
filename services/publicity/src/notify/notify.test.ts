import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { readXlsx } from 'hucre/xlsx';
import { create, toBinary } from '@bufbuild/protobuf';
import {
  ComplaintFiledSchema, DueRemindedSchema, FindingNoticedSchema, HandoverGivenSchema, NoticePublishedSchema, PersonNamesReplySchema, PostChangedSchema, SeatsChangedSchema, type NotificationView, type StepView, type ToldView,
} from '@xingchuang/contracts';
import { newId, type Running } from '@xingchuang/server';
import { Client, startServices, tell, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { publicity } from '../index.ts';
import { DeliveryStore } from './delivery-store.ts';
import { Mailer, Undelivered } from './mailer.ts';

const WORLD = { C: ['city', ''], U1: ['organ', 'C'], OC: ['organ_committee', 'U1', 'body'], B01: ['branch', 'U1'], B02: ['branch', 'U1'], B03: ['branch', 'U1'] } as const;

interface Mail {
  readonly to: string;
  readonly text: string;
}
interface Said {
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let system: Running;
let trust: TestTrust;
let units: Record<keyof typeof WORLD, TestUnit>;
let smtp: SMTPServer;
let chat: Server;
let chatPort: number;
const mails: Mail[] = [];
const said: Said[] = [];
let smtpSays: number | undefined;
let chatSays = 0;
const [CLERK, LEADER, SECRETARY] = [newId(), newId(), newId()];
let clerk: Client;
let leader: Client;
let admin: Client;
let auditor: Client;

const seat = async (role: Parameters<TestTrust['token']>[0]['role'], unit: TestUnit, personId = newId()) =>
  new Client(system.url, await trust.token({ role, personId, unitId: unit.id, unitKind: unit.kind, jurisdictionId: unit.jurisdictionId }));
const sits = (personId: string, role: string, unit: TestUnit, more: object = {}) =>
  tell(system.platform.bus, SeatsChangedSchema, personId, { accountId: personId, personId, disabled: false, version: 1, seats: [{ role, unitId: unit.id, since: '2020-01-01', until: '' }], ...more });
const noticed = (unit: TestUnit, more: object = {}) => {
  const findingId = newId();
  return tell(system.platform.bus, FindingNoticedSchema, findingId, { findingId, unitId: unit.id, title: '=张三未参加学习', number: '整改〔2026〕1号', dueOn: '2026-04-02', ...more });
};
const inbox = async (by: Client, query = ''): Promise<NotificationView[]> => (await by.get(`/api/publicity/notifications${query}`)).body.items;
const report = async (by: Client, query = ''): Promise<ToldView[]> => (await by.get(`/api/publicity/told${query}`)).body.items;
/** Moves the clock; what falls due by itself happens before it returns. */
const at = async (time: string) => {
  system.platform.clock.move(new Date(`${time}+08:00`));
  await system.platform.ticker.tick();
};

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (smtpSays !== undefined) return done(Object.assign(new Error('no'), { responseCode: smtpSays }));
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), text: Buffer.concat(parts).toString('utf8') });
        return done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  chat = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      said.push({ url: request.url!, headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      reply.end(JSON.stringify({ errcode: chatSays }));
    });
  });
  await new Promise<void>((resolve) => chat.listen(0, '127.0.0.1', resolve));
  chatPort = (chat.address() as AddressInfo).port;
  system = await startServices([publicity], {
    now: '2026-03-02T10:00:00+08:00',
    config: { SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, SMTP_FROM: '星创 <noreply@example.org>', WEBHOOK_ALLOW: `http://127.0.0.1:${chatPort}` },
  });
  const { bus } = system.platform;
  trust = await testTrust(bus);
  await bus.answer('registry.person-names', async () => toBinary(PersonNamesReplySchema, create(PersonNamesReplySchema, { names: { [CLERK]: '白一帆' } })));
  units = await tellUnits(bus, WORLD);
  await sits(CLERK, 'clerk', units.B01);
  await sits(LEADER, 'leader', units.U1);
  [clerk, leader, admin, auditor] = await Promise.all([seat('clerk', units.B01, CLERK), seat('leader', units.U1, LEADER), seat('admin', units.C), seat('auditor', units.C)]);
  await noticed(units.B01);
  await until(async () => (await inbox(leader)).length === 1, 'the first notification');
});
afterAll(async () => {
  await system?.stop();
  await new Promise<void>((resolve) => smtp.close(resolve));
  chat.close();
});

describe('the inbox', () => {
  test('of the unit and of the leader in charge hears what happened, with words and a link; nobody else does', async () => {
    const [told] = await inbox(clerk);
    expect(told).toMatchObject({ kind: 'finding_noticed', name: { zh: '整改通知' }, readAt: '', text: { zh: `${units.B01.name}收到整改〔2026〕1号：=张三未参加学习，期限至2026年4月2日。` } });
    expect(told!.link).toMatch(/^\/app\/rectification\/findings\/[0-9a-f-]{36}$/);
    expect((await inbox(leader)).length).toBe(1);
    for (const other of [await seat('clerk', units.B02), await seat('clerk', units.B01), await seat('clerk', units.B02, CLERK)]) expect(await inbox(other)).toEqual([]);
  });

  test('has each thing once, however often it is delivered', async () => {
    const handoverId = newId();
    const message = { handoverId, unitId: units.B01.id, title: '虚拟事项', number: '交办〔2026〕1号', dueOn: '2026-03-20' };
    const { bus } = system.platform;
    const { toBinary: bytes, create: make } = await import('@bufbuild/protobuf');
    const told = { id: newId(), type: HandoverGivenSchema.typeName, key: handoverId, body: bytes(HandoverGivenSchema, make(HandoverGivenSchema, message)), at: new Date().toISOString(), correlation: '' };
    for (let n = 0; n < 3; n += 1) await bus.publish(told);
    await noticed(units.B01, { number: '整改〔2026〕2号' });
    await until(async () => (await inbox(clerk)).some(({ text }) => text.zh.includes('整改〔2026〕2号')), 'what came after it');
    expect((await inbox(clerk)).filter(({ kind }) => kind === 'handover_given').length).toBe(1);
  });

  test('is counted, filtered, read once and read all; nobody reads for another', async () => {
    expect((await clerk.get('/api/publicity/notifications/unread')).body).toEqual({ count: 3 });
    const [newest, , oldest] = await inbox(clerk);
    expect((await leader.post(`/api/publicity/notifications/${oldest!.id}/reading`)).status).toBe(404);
    const read = await clerk.post(`/api/publicity/notifications/${oldest!.id}/reading`);
    expect(read.body.readAt).not.toBe('');
    await at('2026-03-02T10:30:00');
    expect((await clerk.post(`/api/publicity/notifications/${oldest!.id}/reading`)).body.readAt).toBe(read.body.readAt); // the first reading counts
    expect((await inbox(clerk, '?unread=true')).length).toBe(2);
    expect((await inbox(clerk, '?kind=handover_given')).map(({ kind }) => kind)).toEqual(['handover_given']);
    expect((await clerk.post('/api/publicity/notifications/reading', { upTo: newest!.id, kind: 'handover_given' })).body).toEqual({ read: 1 });
    expect((await clerk.post('/api/publicity/notifications/reading', { upTo: newest!.id })).body).toEqual({ read: 1 });
    expect((await clerk.get('/api/publicity/notifications/unread')).body).toEqual({ count: 0 });
    expect((await leader.get('/api/publicity/notifications/unread')).body).toEqual({ count: 2 });
  });

  test('of a person who is named hears it once, and also without a seat at the unit', async () => {
    const reminded = { kind: 'finding', objectId: newId(), unitId: units.B01.id, title: '虚拟问题', dueOn: '2026-03-05', offset: -3, phase: 'before', escalated: false };
    for (const personId of [CLERK, SECRETARY]) await tell(system.platform.bus, DueRemindedSchema, reminded.objectId, { ...reminded, personId });
    const secretary = await seat('clerk', units.B03, SECRETARY);
    await until(async () => (await inbox(secretary)).length === 1, 'the reminder of a person');
    expect((await inbox(clerk)).filter(({ kind }) => kind === 'finding_before').length).toBe(2); // one for each of the two
    expect((await inbox(await seat('decider', units.OC, SECRETARY))).length).toBe(1); // at whichever seat
  });

  test('waits for somebody where nobody sits, and says so until then', async () => {
    await tell(system.platform.bus, NoticePublishedSchema, newId(), { noticeId: newId(), campaignId: '', unitIds: [units.B02.id, units.B03.id], publishedOn: '2026-03-02', lastDay: '2026-03-09' });
    await until(async () => (await report(auditor, '?kind=notice_published&whom=nobody')).length === 2, 'tellings to nobody');
    const late = newId();
    await sits(late, 'clerk', units.B02);
    const found = await until(async () => (await inbox(await seat('clerk', units.B02, late)))[0], 'what waited');
    expect(found.text.zh).toBe(`${units.B02.name}进入公示，公示期至2026年3月9日。`);
    expect((await report(auditor, '?kind=notice_published&whom=nobody')).map(({ unitId }) => unitId)).toEqual([units.B03.id]);
  });

  test('of the body that handles complaints hears of one that came in, and nothing of whom it is about', async () => {
    const handler = newId();
    await sits(handler, 'publicist', units.OC);
    await tell(system.platform.bus, ComplaintFiledSchema, newId(), { complaintId: newId(), noticeId: newId(), unitId: units.OC.id, receivedOn: '2026-03-02', appeal: false, dueOn: '' });
    const found = await until(async () => (await inbox(await seat('publicist', units.OC, handler)))[0], 'the complaint');
    expect(found).toMatchObject({ kind: 'complaint_filed', text: { zh: '收到一件对公示的反映，请按期办理。' } });
    expect(await inbox(clerk, '?kind=complaint_filed')).toEqual([]);
  });

  test('of a seat that ended, or of a disabled account, hears nothing any more', async () => {
    const gone = newId();
    await sits(gone, 'clerk', units.B03, { seats: [{ role: 'clerk', unitId: units.B03.id, since: '2020-01-01', until: '2026-03-01' }] });
    const out = newId();
    await sits(out, 'clerk', units.B03, { disabled: true });
    await noticed(units.B03, { number: '整改〔2026〕3号' });
    await until(async () => (await report(auditor, `?unitId=${units.B03.id}&kind=finding_noticed`)).length > 0, 'the telling');
    expect((await report(auditor, `?unitId=${units.B03.id}&kind=finding_noticed`)).map(({ whom }) => whom)).toEqual(['nobody']);
  });
});

describe('reminders at nodes', () => {
  test('on their day the holders of the posts hear them and nobody else', async () => {
    const former = newId();
    await tell(system.platform.bus, PostChangedSchema, newId(), { postId: newId(), unitId: units.B03.id, kind: 'branch_secretary', since: '2020-01-01', version: 1, holdings: [{ personId: former, since: '2020-01-01', until: '2026-03-31' }, { personId: SECRETARY, since: '2026-04-01', until: '' }] });
    await tell(system.platform.bus, PostChangedSchema, newId(), { postId: newId(), unitId: units.B01.id, kind: 'deputy_secretary', since: '2020-01-01', version: 1, holdings: [{ personId: CLERK, since: '2020-01-01', until: '' }] });
    const reminder = { unitId: units.U1.id, day: '2026-04-30', posts: ['branch_secretary'], text: '“五一”将至，请遵守廉洁纪律' };
    expect((await clerk.post('/api/publicity/node-reminders', reminder)).status).toBe(403);
    expect((await leader.post('/api/publicity/node-reminders', { ...reminder, unitId: units.C.id })).status).toBe(404);
    const early = await leader.post('/api/publicity/node-reminders', { ...reminder, day: '2026-03-01' });
    expect([early.status, early.body.code, early.body.field]).toEqual([422, 'reminder.day-passed', 'day']);
    const [set, dropped] = [await leader.post('/api/publicity/node-reminders', reminder), await leader.post('/api/publicity/node-reminders', { ...reminder, text: '取消的' })];
    expect((await leader.post(`/api/publicity/node-reminders/${dropped.body.id}/cancellation`)).body.state).toBe('cancelled');
    await at('2026-04-29T10:00:00');
    expect((await report(auditor, '?kind=node_reminder')).length).toBe(0);
    await at('2026-04-30T00:01:00');
    await system.platform.ticker.tick();
    expect((await leader.get('/api/publicity/node-reminders')).body.items.find(({ id }: { id: string }) => id === set.body.id)).toMatchObject({ state: 'told', told: 1 });
    expect((await inbox(await seat('clerk', units.B03, SECRETARY)))[0]).toMatchObject({ kind: 'node_reminder', text: { zh: reminder.text } });
    expect((await report(auditor, '?kind=node_reminder')).length).toBe(1);
    expect((await leader.post(`/api/publicity/node-reminders/${set.body.id}/cancellation`)).body.code).toBe('reminder.over');
  });
});

describe('e-mail', () => {
  const channels = { email: 'clerk@example.org', mail: true, hour: 9 };

  test('goes to an address only after its code was shown', async () => {
    await at('2026-05-06T08:00:00');
    expect((await clerk.put('/api/publicity/channels', channels)).body).toMatchObject({ available: true, confirmed: false, mail: false });
    expect((await clerk.put('/api/publicity/channels', channels)).body.code).toBe('mail.unconfirmed');
    expect((await clerk.post('/api/publicity/channels/test')).status).toBe(200);
    expect((await clerk.post('/api/publicity/channels/test')).status).toBe(429);
    const code = /\d{6}/.exec(decoded(mails.at(-1)!).slice(decoded(mails.at(-1)!).indexOf('确认码')))![0];
    const wrong = await clerk.post('/api/publicity/channels/confirmation', { code: code === '000000' ? '000001' : '000000' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'mail.wrong-code']);
    expect((await clerk.post('/api/publicity/channels/confirmation', { code })).body).toMatchObject({ confirmed: true, mail: true });
    expect((await clerk.put('/api/publicity/channels', channels, { 'if-match': '"1"' })).status).toBe(412);
    mails.length = 0;
  });

  test('is one digest a working day from the set hour, and carries nothing that people typed', async () => {
    for (const n of [4, 5]) await noticed(units.B01, { number: `整改〔2026〕${n}号` });
    await until(async () => (await inbox(clerk, '?unread=true')).filter(({ text }) => /〔2026〕[45]号/.test(text.zh)).length === 2, 'two more');
    await at('2026-05-06T08:59:00');
    expect(mails.length).toBe(0);
    await at('2026-05-06T09:00:00');
    await at('2026-05-06T15:00:00');
    expect(mails.map(({ to }) => to)).toEqual(['clerk@example.org']);
    const text = decoded(mails[0]!);
    expect(text).toContain('整改〔2026〕4号');
    expect(text).toContain('整改〔2026〕5号');
    expect(text).not.toMatch(/张三|白一帆/);
    expect(mails[0]!.text).toMatch(/^idempotency-key: [0-9a-f-]{36}\r?$/im);
    expect(text).toContain('不记录是否阅读');
  });

  test('keeps quiet on days off and at night', async () => {
    await noticed(units.B01, { number: '整改〔2026〕6号' });
    await until(async () => (await inbox(clerk)).some(({ text }) => text.zh.includes('6号')), 'one more');
    await at('2026-05-07T21:00:00');
    await at('2026-05-08T06:00:00');
    await at('2026-05-10T10:00:00'); // a Sunday
    expect(mails.length).toBe(1);
    await at('2026-05-11T09:30:00');
    expect(mails.length).toBe(2);
  });

  test('that was read in the inbox before is not mailed', async () => {
    await noticed(units.B01, { number: '整改〔2026〕7号' });
    const one = await until(async () => (await inbox(clerk)).find(({ text }) => text.zh.includes('7号')), 'one more');
    await clerk.post('/api/publicity/notifications/reading', { upTo: one.id });
    await at('2026-05-12T10:00:00');
    expect(mails.length).toBe(2);
  });

  /** What the log says of messages that were given up, the newest first; never whom they were for. */
  const givenUp = async () => {
    const { items } = (await auditor.get('/api/publicity/steps?what=delivery-given-up')).body as { items: StepView[] };
    return items.map(({ objectId, day, text, count, unitId }) => [objectId, day, text, count, unitId]);
  };

  test('is tried again later, parked after the last attempt with its reason, and sent by the retry button with the same key', async () => {
    smtpSays = 451;
    await noticed(units.B01, { number: '整改〔2026〕8号' });
    await until(async () => (await inbox(clerk)).some(({ text }) => text.zh.includes('8号')), 'one more');
    await at('2026-05-13T10:00:00');
    const parked = async () => (await admin.get('/api/publicity/deliveries?state=parked')).body.items as { id: string; attempts: number; reason: string; to: string }[];
    expect([(await parked()).length, (await admin.get('/api/publicity/deliveries?state=waiting')).body.items[0]]).toMatchObject([0, { attempts: 1, reason: 'SMTP 451', channel: 'mail' }]);
    for (const time of ['13T10:00:30', '13T10:02:00', '13T10:10:00', '13T10:45:00', '13T13:00:00', '13T19:30:00']) await at(`2026-05-${time}`);
    const [one] = await parked();
    expect(one).toMatchObject({ attempts: 6, reason: 'SMTP 451', to: '白一帆' });
    await system.platform.ticker.tick();
    expect(await givenUp()).toEqual([[one!.id, '2026-05-13', 'SMTP 451', 1, '']]);
    expect((await clerk.get('/api/publicity/channels')).body.last).toMatchObject({ state: 'parked', reason: 'SMTP 451' });
    smtpSays = undefined;
    expect((await clerk.post(`/api/publicity/deliveries/${one!.id}/retry`)).status).toBe(403);
    expect((await admin.post(`/api/publicity/deliveries/${one!.id}/retry`)).body.state).toBe('waiting');
    await system.platform.ticker.tick();
    expect(mails.at(-1)!.text.toLowerCase()).toContain(`idempotency-key: ${one!.id}`);
    expect((await admin.post(`/api/publicity/deliveries/${one!.id}/retry`)).body.code).toBe('delivery.not-parked');
  });

  test('waits for a server that is away once a round, not once a message', async () => {
    const [mailer, { deliveries }] = [system.app.get(Mailer, { strict: false }), system.app.get(DeliveryStore, { strict: false })];
    const send = mailer.send.bind(mailer);
    let asked = 0;
    mailer.send = () => {
      asked += 1;
      return Promise.reject(new Undelivered('SMTP ETIMEDOUT', false, true));
    };
    const now = system.platform.clock.now().toISOString();
    const ids = [newId(), newId(), newId()];
    for (const id of ids) await deliveries.insert({ id, version: 1, channel: 'mail', personId: CLERK, robotId: '', entries: 0, state: 'waiting', attempts: 0, nextAt: now, reason: '', createdAt: now, sentAt: '' });
    try {
      await system.platform.ticker.tick();
      expect([asked, ...(await deliveries.list({ _id: { $in: ids } }, { _id: 1 }, 9)).map(({ state, attempts, reason }) => [state, attempts, reason])]).toEqual([1, ...ids.map(() => ['waiting', 1, 'SMTP ETIMEDOUT'])]);
    } finally {
      mailer.send = send;
      await deliveries.model.deleteMany({ _id: { $in: ids } });
    }
  });

  test('that a server refuses for good is parked at once; one to somebody who wants none any more is not sent', async () => {
    smtpSays = 550;
    await noticed(units.B01, { number: '整改〔2026〕9号' });
    await until(async () => (await inbox(clerk)).some(({ text }) => text.zh.includes('9号')), 'one more');
    await at('2026-05-14T10:00:00');
    const [one] = (await admin.get('/api/publicity/deliveries?state=parked')).body.items;
    expect(one).toMatchObject({ attempts: 1, reason: 'SMTP 550' });
    await admin.post(`/api/publicity/deliveries/${one.id}/retry`);
    await system.platform.ticker.tick(); // given up a second time, on the same day
    expect((await givenUp()).map(([id]) => id)).toEqual([one.id, one.id, expect.not.stringContaining(one.id)]);
    smtpSays = undefined;
    const count = mails.length;
    await clerk.put('/api/publicity/channels', { ...channels, mail: false });
    await admin.post(`/api/publicity/deliveries/${one.id}/retry`);
    await system.platform.ticker.tick();
    expect([mails.length, (await admin.get('/api/publicity/deliveries?state=cancelled')).body.items.length]).toEqual([count, 1]);
  });
});

describe('a robot of a unit', () => {
  const robot = () => ({ unitId: units.B01.id, name: '支部群', vendor: 'dingtalk', url: `http://127.0.0.1:${chatPort}/send?access_token=abc`, secret: 'SEC1' });

  test('is kept by administrators alone, at addresses of the public net; its key is never shown', async () => {
    expect((await leader.post('/api/publicity/robots', robot())).status).toBe(403);
    for (const [url, code] of [['https://169.254.169.254/x', 'robot.closed-address'], ['http://example.org/x', 'robot.not-https'], ['https://127.0.0.1/x', 'robot.closed-address']] as const) {
      const refused = await admin.post('/api/publicity/robots', { ...robot(), url });
      expect([refused.status, refused.body.code, refused.body.field]).toEqual([422, code, 'url']);
    }
    expect((await admin.post('/api/publicity/robots', { ...robot(), kinds: ['finding_closed'] })).body).toMatchObject({ code: 'notification.unknown-kind', field: 'kinds' });
    const added = await admin.post('/api/publicity/robots', robot());
    expect([added.status, JSON.stringify(added.body).includes('abc'), JSON.stringify(added.body).includes('SEC1')]).toEqual([201, false, false]);
    expect(added.body).toMatchObject({ host: `127.0.0.1:${chatPort}`, hasSecret: true, enabled: true });
  });

  test('says a test message and what came of it', async () => {
    const [one] = (await admin.get('/api/publicity/robots')).body.items;
    expect((await admin.post(`/api/publicity/robots/${one.id}/test`)).body).toEqual({ reason: '' });
    expect(JSON.parse(said.at(-1)!.body).text.content).toContain('测试消息');
    chatSays = 310_000;
    expect((await admin.post(`/api/publicity/robots/${one.id}/test`)).body).toEqual({ reason: 'code 310000' });
    chatSays = 0;
    said.length = 0;
  });

  test('says what its unit is told, gathered, signed and with a key, when people are awake', async () => {
    await at('2026-05-14T21:00:00');
    for (const n of [10, 11]) await noticed(units.B01, { number: `整改〔2026〕${n}号` });
    await until(async () => (await report(auditor, '?whom=robot')).length === 2, 'two for the robot');
    await system.platform.ticker.tick();
    expect(said.length).toBe(0);
    await at('2026-05-15T08:00:00');
    expect(said.length).toBe(1);
    const { content } = JSON.parse(said[0]!.body).text;
    expect([content.includes('整改〔2026〕10号'), content.includes('整改〔2026〕11号'), /张三/.test(content)]).toEqual([true, true, false]);
    expect(said[0]!.url).toMatch(/^\/send\?access_token=abc&timestamp=\d{13}&sign=/);
    expect(said[0]!.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('is changed and removed; two at once do not overwrite each other unseen', async () => {
    const [one] = (await admin.get('/api/publicity/robots')).body.items;
    const change = { name: '支部工作群', kinds: ['level_lowered'], enabled: true };
    expect((await admin.put(`/api/publicity/robots/${one.id}`, change, { 'if-match': `"${one.version}"` })).body).toMatchObject({ name: '支部工作群', hasSecret: true, version: one.version + 1 });
    expect((await admin.put(`/api/publicity/robots/${one.id}`, change, { 'if-match': `"${one.version}"` })).status).toBe(412);
    expect((await admin.delete(`/api/publicity/robots/${one.id}`)).status).toBe(204);
    expect((await admin.get('/api/publicity/robots')).body.items).toEqual([]);
  });
});

describe('who was told what when', () => {
  test('says person, time, reading and message; within the scope of the reader', async () => {
    const all = await report(auditor, '?kind=finding_noticed&whom=person');
    const mailed = all.find(({ text, to }) => to === '白一帆' && text.zh.includes('〔2026〕4号'))!;
    expect(mailed).toMatchObject({ unitName: units.B01.name, outside: { channel: 'mail', state: 'sent' } });
    expect(all.some(({ readAt }) => readAt !== '')).toBe(true);
    const own = await report(clerk);
    expect(new Set(own.map(({ unitId }) => unitId))).toEqual(new Set([units.B01.id]));
    expect((await clerk.get(`/api/publicity/told?unitId=${units.B02.id}`)).status).toBe(404);
    expect((await report(auditor, '?from=2026-05-14&kind=finding_noticed&whom=person')).every(({ at: told }) => told >= '2026-05-13T16:00')).toBe(true);
    expect((await report(leader, '?unread=true')).every(({ readAt, whom }) => readAt === '' && whom === 'person')).toBe(true);
  });

  test('as a workbook, in which nothing is a formula', async () => {
    const { sheets } = await readXlsx(await auditor.bytes('/api/publicity/told/sheet?kind=node_reminder'));
    expect(sheets[0]!.rows[0]!.slice(0, 5)).toEqual(['告知时间', '事项', '内容', '单位', '告知对象']);
    expect(sheets[0]!.rows.length).toBe(2);
    await leader.post('/api/publicity/node-reminders', { unitId: units.U1.id, day: '2026-05-18', posts: ['branch_secretary'], text: '=HYPERLINK("https://example.org")' });
    await at('2026-05-18T10:00:00');
    const again = await readXlsx(await auditor.bytes('/api/publicity/told/sheet?kind=node_reminder'));
    expect(again.sheets[0]!.rows.slice(1).map((row) => row[2])).toContain('\'=HYPERLINK("https://example.org")');
  });
});

/** The words of a message, whatever it was encoded in. */
function decoded({ text }: Mail): string {
  const [head = '', body = ''] = text.split(/\r?\n\r?\n(.*)/s);
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  const bytes = body.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
