import { readdirSync, readFileSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FourPropertyReport, IncidentView, IntegrityFault, IntegrityRunView, IntegrityView, LogStatus } from '@xingchuang/contracts';
import { Client, until } from '@xingchuang/testkit';
import { picture } from '../file/bytes.fixture.ts';
import { openWorld, upload, type World } from '../world.fixture.ts';
import { Fixity } from './fixity.ts';

let world: World;
let clerk: Client;
let admin: Client;
let second: string;
const files: { id: string; sha256: string; size: number }[] = [];

beforeAll(async () => {
  second = mkdtempSync(join(tmpdir(), 'xingchuang-second-'));
  world = await openWorld({ SECOND_COPY: second });
  clerk = await world.as('clerk', 'B01');
  admin = await world.as('admin', 'C');
  for (let n = 1; n <= 4; n += 1) files.push((await upload(clerk, world.id('B01'), await picture('jpeg', 60 + n, 40), `照片${n}.jpg`)).body);
  await until(async () => ((await new Client(world.running.url).get('/api/evidence/log/status')).body as LogStatus).waiting === 0, 'the log is at rest');
});
afterAll(async () => {
  await world?.running.stop();
  rmSync(second, { recursive: true, force: true });
});

const collection = (name: string) => world.running.platform.databases.get('evidence')!.connection.collection<{ _id: string }>(name);
const round = () => world.running.app.get(Fixity, { strict: false }).round();
const blobFile = (store: string, sha256: string): string => join(store, sha256.slice(0, 3), readdirSync(join(store, sha256.slice(0, 3))).find((name) => name.startsWith(`${sha256}.`) && !name.includes('until'))!);
const first = (): string => join(world.running.platform.config.DATA_DIR, 'blobs');
const flip = (path: string): void => {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path, bytes);
};

async function check(order: Record<string, unknown> = { scope: 'all' }): Promise<IntegrityRunView> {
  const ordered = await admin.post('/api/evidence/integrity/runs', order);
  expect(ordered.status).toBe(201);
  return until(async () => {
    const { body } = await admin.get(`/api/evidence/integrity/runs/${ordered.body.id}`);
    return (body as IntegrityRunView).state === 'done' ? (body as IntegrityRunView) : undefined;
  }, 'the check ends');
}
const named = ({ faults }: IntegrityRunView, objectId: string): IntegrityFault[] => faults.filter((fault) => fault.objectId === objectId);

test('what is as it was raises no alarm, and is kept twice', async () => {
  await round();
  const run = await check();
  expect(run).toMatchObject({ faults: [], counts: { changed: 0, missing: 0, untracked: 0, repaired: 0 } });
  expect(run.counts.checked).toBeGreaterThanOrEqual(files.length * 2);
  const { blobs, log } = (await admin.get('/api/evidence/integrity')).body as IntegrityView;
  expect(blobs).toMatchObject({ overdue: 0, hasSecondCopy: true });
  expect(blobs.twoCopies).toBe(blobs.total);
  expect(log.openIncidents).toBe(0);
});

test('one changed byte is repaired from the second copy, and told', async () => {
  const [{ id, sha256 }] = files as [(typeof files)[0]];
  flip(blobFile(first(), sha256));
  const run = await check({ scope: 'unit', unitId: world.id('B01') });
  expect(named(run, id)).toEqual([expect.objectContaining({ verdict: 'changed', kind: 'blob', unitId: world.id('B01'), name: '照片1.jpg', repaired: true, expected: sha256 })]);
  expect((await check()).faults).toEqual([]);
  const incidents = (await admin.get('/api/evidence/integrity/incidents?state=repaired')).body.items as IncidentView[];
  expect(incidents.map(({ objectId }) => objectId)).toContain(id);
});

test('a second copy that went bad is made anew, too', async () => {
  const { sha256 } = files[1]!;
  flip(blobFile(second, sha256));
  await check();
  flip(blobFile(first(), sha256));
  expect(named(await check(), files[1]!.id)).toMatchObject([{ repaired: true }]);
});

test('where both copies are bad an incident is open until somebody puts good bytes there', async () => {
  const { id, sha256 } = files[2]!;
  const good = readFileSync(blobFile(first(), sha256));
  const paths = [blobFile(first(), sha256), blobFile(second, sha256)];
  paths.forEach(flip);
  expect(named(await check(), id)).toMatchObject([{ verdict: 'changed', repaired: false, place: `blobs/${sha256}` }, { verdict: 'changed', place: `second-copy/${sha256}` }]);
  expect((await admin.get('/api/evidence/integrity')).body.log.openIncidents).toBe(2);
  writeFileSync(paths[0]!, good);
  await check();
  await check();
  expect((await admin.get('/api/evidence/integrity')).body.log.openIncidents).toBe(0);
});

test('bytes that are gone are missing; bytes that nobody named are untracked', async () => {
  const { id, sha256 } = files[3]!;
  rmSync(blobFile(first(), sha256));
  rmSync(blobFile(second, sha256));
  const stray = await world.running.platform.blobs.put((async function* () { yield Buffer.from('put there by somebody'); })());
  const run = await check();
  expect(named(run, id)).toMatchObject([{ verdict: 'missing', repaired: false }, { verdict: 'missing' }]);
  expect(named(run, stray.sha256)).toMatchObject([{ verdict: 'untracked' }]);
  await world.running.platform.blobs.remove(stray.sha256);
});

