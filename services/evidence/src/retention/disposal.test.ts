import { existsSync, rmSync } from 'node:fs';
import { DeclarationSubmittedSchema, type DisposalCandidatePage, type DisposalView, type ItemReceipt, type LogStatus } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { Client, until } from '@xingchuang/testkit';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import { picture } from '../file/bytes.fixture.ts';
import { RunService } from '../integrity/run-service.ts';
import { typesFolder } from '../record/types.fixture.ts';
import { openWorld, upload, type World } from '../world.fixture.ts';
import { BLOB_SOURCES } from '../integrity/blob-names.ts';
import { KeptItems } from './kept-items.ts';
import { Leaving } from './leaving.ts';

const folder = typesFolder();
let world: World;
let clerk: Client;
let reviewer: Client;
let decider: Client;
let leader: Client;

beforeAll(async () => {
  world = await openWorld({ RECORD_TYPES_DIR: folder });
  [clerk, reviewer, decider, leader] = [await world.as('clerk', 'B01'), await world.as('reviewer', 'OC'), await world.as('decider', 'PG'), await world.as('leader', 'U1')];
});
afterAll(async () => {
  await world?.running.stop();
  rmSync(folder, { recursive: true, force: true });
});

const platform = () => world.running.platform;
const on = async (day: string): Promise<void> => {
  world.moveClock(day);
  await platform().ticker.tick();
};
const keep = async (n: number): Promise<{ id: string; sha256: string }> => (await upload(clerk, world.id('B01'), await picture('jpeg', 70 + n, 40), `照片${n}.jpg`)).body;
const propose = (ids: readonly string[], client = reviewer) => client.post('/api/evidence/disposals', { unitId: world.id('B01'), items: ids.map((id) => ({ kind: 'file', id })), reason: '保管期限已满' });
const approve = (id: string, client: Client) => client.post(`/api/evidence/disposals/${id}/approval`, {});
const rested = () => until(async () => ((await new Client(world.running.url).get('/api/evidence/log/status')).body as LogStatus).waiting === 0, 'the log is at rest');
const candidates = async () => ((await reviewer.get(`/api/evidence/disposal-candidates?unitId=${world.id('B01')}`)).body as z.infer<typeof DisposalCandidatePage>).items.map(({ id }) => id);

test('nothing goes before its term ends', async () => {
  const { id } = await keep(1);
  expect(await candidates()).toEqual([]);
  const refused = await propose([id]);
  expect(refused).toMatchObject({ status: 409, body: { code: 'disposal.held' } });
  expect((await propose(['01a1fd03-65f7-7b5b-a1e9-dd13ce1a0e70'])).body).toMatchObject({ code: 'disposal.item-missing' });
});

test('what goes needs two people beside the one who proposed it, and a waiting time; its proof stays, its content is gone', async () => {
  const { id, sha256 } = await keep(2);
  await rested();
  const before = (await clerk.get(`/api/evidence/files/${id}/receipt`)).body as ItemReceipt;
  await on('2037-01-01');
  expect(await candidates()).toContain(id);
  const { body } = await propose([id]);
  const disposal = body as DisposalView;
  expect(disposal).toMatchObject({ state: 'proposed', items: [{ id, retention: '10-years', keepUntil: '2036-12-31' }] });
  expect((await approve(disposal.id, reviewer)).status).toBe(403);
  expect((await approve(disposal.id, decider)).body).toMatchObject({ state: 'proposed' });
  expect((await approve(disposal.id, decider)).body).toMatchObject({ code: 'disposal.approved-before' });
  expect((await approve(disposal.id, leader)).body).toMatchObject({ state: 'approved', carryOutOn: '2037-01-08' });
  await on('2037-01-07');
  expect((await clerk.get(`/api/evidence/files/${id}`)).status).toBe(200);
  await on('2037-01-08');
  expect((await reviewer.get(`/api/evidence/disposals/${disposal.id}`)).body).toMatchObject({ state: 'done', items: [{ id, outcome: 'gone' }] });
  expect((await clerk.get(`/api/evidence/files/${id}`)).status).toBe(404);
  expect(await platform().blobs.find(sha256)).toBeUndefined();
  await rested();
  const said = await platform().databases.get('evidence')!.connection.collection('log-entries').find({ objectId: id }).sort({ seq: 1 }).toArray();
  expect(said.map(({ act, erased }) => [act, erased])).toEqual([['file.received', true], ['item.disposed', undefined]]);
  expect(said[0]).toMatchObject({ content: {}, salt: '', commitment: before.statements[0]!.commitment });
});

