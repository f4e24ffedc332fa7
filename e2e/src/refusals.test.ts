import { readFileSync } from 'node:fs';
import { newId } from '@xingchuang/server';
import type { Answer, Client } from '@xingchuang/testkit';
import { startSystem, type System } from './system.ts';
import { expectProblem, expectRefused, fingerprint, settledFingerprint } from './unchanged.ts';

const SCHEME = 'nanyang-organ-five-star';
let system: System;
let admin: Client;
let clerk: Client;
let decider: Client;
let reviewer: Client;
let publicist: Client;
let me: string;

beforeAll(async () => {
  system = await startSystem();
  const logins = ['c.admin', 'b01.clerk', 'pg.decider', 'oc.reviewer', 'wc.publicist'];
  [admin, clerk, decider, reviewer, publicist] = (await Promise.all(logins.map((login) => system.as(login)))) as [Client, Client, Client, Client, Client];
  me = (await clerk.get('/api/registry/session')).body.person.id as string;
});
afterAll(() => system?.stop());

const unit = (over: object = {}) => ({ code: 'B11', name: '测绘院党支部', kind: 'branch', parentId: system.unit('U1'), ...over });
const record = (over: object = {}) => ({
  unitId: system.unit('B01'), type: 'community_service', day: '2026-01-03', title: '河道清理', fields: { people: [{ personId: me, minutes: 90 }], time: 'weekend', activity: 'environment' }, ...over,
});
const campaign = (over: object = {}) => ({
  title: '2025年度评定', schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-16' },
  parameters: { rank_behind: 10, spot_check_share: 30, notice_publisher: 'work_committee', notice_channel: '门户网站' }, ...over,
});
const finding = (over: object = {}) => ({ unitId: system.unit('B01'), schemeId: SCHEME, aspect: 'S2', category: 'weak_service', title: '台账不全', origin: 'observation', foundOn: '2026-01-04', ...over });
/** Sends text as it stands. */
const raw = (client: Client, path: string, text: string | Buffer, type = 'application/json'): Promise<Answer> => client.upload(path, Buffer.from(text), { 'content-type': type });

describe('a field that is unknown, missing or of the wrong type is named', () => {
  test.each<[string, () => Promise<Answer>, string]>([
    ['a unit with a field too many', () => admin.post('/api/registry/units', unit({ colour: 'red' })), 'colour'],
    ['a unit with a number for a name', () => admin.post('/api/registry/units', unit({ name: 11 })), 'name'],
    ['a unit without a code', () => admin.post('/api/registry/units', unit({ code: undefined })), 'code'],
    ['a unit with a name of 201 characters', () => admin.post('/api/registry/units', unit({ name: '长'.repeat(201) })), 'name'],
    ['a unit of a kind that is none', () => admin.post('/api/registry/units', unit({ kind: 'castle' })), 'kind'],
    ['a unit under nothing', () => admin.post('/api/registry/units', unit({ parentId: newId() })), 'parentId'],
    ['a person whose membership is a word', () => clerk.post('/api/registry/people', { name: '某某', unitId: system.unit('B01'), memberInService: 'yes' }), 'memberInService'],
    ['a seat of the public', () => admin.post(`/api/registry/accounts/${newId()}/seats`, { role: 'public', unitId: system.unit('B01') }), 'role'],
    ['a record with a field too many', () => clerk.post('/api/evidence/records', record({ weather: 'fine' })), 'weather'],
    ['a record with a field that its type does not have', () => clerk.post('/api/evidence/records', record({ fields: { ...record().fields, weather: 'fine' } })), 'fields.weather'],
    ['a record on 30 February', () => clerk.post('/api/evidence/records', record({ day: '2026-02-30' })), 'day'],
    ['a record of tomorrow', () => clerk.post('/api/evidence/records', record({ day: '2026-01-06' })), 'day'],
    ['a record of a type that is none', () => clerk.post('/api/evidence/records', record({ type: 'dream' })), 'type'],
    ['a record with a file that is none', () => clerk.post('/api/evidence/records', record({ fileIds: [newId()] })), 'fileIds[0]'],
    ['a campaign with a field too many inside', () => decider.post('/api/assessment/campaigns', campaign({ declaring: { from: '2026-01-05', to: '2026-01-16', noon: true } })), 'declaring.noon'],
    ['a campaign that ends before it begins', () => decider.post('/api/assessment/campaigns', campaign({ declaring: { from: '2026-01-16', to: '2026-01-05' } })), 'declaring.to'],
    ['a campaign with a parameter of the wrong type', () => decider.post('/api/assessment/campaigns', campaign({ parameters: { ...campaign().parameters, rank_behind: 'ten' } })), 'parameters.rank_behind'],
    ['a campaign with a parameter that the scheme does not ask', () => decider.post('/api/assessment/campaigns', campaign({ parameters: { ...campaign().parameters, moon: 1 } })), 'parameters.moon'],
    ['a campaign by a scheme that is none', () => decider.post('/api/assessment/campaigns', campaign({ schemeId: 'none-such' })), 'schemeId'],
    ['a finding about an aspect that is none', () => reviewer.post('/api/rectification/findings', finding({ aspect: 'S9' })), 'aspect'],
    ['a finding of tomorrow', () => reviewer.post('/api/rectification/findings', finding({ foundOn: '2026-01-06' })), 'foundOn'],
    ['a notice of no unit', () => publicist.post('/api/publicity/notices', { campaignId: newId(), unitIds: [], title: '公示' }), 'unitIds'],
    ['a clock set to a word', () => admin.put('/api/registry/clock', { now: 'noon' }), 'now'],
  ])('%s', async (_, ask, field) => {
    const before = await settledFingerprint(system);
    const answer = await ask();
    expectProblem(answer, { status: answer.body.code === 'scheme.missing' ? 404 : 422, code: answer.body.code as string, field });
    expect(await fingerprint(system)).toBe(before);
  });

  test('all faults at once, each with what was expected in both languages', async () => {
    const { body } = await expectRefused(system, () => admin.post('/api/registry/units', { code: 'B 11', name: '', kind: 1, parentId: 'x', colour: 'red' }), { status: 422, code: 'input.invalid', field: 'code' });
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['code', 'colour', 'kind', 'name', 'parentId']);
    expect(body.errors).toContainEqual({ field: 'kind', zh: expect.stringContaining('string'), en: expect.stringMatching(/expected string/) });
  });

  test.each<[string, string, string]>([
    ['a filter that is none', '/api/registry/units?colour=red', 'colour'],
    ['the same filter twice', '/api/evidence/files?from=2026-01-01&from=2026-01-02', 'from'],
    ['a day that is none', '/api/registry/units?asOf=yesterday', 'asOf'],
    ['an id that is none', '/api/evidence/records?unitId=B01', 'unitId'],
    ['a number that is none', '/api/registry/units?pageSize=many', 'pageSize'],
    ['a page too large', '/api/evidence/files?limit=100000', 'limit'],
    ['a page token of one’s own making', '/api/evidence/files?pageToken=abc', 'pageToken'],
  ])('in a question: %s', async (_, path, field) => {
    const answer = await clerk.get(path);
    expectProblem(answer, { status: 422, code: answer.body.code as string, field });
  });
});

