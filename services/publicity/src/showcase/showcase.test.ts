import { Readable } from 'node:stream';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import exifr from 'exifr';
import sharp from 'sharp';
import { PublishableReplySchema, PublishableRequestSchema, SeatsChangedSchema, type ArticleView } from '@xingchuang/contracts';
import { newId, type Running } from '@xingchuang/server';
import { Client, startServices, tell, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { publicity } from '../index.ts';

const WORLD = { C: ['city', ''], WC: ['work_committee', 'C', 'body'], U1: ['organ', 'C'], B01: ['branch', 'U1'], B02: ['branch', 'U1'] } as const;

let system: Running;
let trust: TestTrust;
let units: Record<keyof typeof WORLD, TestUnit>;
let clerk: Client;
let publicist: Client;
let writer: Client;
let other: Client;
const anyone = () => new Client(system.url);
const [PHOTO, SECOND, HELD] = [newId(), newId(), newId()];
const PEOPLE = { clerk: newId(), publicist: newId(), writer: newId() };

const seat = async (role: Parameters<TestTrust['token']>[0]['role'], unit: TestUnit, personId = newId()) =>
  new Client(system.url, await trust.token({ role, personId, unitId: unit.id, unitKind: unit.kind, jurisdictionId: unit.jurisdictionId }));
const article = (more: object = {}) => ({ unitId: units.B01.id, title: '“一站式”服务进社区', text: '第一段。\n<script>alert(1)</script>', photos: [{ fileId: PHOTO, caption: '现场' }], ...more });
const at = (time: string) => system.platform.clock.move(new Date(`${time}+08:00`));
const start = async (more: object = {}, by = clerk): Promise<ArticleView> => (await by.post('/api/publicity/showcase', article(more))).body;
const published = async (more: object = {}): Promise<ArticleView> => {
  const { id } = await start(more);
  await clerk.post(`/api/publicity/showcase/${id}/submission`);
  return (await publicist.post(`/api/publicity/showcase/${id}/publication`)).body;
};

beforeAll(async () => {
  system = await startServices([publicity], { now: '2026-03-02T10:00:00+08:00' });
  const { bus, blobs } = system.platform;
  trust = await testTrust(bus);
  units = await tellUnits(bus, WORLD);
  const { sha256, size } = await blobs.put(Readable.from([await sharp({ create: { width: 40, height: 30, channels: 3, background: '#b00' } }).jpeg().toBuffer()]));
  // what evidence answers: copies of the unit's own photos only
  await bus.answer('evidence.publishable', async (body) => {
    const { unitId, fileIds } = fromBinary(PublishableRequestSchema, body);
    const copies = fileIds.filter((id) => unitId === units.B01.id && [PHOTO, SECOND].includes(id)).map((fileId) => ({ fileId, sha256, size: BigInt(size), mediaType: 'image/jpeg' }));
    return toBinary(PublishableReplySchema, create(PublishableReplySchema, { copies }));
  });
  for (const [personId, role, unit] of [[PEOPLE.clerk, 'clerk', units.B01], [PEOPLE.publicist, 'publicist', units.WC]] as const) {
    await tell(bus, SeatsChangedSchema, personId, { accountId: personId, personId, disabled: false, version: 1, seats: [{ role, unitId: unit.id, since: '2020-01-01', until: '' }] });
  }
  clerk = await seat('clerk', units.B01, PEOPLE.clerk);
  publicist = await seat('publicist', units.WC, PEOPLE.publicist);
  writer = await seat('publicist', units.WC, PEOPLE.writer);
  other = await seat('clerk', units.B02);
  const admin = await seat('admin', units.C);
  for (const { id } of Object.values(units)) await until(async () => (await admin.get(`/api/publicity/told?unitId=${id}`)).status === 200, 'units');
});
afterAll(() => system?.stop());

describe('a model case', () => {
  test('is written by its unit alone, and seen by nobody outside before it is published', async () => {
    const one = await start();
    expect(one).toMatchObject({ state: 'draft', unitName: units.B01.name, mayReview: false });
    expect((await other.get(`/api/publicity/showcase/${one.id}`)).status).toBe(404);
    expect((await other.post('/api/publicity/showcase', article())).status).toBe(404);
    expect((await anyone().get(`/api/publicity/public/showcase/${one.id}`)).status).toBe(404);
    expect((await anyone().get(`/api/publicity/public/showcase/${one.id}/photos/1`)).status).toBe(404);
    expect((await publicist.post(`/api/publicity/showcase/${one.id}/publication`)).body.code).toBe('article.wrong-state');
  });

  test('shows photos of its own evidence only, each once', async () => {
    const twice = await clerk.post('/api/publicity/showcase', article({ photos: [{ fileId: PHOTO, caption: '' }, { fileId: PHOTO, caption: '' }] }));
    expect([twice.status, twice.body.code, twice.body.field]).toEqual([422, 'article.same-photo', 'photos[1]']);
    const { id } = await start({ photos: [{ fileId: PHOTO, caption: '' }, { fileId: HELD, caption: '' }] });
    const refused = await clerk.post(`/api/publicity/showcase/${id}/submission`);
    expect([refused.status, refused.body.code, refused.body.field]).toEqual([422, 'article.photo-not-publishable', 'photos[1]']);
    expect((await clerk.get(`/api/publicity/showcase/${id}`)).body.state).toBe('draft');
  });

  test('is reviewed by somebody else than who wrote or submitted it, and returned with a reason', async () => {
    const { id, version } = await start();
    await writer.put(`/api/publicity/showcase/${id}`, { title: '改写的标题', text: '改写', photos: [{ fileId: PHOTO, caption: '现场' }] }, { 'if-match': `"${version}"` });
    expect((await clerk.put(`/api/publicity/showcase/${id}`, { title: '旧', text: '旧', photos: [] }, { 'if-match': `"${version}"` })).status).toBe(412);
    expect((await clerk.post(`/api/publicity/showcase/${id}/submission`)).body.state).toBe('submitted');
    expect((await clerk.put(`/api/publicity/showcase/${id}`, { title: '偷改', text: '偷改', photos: [] })).body.code).toBe('article.wrong-state');
    const own = await writer.post(`/api/publicity/showcase/${id}/publication`);
    expect([own.status, own.body.code]).toEqual([403, 'article.own-review']);
    expect((await writer.get(`/api/publicity/showcase/${id}`)).body.mayReview).toBe(false);
    expect((await publicist.get(`/api/publicity/showcase/${id}`)).body.mayReview).toBe(true);
    expect((await publicist.post(`/api/publicity/showcase/${id}/return`, { reason: ' ' })).status).toBe(422);
    expect((await publicist.post(`/api/publicity/showcase/${id}/return`, { reason: '请补充成效' })).body).toMatchObject({ state: 'returned', reason: '请补充成效' });
    expect((await clerk.post(`/api/publicity/showcase/${id}/submission`)).body).toMatchObject({ state: 'submitted', reason: '' });
  });

  test('is published with the fields that anyone may see and no others, to be kept for a minute', async () => {
    const { id } = await published();
    const shown = await anyone().get(`/api/publicity/public/showcase/${id}`);
    expect(shown.headers.get('cache-control')).toBe('public, max-age=60');
    expect(shown.body).toEqual({ id, title: '“一站式”服务进社区', unitName: units.B01.name, publishedOn: '2026-03-02', text: '第一段。\n<script>alert(1)</script>', photos: [{ caption: '现场' }] });
    const photo = await anyone().bytes(`/api/publicity/public/showcase/${id}/photos/1`);
    expect([(await sharp(photo).metadata()).format, await exifr.parse(photo, { gps: true })]).toEqual(['jpeg', undefined]);
    const head = await fetch(`${system.url}/api/publicity/public/showcase/${id}/photos/1`);
    await head.arrayBuffer();
    expect([head.headers.get('cache-control'), head.headers.get('content-type')]).toEqual(['public, max-age=300', 'image/jpeg']);
    const again = await fetch(`${system.url}/api/publicity/public/showcase/${id}/photos/1`, { headers: { 'if-none-match': head.headers.get('etag')! } });
    expect(again.status).toBe(304);
    expect((await anyone().get(`/api/publicity/public/showcase/${id}/photos/2`)).status).toBe(404);
  });

  test('is gone from everywhere once it is withdrawn, and may come back after another review', async () => {
    const { id } = await published();
    expect((await clerk.post(`/api/publicity/showcase/${id}/withdrawal`, { reason: '有误' })).status).toBe(403);
    expect((await publicist.post(`/api/publicity/showcase/${id}/withdrawal`, { reason: '内容有误' })).body).toMatchObject({ state: 'withdrawn', reason: '内容有误' });
    for (const path of ['', '/photos/1']) expect((await anyone().get(`/api/publicity/public/showcase/${id}${path}`)).status).toBe(404);
    expect((await anyone().post(`/api/publicity/public/showcase/${id}/views`)).status).toBe(404);
    expect((await clerk.post(`/api/publicity/showcase/${id}/submission`)).body.state).toBe('submitted');
  });

  test('tells the reviewer, and then its unit', async () => {
    const { id } = await published({ title: '会被告知的案例' });
    const heard = async (by: Client, kind: string) => (await by.get(`/api/publicity/notifications?kind=${kind}`)).body.items.filter(({ text }: { text: { zh: string } }) => text.zh.includes('会被告知的案例'));
    expect((await heard(publicist, 'showcase_submitted')).map(({ link }: { link: string }) => link)).toEqual([`/app/publicity/showcase/${id}`]);
    expect((await heard(clerk, 'showcase_published')).map(({ link }: { link: string }) => link)).toEqual([`/app/showcase/${id}`]);
  });
});

describe('the public list', () => {
  test('is found by words anywhere in it, newest first, by pages', async () => {
    at('2026-04-01T10:00:00');
    for (let n = 0; n < 32; n += 1) await published({ title: `翻页案例${n}`, photos: [] });
    await published({ title: '另一篇', text: '讲的是䶮湖治理' });
    const list = async (query: string) => (await anyone().get(`/api/publicity/public/showcase${query}`)).body as { items: { title: string }[]; nextPageToken?: string };
    expect((await list(`?search=${encodeURIComponent('䶮湖')}`)).items.map(({ title }) => title)).toEqual(['另一篇']);
    expect((await list(`?search=${encodeURIComponent('䶮')}`)).items.map(({ title }) => title)).toEqual(['另一篇']);
    expect((await list(`?search=${encodeURIComponent('湖䶮')}`)).items).toEqual([]);
    const first = await list(`?search=${encodeURIComponent('翻页案例')}`);
    const second = await list(`?search=${encodeURIComponent('翻页案例')}&pageToken=${encodeURIComponent(first.nextPageToken!)}`);
    expect([first.items.length, second.items.length, second.nextPageToken]).toEqual([30, 2, undefined]);
    expect(new Set([...first.items, ...second.items].map(({ title }) => title)).size).toBe(32);
    expect(first.items[0]!.title).toBe('翻页案例31');
    expect(JSON.stringify((await list('')).items[0])).not.toMatch(/author|reason|text/);
  });
});

describe('statistics', () => {
  test('count what was submitted, published, withdrawn and viewed in a period, by unit', async () => {
    at('2026-05-06T10:00:00');
    const one = await published({ title: '五月的案例' });
    for (let n = 0; n < 3; n += 1) expect((await anyone().post(`/api/publicity/public/showcase/${one.id}/views`)).status).toBe(204);
    at('2026-06-01T10:00:00');
    await anyone().post(`/api/publicity/public/showcase/${one.id}/views`);
    const asked = async (by: Client, query: string) => (await by.get(`/api/publicity/showcase-statistics?${query}`)).body;
    expect(await asked(publicist, 'from=2026-05-01&to=2026-05-31')).toMatchObject({
      total: { submitted: 1, published: 1, withdrawn: 0, views: 3 }, items: [{ unitId: units.B01.id, unitName: units.B01.name, submitted: 1, published: 1, withdrawn: 0, views: 3 }],
    });
    expect((await asked(publicist, 'from=2026-06-01&to=2026-06-30')).total).toEqual({ submitted: 0, published: 0, withdrawn: 0, views: 1 });
    expect((await asked(other, 'from=2026-05-01&to=2026-05-31')).total.views).toBe(0);
    expect((await asked(publicist, 'from=2026-06-01&to=2026-05-31')).code).toBe('article.period');
    expect((await clerk.get(`/api/publicity/showcase/${one.id}`)).body.views).toBe(4);
  });
});
