import { readFileSync } from 'node:fs';
import { writeXlsx } from 'hucre/xlsx';
import { parseScheme } from '@xingchuang/schemes';
import type { Client } from '@xingchuang/testkit';
import { FACTS, PARAMETERS, SCHEME, World } from '../world.fixture.ts';
import { sheetsIn } from './scheme-workbook.ts';

const A = '/api/assessment';
const DRAFTS = `${A}/scheme-drafts`;
const BOOKS = `${A}/scheme-workbooks`;
const text = readFileSync(new URL(`../../../../schemes/${SCHEME}.yaml`, import.meta.url), 'utf8');
const RANK = 'expr: provincial_rank <= 6';
/** The same scheme with a milder rank, as the version after it. */
const milder = text.replace(RANK, 'expr: provincial_rank <= 7').replace('\nversion: 1\n', '\nversion: 2\n');
const seen = (version: number) => ({ 'if-match': `"${version}"` });

let world: World;
let oc: Client, wc: Client, other: Client, clerk: Client, admin: Client;
let campaignId: string;

beforeAll(async () => {
  world = await World.start('2026-01-04T10:00:00+08:00');
  [oc, wc, other, clerk, admin] = (await Promise.all([world.as('reviewer', 'OC'), world.as('decider', 'WC'), world.as('reviewer', 'OC9'), world.as('clerk', 'B01'), world.as('admin', 'C')])) as [Client, Client, Client, Client, Client];
  const pg = await world.as('decider', 'PG');
  const opened = await pg.post(`${A}/campaigns`, { title: '2025年度评定', schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters: PARAMETERS });
  campaignId = opened.body.id;
  expect((await oc.post(`${A}/campaigns/${campaignId}/facts/import`, { units: FACTS })).status).toBe(200);
});
afterAll(() => world?.system.stop());

const begin = async (by: Client, input: object = { from: { schemeId: SCHEME } }): Promise<string> => {
  const { status, body } = await by.post(DRAFTS, input);
  expect(status).toBe(201);
  return body.id;
};

describe('a draft', () => {
  test('begins with a published version or a text, for those who may write one', async () => {
    const id = await begin(oc);
    const { body } = await oc.get(`${DRAFTS}/${id}`);
    expect(body).toMatchObject({ version: 1, schemeId: SCHEME, schemeVersion: 1, from: { schemeId: SCHEME, version: 1 }, nextVersion: 2, text, published: null, unit: { code: 'OC' } });
    expect((await oc.post(DRAFTS, { from: { schemeId: SCHEME }, text })).status).toBe(422);
    expect((await oc.post(DRAFTS, {})).status).toBe(422);
    expect((await oc.post(DRAFTS, { from: { schemeId: 'nowhere' } })).body.code).toBe('scheme.missing');
    expect((await clerk.post(DRAFTS, { text })).body.code).toBe('action.not-allowed');
  });

  test('is seen by those above its unit, and by nobody beside it', async () => {
    const id = await begin(oc);
    expect((await wc.get(`${DRAFTS}/${id}`)).status).toBe(200);
    expect((await other.get(`${DRAFTS}/${id}`)).body).toMatchObject({ status: 404, code: 'thing.missing' });
    expect((await other.get(DRAFTS)).body.items).toEqual([]);
    expect((await wc.get(DRAFTS)).body.items.map((one: { id: string }) => one.id)).toContain(id);
  });

  test('is kept with its faults, and every text it had stays readable', async () => {
    const id = await begin(oc);
    const faulty = text.replace(RANK, 'expr: provincial_rnak <= 6').replace('zh: 南阳', 'zh: 新 南阳');
    const saved = await oc.put(`${DRAFTS}/${id}`, { text: faulty }, seen(1));
    expect([saved.status, saved.body.version, saved.body.title.startsWith('新 ')]).toEqual([200, 2, true]);
    expect((await oc.put(`${DRAFTS}/${id}`, { text: 'id: [' }, seen(2))).body).toMatchObject({ version: 3, title: '' });
    const { body } = await oc.get(`${DRAFTS}/${id}`);
    expect(body.revisions.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1]);
    expect((await oc.get(`${DRAFTS}/${id}/revisions/2`)).body).toEqual({ version: 2, text: faulty });
    expect((await other.get(`${DRAFTS}/${id}/revisions/2`)).status).toBe(404);
    const changes = (await oc.get(`${DRAFTS}/${id}/changes`)).body;
    expect([changes.items, changes.problems[0].line]).toEqual([[], expect.any(Number)]);
  });

  test('is never overwritten by who has not seen its last text', async () => {
    const id = await begin(oc);
    expect((await wc.put(`${DRAFTS}/${id}`, { text: milder }, seen(1))).status).toBe(200);
    const late = await oc.put(`${DRAFTS}/${id}`, { text }, seen(1));
    expect([late.status, late.body.code, late.body.facts.version]).toEqual([412, 'thing.stale', 2]);
    expect((await oc.put(`${DRAFTS}/${id}`, { text })).status).toBe(412);
    expect((await oc.send('DELETE', `${DRAFTS}/${id}`, undefined, seen(1))).status).toBe(412);
    expect((await oc.get(`${DRAFTS}/${id}`)).body.text).toBe(milder);
    expect((await oc.send('DELETE', `${DRAFTS}/${id}`, undefined, seen(2))).status).toBe(204);
    expect((await oc.get(`${DRAFTS}/${id}`)).status).toBe(404);
  });
});