test('a check of everything finds nothing wrong with what was disposed of', async () => {
  const admin = await world.as('admin', 'C');
  const { body } = await admin.post('/api/evidence/integrity/runs', { scope: 'all' });
  const runs = world.running.app.get(RunService, { strict: false });
  const run = await until(async () => ((await runs.get(body.id as string)).state === 'done' ? runs.get(body.id as string) : undefined), 'the check ends');
  expect(run.faults).toEqual([]);
});

test('a hold wins, also after both approvals, and bytes that another unit keeps stay', async () => {
  const [held, shared] = [await keep(3), await keep(4)];
  const other = await world.as('clerk', 'B02');
  await upload(other, world.id('B02'), await picture('jpeg', 74, 40), '同一张.jpg');
  await on('2049-01-01');
  const { body } = await propose([held.id, shared.id]);
  await approve(body.id, decider);
  await approve(body.id, leader);
  const hold = await decider.post('/api/evidence/legal-holds', { kind: 'file', id: held.id, reason: '巡察期间暂停销毁' });
  expect([hold.status, hold.body.name]).toEqual([201, '照片3.jpg']);
  const holds = async (itemId: string) => (await decider.get(`/api/evidence/legal-holds?itemId=${itemId}`)).body.items.map(({ id }: { id: string }) => id);
  expect([await holds(held.id), await holds(hold.body.id)]).toEqual([[hold.body.id], []]);
  await on('2049-02-01');
  expect((await reviewer.get(`/api/evidence/disposals/${body.id}`)).body.items.map(({ id, outcome }: { id: string; outcome: string }) => [id, outcome]).sort()).toEqual([[held.id, 'kept'], [shared.id, 'gone']].sort());
  expect((await clerk.get(`/api/evidence/files/${held.id}`)).status).toBe(200);
  expect(await platform().blobs.find(shared.sha256)).toBeDefined();
  expect((await propose([held.id])).body).toMatchObject({ code: 'disposal.held' });
  expect((await decider.post(`/api/evidence/legal-holds/${hold.body.id}/lifting`)).status).toBe(200);
  expect((await decider.post(`/api/evidence/legal-holds/${hold.body.id}/lifting`)).body).toMatchObject({ code: 'legal-hold.lifted' });
  expect((await propose([held.id])).status).toBe(201);
});

describe('whoever may approve', () => {
  let ids: string[];
  beforeAll(async () => {
    ids = [(await keep(5)).id, (await keep(6)).id, (await keep(7)).id, (await keep(8)).id].toSorted();
    await on('2061-01-01');
  });
  const approved = async (ids: readonly string[]): Promise<string> => {
    const { body } = await propose(ids);
    await approve(body.id, decider);
    await approve(body.id, leader);
    return body.id as string;
  };
  /** Does something once, just before the store is asked to find or to remove bytes. */
  const before = (what: 'find' | 'remove', act: () => Promise<void>): void => {
    const { blobs } = platform();
    const usual = blobs[what].bind(blobs);
    Object.assign(blobs, { [what]: async (sha256: string) => {
      Object.assign(blobs, { [what]: usual });
      await act();
      return usual(sha256);
    } });
  };

  test('can stop it while it waits', async () => {
    const id = await approved(ids);
    expect((await leader.post(`/api/evidence/disposals/${id}/rejection`, { note: '再核对' })).body).toMatchObject({ state: 'rejected' });
    expect((await approve(id, decider)).body).toMatchObject({ code: 'disposal.wrong-state' });
    await on('2062-01-01');
    for (const file of ids) expect((await clerk.get(`/api/evidence/files/${file}`)).status).toBe(200);
  });

  test('can stop it while it is carried out: what is still there stays, and the list says so', async () => {
    const id = await approved(ids.slice(0, 2));
    before('remove', async () => expect((await leader.post(`/api/evidence/disposals/${id}/rejection`, { note: '停' })).status).toBe(200));
    await on('2062-02-01');
    expect((await reviewer.get(`/api/evidence/disposals/${id}`)).body).toMatchObject({ state: 'rejected', items: [{ id: ids[0], outcome: 'gone' }, { id: ids[1], outcome: 'kept' }] });
    expect((await clerk.get(`/api/evidence/files/${ids[1]}`)).status).toBe(200);
  });

  test('can hold a thing up to the moment when it goes: it is held or gone, never both', async () => {
    const id = ids[2]!;
    await approved([id]);
    let hold: Promise<{ status: number }> | undefined;
    before('find', async () => {
      hold = decider.post('/api/evidence/legal-holds', { kind: 'file', id, reason: '巡察期间暂停销毁' });
      await new Promise((resolve) => setTimeout(resolve, 500)); // longer than a hold takes that nothing stops
    });
    await on('2062-03-01');
    expect([(await hold!).status, (await clerk.get(`/api/evidence/files/${id}`)).status]).toEqual([404, 404]);
    expect((await decider.get('/api/evidence/legal-holds')).body.items.filter(({ itemId }: { itemId: string }) => itemId === id)).toEqual([]);
  });

  test('a declaration that relies on a thing which goes just then finds it gone: nothing frozen is missing', async () => {
    const id = ids[3]!;
    await approved([id]);
    const kept = world.running.app.get(KeptItems, { strict: false });
    const look = kept.look.bind(kept);
    kept.look = async (...asked) => {
      kept.look = look;
      const found = await look(...asked);
      const candidacyId = newId();
      await world.tell(DeclarationSubmittedSchema, candidacyId, { candidacyId, campaignId: newId(), unitId: world.id('B01'), submission: 1, submittedAt: '2062-03-15T00:00:00.000Z', keepUntil: '2072-12-31', fileIds: [id] });
      await new Promise((resolve) => setTimeout(resolve, 500)); // longer than freezing takes that nothing stops
      return found;
    };
    await on('2062-03-20');
    expect([(await clerk.get(`/api/evidence/files/${id}`)).status, await world.count('frozen-sets')]).toEqual([404, 0]);
  });
});