describe('a body that is no command', () => {
  const units = '/api/registry/units';
  test.each<[string, string | Buffer, number, string]>([
    ['half a JSON', '{"code": "B11", ', 400, 'request.malformed'],
    ['no JSON at all', 'code=B11', 400, 'request.malformed'],
    ['nothing', '', 400, 'request.malformed'],
    ['a JSON in GBK', Buffer.from('7b226e616d65223a22d6a7b2bf227d', 'hex'), 400, 'request.malformed'],
    ['a list', '[]', 422, 'input.invalid'],
    ['null', 'null', 422, 'input.invalid'],
    ['a number', '11', 422, 'input.invalid'],
    ['a word', '"B11"', 422, 'input.invalid'],
    ['one of more than 2 MiB', JSON.stringify({ code: 'x'.repeat(2 * 1024 * 1024) }), 413, 'body.too-large'],
    ['one nested a hundred thousand deep', '['.repeat(100_000), 400, 'request.malformed'],
  ])('%s', async (_, text, status, code) => {
    await expectRefused(system, () => raw(admin, units, text), { status, code });
  });

  test.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'])('%s', async (type) => {
    await expectRefused(system, () => raw(admin, units, JSON.stringify(unit()), type), { status: 415, code: 'body.other-type' });
  });
});

