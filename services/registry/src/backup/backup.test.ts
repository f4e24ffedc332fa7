import { join } from 'node:path';
import { tempFolder, until } from '@xingchuang/testkit';
import { openWorld } from '../world.fixture.ts';

test('an administrator starts a backup and sees what it holds; no path is told', async () => {
  const dir = join(tempFolder('backups'), 'kept');
  const world = await openWorld({ extra: { BACKUP_DIR: dir, BACKUP_KEEP: 3, BACKUP_EVERY_HOURS: 0 } });
  try {
    const admin = await world.as('c.admin');
    expect((await admin.get('/api/registry/backups')).body).toEqual({ ready: true, everyHours: 0, keep: 3, failed: '', items: [] });
    const begun = await admin.post('/api/registry/backups');
    expect(begun).toMatchObject({ status: 202, body: { running: { since: expect.any(String) } } });
    expect(await admin.post('/api/registry/backups')).toMatchObject({ status: 409, body: { code: 'backup.running' } });
    const done = await until(async () => {
      const { body } = await admin.get('/api/registry/backups');
      return body.running ? undefined : body;
    }, 'the backup');
    expect(done).toMatchObject({ failed: '', items: [{ damaged: 0, files: { count: 0 }, databases: [{ name: 'registry' }] }] });
    expect(done.items[0].databases[0].documents).toBeGreaterThan(50);
    expect(JSON.stringify(done)).not.toContain(dir);
    expect((await (await world.as('b01.clerk')).get('/api/registry/backups')).status).toBe(403);
  } finally {
    await world.stop();
  }
});

test('without a folder none can be started; with hours set one starts by itself and then rests', async () => {
  const bare = await openWorld();
  try {
    const admin = await bare.as('c.admin');
    expect(await admin.post('/api/registry/backups')).toMatchObject({ status: 409, body: { code: 'backup.no-folder' } });
    expect((await admin.get('/api/registry/backups')).body.ready).toBe(false);
  } finally {
    await bare.stop();
  }
  const world = await openWorld({ extra: { BACKUP_DIR: tempFolder('backups'), BACKUP_KEEP: 3, BACKUP_EVERY_HOURS: 24 } });
  try {
    const admin = await world.as('c.admin');
    const items = async () => (await admin.get('/api/registry/backups')).body.items;
    await until(async () => (await items()).length === 1, 'the backup that starts by itself');
    await world.running.platform.ticker.tick();
    await until(async () => (await admin.get('/api/registry/backups')).body.running === undefined, 'nothing runs'); // it is listed a moment before it is over
    expect(await items()).toHaveLength(1);
  } finally {
    await world.stop();
  }
});

test('the state of the service, and messages that it could not take in', async () => {
  const world = await openWorld();
  try {
    const admin = await world.as('c.admin');
    await world.running.platform.ticker.tick();
    expect((await admin.get('/api/registry/state')).body).toMatchObject({ service: 'registry', version: expect.stringMatching(/^\d/), database: true, bus: true, blobs: true, parked: 0, failing: [], lastTick: expect.stringMatching(/^20/) });
    const park = (id: string, type: string, body: Buffer) =>
      world.db.collection<{ _id: string }>('parked').insertOne({ _id: `registry:${id}`, consumer: 'registry', message: { id, type, key: 'k', body, at: '2026-03-10T00:00:00Z', correlation: 'c' }, reason: 'Error: no', attempts: 8, parkedAt: new Date() } as never);
    await park('good', 'xingchuang.registry.v1.SessionEnded', Buffer.from('0a2430316131666337362d646631372d373761382d613439612d636535316537663966613134', 'hex'));
    await park('bad', 'xingchuang.registry.v1.SessionEnded', Buffer.from('ffff', 'hex'));
    const { items } = (await admin.get('/api/registry/parked')).body;
    expect(items.find(({ id }: { id: string }) => id === 'good').content).toEqual([{ field: 'sessionId', value: '01a1fc76-df17-77a8-a49a-ce51e7f9fa14' }]);
    expect(await admin.post('/api/registry/parked/bad/replay')).toMatchObject({ status: 409, body: { code: 'message.still-fails' } });
    expect((await admin.post('/api/registry/parked/replay')).body).toMatchObject({ replayed: 1, failed: [{ id: 'bad', reason: expect.stringContaining('undecodable') }] });
    expect((await admin.get('/api/registry/parked')).body.items.map(({ id }: { id: string }) => id)).toEqual(['bad']);
  } finally {
    await world.stop();
  }
});