describe('bytes that nobody names', () => {
  const stray = (text: string) => platform().blobs.put(Readable.from([Buffer.from(text)]));

  test('go after a week, and not before', async () => {
    const { sha256 } = await stray('left by an upload that was cut off');
    await on('2062-04-01');
    await on('2062-04-07');
    expect(await platform().blobs.find(sha256)).toBeDefined();
    await on('2062-04-09');
    expect(await platform().blobs.find(sha256)).toBeUndefined();
  });

  test('come back where an upload named them just then', async () => {
    const bytes = await picture('jpeg', 99, 40);
    const { sha256 } = await platform().blobs.put(Readable.from([bytes]));
    const leaving = world.running.app.get(Leaving, { strict: false });
    expect(await leaving.letGo(sha256)).toBe(true);
    const files = platform().databases.get('evidence')!.connection.collection<{ _id: string; sha256: string }>('files');
    await files.insertOne({ _id: 'named-just-then', sha256 });
    await leaving.sweep();
    expect(await platform().blobs.find(sha256)).toMatchObject({ size: bytes.length });
    expect(existsSync(`${platform().config.DATA_DIR}/evidence/leaving/${sha256}`)).toBe(false);
    await files.deleteOne({ _id: 'named-just-then' });
  });
});

/** Fields that hold a digest of something else, or of bytes that their own store tells of. */
const NO_BLOBS = ['bags.sha256', 'bag-imports.sha256', 'carried-proofs', 'uploads.sha256', 'batch-lines.sha256', 'flag-marks.sha256', 'derived.sha256', 'kept-elsewhere.sha256'];

test('every collection that names bytes is known to those who let bytes go', () => {
  const models = Object.values(platform().databases.get('evidence')!.connection.models);
  const fields = models.flatMap((model) => Object.keys(model.schema.paths).filter((path) => /sha256|^blobs?$/.test(path)).map((path) => `${model.collection.collectionName}.${path}`));
  const known = [...BLOB_SOURCES.map(({ collection, field }) => `${collection}.${field}`), ...NO_BLOBS];
  expect(fields.filter((field) => !known.some((one) => field === one || field.startsWith(`${one}.`)))).toEqual([]);
});

test('what counted is counted no more once it is disposed of', async () => {
  await on('2050-01-04');
  const group = await world.as('clerk', 'B03');
  const { connection } = platform().databases.get('evidence')!;
  const counted = async () => {
    const tallies = await connection.models['tallies']!.find({ unitId: world.id('B03'), year: '2019' }).lean();
    return tallies.flatMap(({ cells }) => [...Buffer.from((cells as { buffer: Uint8Array }).buffer)]).reduce((sum, cell) => sum + cell, 0);
  };
  const { body: record } = await reviewer.post('/api/evidence/records', { unitId: world.id('B03'), type: 't_visit', day: '2019-05-03', title: '走访', fields: { way: 'announced', result: '良好' } });
  expect(await counted()).toBeGreaterThan(0);
  const { body } = await reviewer.post('/api/evidence/disposals', { unitId: world.id('B03'), items: [{ kind: 'record', id: record.id }], reason: '保管期限已满' });
  const waits = async () => (await decider.get('/api/evidence/todo')).body.items.filter(({ id }: { id: string }) => id === body.id);
  expect(await waits()).toEqual([{ kind: 'disposal.approve', id: body.id, unitId: world.id('B03'), title: '1', count: 1 }]);
  await approve(body.id, decider);
  expect(await waits()).toEqual([]);
  await approve(body.id, leader);
  await on('2050-02-01');
  expect((await group.get(`/api/evidence/records/${record.id}`)).status).toBe(404);
  expect(await counted()).toBe(0);
});