describe('keys that reach for the inside of an object', () => {
  const hostile = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '$where', 'a.b'];
  const withKey = (value: object, key: string): string => `${JSON.stringify(value).slice(0, -1)},${JSON.stringify(key)}:{"isAdmin":true}}`;
  const inside = (value: Record<string, object>, place: string, key: string): string =>
    JSON.stringify({ ...value, [place]: '@' }).replace('"@"', () => withKey(value[place]!, key));

  test.each(hostile.flatMap<[string, string, (key: string) => Promise<Answer>]>((key) => [
    ['a unit', key, () => raw(admin, '/api/registry/units', withKey(unit(), key))],
    ['the fields of a record', key, () => raw(clerk, '/api/evidence/records', inside(record() as never, 'fields', key))],
    ['the parameters of a campaign', key, () => raw(decider, '/api/assessment/campaigns', inside(campaign() as never, 'parameters', key))],
    ['the facts of a dry run', key, () => raw(reviewer, `/api/assessment/schemes/${SCHEME}/decide`, `{"units":[{"unit":"B01","facts":{"study_atmosphere":true,${JSON.stringify(key)}:true}}]}`)],
  ]))('%s with %s', async (_, key, ask) => {
    const before = await fingerprint(system);
    const answer = await ask(key);
    expect([400, 422]).toContain(answer.status);
    expectProblem(answer, { status: answer.status, code: answer.body.code as string });
    if (answer.status === 422) expect(JSON.stringify(answer.body.errors)).toContain(key);
    expect(await fingerprint(system)).toBe(before);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

describe('addresses', () => {
  test.each<[string, string, number, string]>([
    ['nowhere', '/api/nowhere', 404, 'route.missing'],
    ['a service without the route', '/api/registry/castles', 404, 'route.missing'],
    ['an id that is none', '/api/evidence/files/1', 404, 'thing.missing'],
    ['an id with a NUL', '/api/evidence/files/%00', 404, 'thing.missing'],
    ['an id that reaches for a folder', '/api/evidence/files/..%2f..%2fetc%2fpasswd/content', 404, 'thing.missing'],
    ['half an escape', '/api/evidence/files/%E5%8', 400, 'address.malformed'],
    ['an id of a thousand characters', `/api/evidence/files/${'x'.repeat(1_000)}`, 414, 'address.malformed'],
  ])('%s', async (_, path, status, code) => {
    expectProblem(await clerk.get(path), { status, code });
  });

  test('a verb that the address does not know', async () => {
    expectProblem(await admin.send('PATCH', '/api/registry/units', {}), { status: 404, code: 'route.missing' });
  });
});

describe('Idempotency-Key', () => {
  const KEY = 'open-unit-B11-2026';
  const open = (over: object, key: string) => admin.post('/api/registry/units', unit(over), { 'idempotency-key': key });

  test.each([['too short', 'abc'], ['with a blank inside', 'open unit B11'], ['too long', 'k'.repeat(201)]])('%s', async (_, key) => {
    await expectRefused(system, () => open({}, key), { status: 422, code: 'idempotency.bad-key', field: 'Idempotency-Key' });
  });

  test('a command that was refused leaves its key free', async () => {
    await expectRefused(system, () => open({ kind: 'castle' }, KEY), { status: 422, code: 'unit.unknown-kind', field: 'kind' });
  });

  test('ten at once with one key: one effect, one answer', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => open({}, KEY)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`))).toEqual(new Set([`201 ${answers[0]!.body.id}`]));
    expect((await admin.get('/api/registry/units?search=B11')).body.items).toHaveLength(1);
  });

  test('the same key for another body', async () => {
    await expectRefused(system, () => open({ code: 'B12' }, KEY), { status: 422, code: 'idempotency.other-request', field: 'Idempotency-Key' });
  });

  test('the same key of another person is another key', async () => {
    const answer = await clerk.post('/api/registry/people', { name: '某某', unitId: system.unit('B01'), memberInService: false }, { 'idempotency-key': KEY });
    expect([answer.status, answer.headers.get('idempotent-replay')]).toEqual([201, null]);
  });
});

test('a change over a version that is no longer', async () => {
  const path = `/api/registry/units/${system.unit('B10')}/change`;
  expect((await admin.post(path, { name: '地理信息院党支部' }, { 'if-match': '"1"' })).status).toBe(200);
  await expectRefused(system, () => admin.post(path, { name: '另一个名字' }, { 'if-match': '"1"' }), { status: 412, code: 'thing.stale' });
});

describe('an import', () => {
  const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
  const send = (bytes: Uint8Array, type = 'text/csv') => admin.upload('/api/registry/units/import', bytes, { 'content-type': type });

  test('with a row whose parent is unknown names the row, the column and the parent, and takes nothing', async () => {
    const { body } = await expectRefused(system, () => send(fixture('units-unknown-parent.csv')), { status: 422, code: 'import.faulty-rows', field: 'parentCode' });
    expect(body.errors).toEqual([
      { row: 6, field: 'parentCode', code: 'import.unknown-parent', zh: '没有编码为 SF-99 的上级单位', en: 'There is no unit with code SF-99 to be its parent' },
    ]);
    expect(body).toMatchObject({ title: '12 行中有 1 行有误，没有导入任何单位', facts: { total: 12, faulty: 1 } });
  });

  test.each<[string, () => Uint8Array, string]>([
    ['of 0 bytes', () => new Uint8Array(), 'import.empty'],
    ['that is a photograph', () => fixture('photo-tree-planting.jpg'), 'import.not-a-table'],
    ['that is a document', () => fixture('minutes-with-table.docx'), 'import.not-a-table'],
    ['without the column of names', () => Buffer.from('编码,类型,上级编码\nX,branch,U1'), 'import.missing-column'],
  ])('%s', async (_, bytes, code) => {
    await expectRefused(system, () => send(bytes(), 'application/octet-stream'), { status: 422, code });
  });

  test('that says it is JSON', async () => {
    const { status } = await Promise.race([send(Buffer.from('{}'), 'application/json'), new Promise<Answer>((_, reject) => setTimeout(reject, 30_000, new Error('no answer')))]);
    expect([415, 422]).toContain(status);
  });
});
