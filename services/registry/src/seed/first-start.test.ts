import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@xingchuang/testkit';
import { openWorld } from '../world.fixture.ts';

test('without the demo: one administrator, whose password is printed once and nowhere kept', async () => {
  let world = await openWorld({ demo: false });
  try {
    const [, login, password] = /^ {2}(\S+)\s+admin@ROOT\s+(\S+)$/m.exec(world.printed)!;
    expect(world.printed.match(/^ {2}\S/gm)).toHaveLength(1);
    expect(existsSync(join(world.running.platform.config.DATA_DIR, 'demo-accounts.json'))).toBe(false);
    const { status, body } = await world.signIn(login!, password);
    expect({ status, temporary: body.session.passwordIsTemporary, unit: body.session.seat.unitCode }).toEqual({ status: 201, temporary: true, unit: 'ROOT' });
    expect((await new Client(world.url, body.token).get('/api/registry/units')).body.items).toHaveLength(1);

    world = await world.restart();
    expect(world.printed).toBe('');
    // the same signing key: who was signed in stays so
    expect((await new Client(world.url, body.token).get('/api/registry/session')).status).toBe(200);
  } finally {
    await world.stop();
  }
});

test('with the demo: every account of the table can sign in from every seat, and only the owner can read the file', async () => {
  let world = await openWorld();
  try {
    expect(statSync(join(world.running.platform.config.DATA_DIR, 'demo-accounts.json')).mode & 0o777).toBe(0o600);
    expect(world.accounts).toHaveLength(23);
    expect(new Set(world.accounts.map(({ password }) => password)).size).toBe(23);
    for (const { login, password, seats } of world.accounts) {
      expect(world.printed).toContain(password);
      const { body } = await world.signIn(login, password);
      expect({ login, seats: body.session?.seats.map(({ role, unitCode }: Record<string, string>) => ({ role, unit: unitCode })) }).toEqual({ login, seats });
    }
    const units = await world.db.collection('tree').countDocuments();
    world = await world.restart();
    expect(world.printed).toBe('');
    expect(await world.db.collection('tree').countDocuments()).toBe(units);
  } finally {
    await world.stop();
  }
});