describe('a changed document is named with its field', () => {
  test.each<[string, unknown]>([
    ['name', '别的名字.jpg'], ['sha256', '0'.repeat(64)], ['size', 1], ['mediaType', 'image/png'], ['unitId', 'elsewhere'], ['uploadedBy', 'somebody else'], ['receivedAt', '2020-01-01T00:00:00.000Z'], ['eventDate', '2020-01-01'],
  ])('files.%s', async (field, value) => {
    const { id } = files[0]!;
    const was = (await collection('files').findOne({ _id: id })) as unknown as Record<string, unknown>;
    await collection('files').updateOne({ _id: id }, { $set: { [field]: value } });
    const run = await check();
    expect(named(run, id).filter(({ kind }) => kind === 'document')).toEqual([expect.objectContaining({ verdict: 'changed', place: `files/${id}.${field}` })]);
    await collection('files').updateOne({ _id: id }, was[field] === undefined ? { $unset: { [field]: 1 } } : { $set: { [field]: was[field] } });
  });

  test('also where its statement was changed to fit', async () => {
    const { id } = files[0]!;
    await collection('files').updateOne({ _id: id }, { $set: { name: '改.jpg' } });
    await collection('log-entries').updateOne({ objectId: id, act: 'file.received' }, { $set: { 'content.name': '改.jpg' } });
    expect(named(await check(), id).map(({ place }) => place.replace(/[0-9a-f-]{36}/, '*'))).toContain('log-entries/*.content');
    await collection('files').updateOne({ _id: id }, { $set: { name: '照片1.jpg' } });
    await collection('log-entries').updateOne({ objectId: id, act: 'file.received' }, { $set: { 'content.name': '照片1.jpg' } });
  });

  test('and one that is gone, or came from nowhere', async () => {
    const { id } = files[0]!;
    const was = (await collection('files').findOne({ _id: id }))!;
    await collection('files').deleteOne({ _id: id });
    await collection('files').insertOne({ ...was, _id: 'from-nowhere' });
    const run = await check();
    expect(named(run, id)).toMatchObject([{ verdict: 'missing', place: `files/${id}` }]);
    expect(named(run, 'from-nowhere')).toMatchObject([{ verdict: 'untracked', kind: 'document' }]);
    await collection('files').deleteOne({ _id: 'from-nowhere' });
    await collection('files').insertOne(was);
  });
});

describe('a changed log is named with its place', () => {
  test.each<[string, string, (document: Record<string, unknown>) => Record<string, unknown>, RegExp]>([
    ['log-tiles', '0/0', ({ bytes }) => ({ bytes: flipped(bytes) }), /^log-tiles\/(entries\/0\[|0\/0)/],
    ['log-tiles', 'entries/0', ({ bytes }) => ({ bytes: flipped(bytes) }), /^log-tiles\/entries\/0\[/],
    ['log-checkpoints', '0000000000000000', ({ text }) => ({ text: (text as string).replace('\n0\n', '\n1\n') }), /^log-checkpoints\/0000000000000000$/],
    ['log-states', 'log', () => ({ checkpoint: 'another' }), /./],
  ])('%s/%s', async (name, id, change, place) => {
    const was = (await collection(name).findOne({ _id: id })) as unknown as Record<string, unknown>;
    const changed = change(was);
    await collection(name).updateOne({ _id: id }, { $set: changed });
    if (name === 'log-states') {
      expect((await admin.get('/api/evidence/log/history?size=0')).status).toBe(500); // nothing is vouched for
    } else {
      const { faults } = await check();
      expect(faults.filter(({ kind }) => kind === 'log').map(({ place }) => place)).toEqual(expect.arrayContaining([expect.stringMatching(place)]));
    }
    await collection(name).updateOne({ _id: id }, { $set: Object.fromEntries(Object.keys(changed).map((key) => [key, was[key]])) });
  });

  test('and a statement that is gone', async () => {
    const was = (await collection('log-entries').findOne({ objectId: files[1]!.id }))! as unknown as { _id: string; seq: number };
    await collection('log-entries').deleteOne({ _id: was._id });
    expect((await check()).faults.map(({ place }) => place)).toContain(`log-entries[seq=${was.seq}]`);
    await collection('log-entries').insertOne(was);
  });
});

const flipped = (bytes: unknown): Buffer => {
  const copy = Buffer.from((bytes as { buffer: Uint8Array }).buffer);
  copy[40]! ^= 4;
  return copy;
};

test('the report of the four properties says row by row what was checked and what fails', async () => {
  const { body } = await admin.get(`/api/evidence/integrity/four-properties?unitId=${world.id('B01')}&year=2026`);
  const { files: count, rows } = body as FourPropertyReport;
  expect(count).toBe(files.length);
  expect([...new Set(rows.map(({ property }) => property))]).toEqual(['authentic', 'complete', 'usable', 'secure']);
  const digest = rows.find(({ id }) => id === 'digest')!;
  expect(digest).toMatchObject({ checked: 4, passed: 3, failing: [{ objectId: files[3]!.id, name: '照片4.jpg', why: '原件缺失或内容已变' }] });
  expect(rows.find(({ id, property }) => id === 'proof' && property === 'authentic')).toMatchObject({ checked: 4, passed: 4 });
});

test('who may not read or run it, cannot', async () => {
  for (const [role, unit] of [['clerk', 'B01'], ['reviewer', 'OC']] as const) {
    const client = await world.as(role, unit);
    expect((await client.get('/api/evidence/integrity')).status).toBe(403);
    expect((await client.post('/api/evidence/integrity/runs', { scope: 'all' })).status).toBe(403);
  }
  expect((await (await world.as('leader', 'C')).post('/api/evidence/integrity/runs', { scope: 'all' })).status).toBe(403);
  expect((await admin.post('/api/evidence/integrity/runs', { scope: 'unit' })).body).toMatchObject({ code: 'integrity.unit-missing' });
});