describe('before it is published', () => {
  test('it says what it would change', async () => {
    const id = await begin(oc, { text: milder });
    const { body } = await oc.get(`${DRAFTS}/${id}/changes`);
    expect([body.against, body.problems]).toEqual([{ schemeId: SCHEME, version: 1 }, []]);
    expect(body.items).toEqual([{ id: 'S2.a', part: '获星条件', change: 'changed', words: expect.objectContaining({ zh: expect.stringContaining('前6名') }), asks: false, fields: [{ name: '条件', before: 'provincial_rank <= 6', after: 'provincial_rank <= 7' }] }]);
  });

  test('old rounds are decided again: the units whose level would change, and by which clause', async () => {
    const id = await begin(wc, { text: milder });
    const { status, body } = await wc.post(`${DRAFTS}/${id}/dry-run`, {});
    expect([status, body.problems, body.campaigns.length]).toEqual([200, [], 1]);
    const [round] = body.campaigns;
    expect(round).toMatchObject({ id: campaignId, schemeVersion: 1, units: 10, incomplete: [], lacking: [] });
    // one place more in the province: B04 wins the second star, and with four others the fifth [SCENARIOS 1.2, B04]
    expect(round.changed).toEqual([expect.objectContaining({ unit: expect.objectContaining({ code: 'B04' }), from: expect.objectContaining({ id: 'three' }), to: expect.objectContaining({ id: 'five' }) })]);
    expect(round.changed[0].clauses).toContainEqual(expect.objectContaining({ id: 'S2.a', zh: expect.stringContaining('前6名'), source: expect.stringMatching(/^S0/) }));
    expect((await oc.get(`${A}/campaigns/${campaignId}`)).body.schemeVersion).toBe(1);
  });

  test('the same scheme changes nothing; a faulty one is not tried; what it newly needs is named', async () => {
    expect((await wc.post(`${DRAFTS}/${await begin(wc)}/dry-run`, {})).body.campaigns[0].changed).toEqual([]);
    const faulty = await begin(wc, { text: text.replace(RANK, 'expr: provincial_rnak <= 6') });
    const tried = (await wc.post(`${DRAFTS}/${faulty}/dry-run`, {})).body;
    expect([tried.campaigns, tried.problems.length]).toEqual([[], 1]);
    const needs = await begin(wc, { text: text.replace(RANK, 'expr: provincial_rank <= 6 && visits >= 4').replace('\nfacts:\n', '\nfacts:\n  visits: {zh: 走访次数, type: integer}\n') });
    const { units, lacking } = (await wc.post(`${DRAFTS}/${needs}/dry-run`, {})).body.campaigns[0];
    expect([units, lacking.length, lacking[0].field]).toEqual([0, 10, 'facts.visits']);
  });

  test('rounds that one does not govern are not told of', async () => {
    const id = await begin(other, { text: milder });
    expect((await other.post(`${DRAFTS}/${id}/dry-run`, {})).body.campaigns).toEqual([]);
    expect((await other.post(`${DRAFTS}/${id}/dry-run`, { campaignIds: [campaignId] })).body.code).toBe('thing.missing');
  });
});

describe('publishing', () => {
  const publish = (by: Client, id: string, version = 1) => by.post(`${DRAFTS}/${id}/publication`, {}, seen(version));

  test('is for whoever may, of a text without faults, with the next number, that says something new', async () => {
    const id = await begin(wc, { text: milder });
    expect((await publish(wc, id)).status).toBe(403);
    expect((await publish(admin, await begin(wc, { text: milder.replace('provincial_rank <= 7', 'provincial_rnak <= 7') }))).body).toMatchObject({ status: 422, code: 'scheme.invalid' });
    expect((await publish(admin, await begin(wc, { text: milder.replace('\nversion: 2\n', '\nversion: 3\n') }))).body).toMatchObject({ status: 409, code: 'scheme.version-taken', facts: { newest: 1, next: 2 } });
    expect((await publish(admin, await begin(wc, { text: text.replace('\nversion: 1\n', '\nversion: 2\n') }))).body).toMatchObject({ status: 409, code: 'scheme.unchanged' });
    expect((await publish(admin, id, 7)).status).toBe(412);
    expect((await oc.get(`${A}/schemes/${SCHEME}`)).body.version).toBe(1);
  });

  test('makes a version for good: neither it nor the draft changes any more, and rounds keep theirs', async () => {
    const id = await begin(wc, { text: milder });
    const published = await publish(admin, id);
    expect([published.status, published.body.published]).toEqual([201, expect.objectContaining({ schemeId: SCHEME, version: 2 })]);
    expect((await oc.get(`${A}/schemes/${SCHEME}`)).body).toMatchObject({ version: 2, text: milder });
    expect((await oc.get(`${A}/schemes/${SCHEME}/1`)).body.text).toBe(text);
    expect((await oc.get(`${A}/campaigns/${campaignId}`)).body.schemeVersion).toBe(1);
    expect((await wc.put(`${DRAFTS}/${id}`, { text }, seen(2))).body).toMatchObject({ status: 409, code: 'draft.published' });
    expect((await publish(admin, id, 2)).body.code).toBe('draft.published');
    expect((await publish(admin, await begin(wc, { text: milder.replace('provincial_rank <= 7', 'provincial_rank <= 8') }))).body).toMatchObject({ code: 'scheme.version-taken', facts: { newest: 2, next: 3 } });
  });
});

describe('as a workbook', () => {
  test('a version and a draft go out, and come back as the same scheme', async () => {
    const book = await oc.bytes(`${BOOKS}/schemes/${SCHEME}/1`);
    const { status, body } = await oc.upload(BOOKS, book);
    expect([status, body.ok, body.problems]).toEqual([200, true, []]);
    expect(parseScheme(body.text)).toEqual(parseScheme(text));
    const id = (await oc.upload(`${DRAFTS}/from-workbook`, book)).body.id;
    expect(parseScheme((await oc.get(`${DRAFTS}/${id}`)).body.text)).toEqual(parseScheme(text));
    expect((await sheetsIn(await oc.bytes(`${BOOKS}/drafts/${id}`))).map(({ name }) => name)).toContain('程序步骤');
    expect((await other.get(`${BOOKS}/drafts/${id}`)).status).toBe(404);
  });

  test('a faulty one names sheet, row and column, and makes no draft', async () => {
    const sheets = (await sheetsIn(await oc.bytes(`${BOOKS}/schemes/${SCHEME}/1`))).map(({ name, rows }) => ({ name, rows: rows.map((cells) => cells.map((cell) => (cell === 'provincial_rank <= 6' ? 'provincial_rnak <= 6' : cell))) }));
    const spoilt = await writeXlsx({ sheets });
    const { body } = await oc.upload(BOOKS, spoilt);
    const row = sheets.find(({ name }) => name === '获星条件')!.rows.findIndex((cells) => cells.includes('provincial_rnak <= 6')) + 1;
    expect([body.ok, body.problems]).toEqual([false, [expect.objectContaining({ sheet: '获星条件', row, heading: '条件', zh: expect.stringContaining('provincial_rank'), en: expect.stringContaining('provincial_rank') })]]);
    const before = (await oc.get(DRAFTS)).body.items.length;
    expect((await oc.upload(`${DRAFTS}/from-workbook`, spoilt)).body).toMatchObject({ status: 422, code: 'scheme.faulty-workbook', facts: { count: 1, sheet: '获星条件' } });
    expect((await oc.get(DRAFTS)).body.items).toHaveLength(before);
  });

  test('the template goes to everybody; what is no workbook is refused', async () => {
    expect((await sheetsIn(await clerk.bytes(`${BOOKS}/template`)))[0]!.name).toBe('说明');
    expect((await oc.upload(BOOKS, new TextEncoder().encode(text))).body.code).toBe('scheme.not-a-workbook');
    expect((await oc.post(BOOKS, {})).body.code).toBe('scheme.not-a-workbook');
    expect((await oc.upload(BOOKS, new Uint8Array(6 * 1_048_576))).body.code).toBe('scheme.workbook-too-large');
    expect((await clerk.upload(BOOKS, new Uint8Array(3))).status).toBe(403);
  });
});
