import type { Client } from '@xingchuang/testkit';
import { until } from '@xingchuang/testkit';
import { openWorld, type World } from '../world.fixture.ts';

let world: World;
let admin: Client;
let clerk: Client;
beforeAll(async () => {
  world = await openWorld();
  [admin, clerk] = [await world.as('c.admin'), await world.as('b01.clerk')];
});
afterAll(() => world.stop());

const today = (day: string) => world.running.platform.clock.move(new Date(`${day}T04:00:00Z`));
const open = async (code: string, kind: string, parent: string, rest: object = {}) =>
  admin.post('/api/registry/units', { code, name: `单位${code}`, kind, parentId: await world.id(parent), ...rest });
const codes = (body: { items: { code: string }[] }) => body.items.map(({ code }) => code);
/** What other services were told last of the unit. */
const told = async (code: string) => world.db.collection('units').findOne({ code });

describe('the tree', () => {
  test('opens a unit below its parent and tells of it; a body governs the node it sits at', async () => {
    const branch = await open('B11', 'branch', 'U1');
    expect(branch).toMatchObject({ status: 201, body: { version: 1, path: [await world.id('C'), await world.id('U1'), branch.body.id], jurisdictionId: branch.body.id, openedOn: '2026-03-10', closedOn: '' } });
    expect((await open('WG', 'work_group', 'U1')).body.jurisdictionId).toBe(await world.id('U1'));
    expect(await until(() => told('B11'), 'UnitChanged')).toMatchObject({ name: '单位B11', kind: 'branch', path: branch.body.path, version: 1 });
  });

  test('a name of 200 characters with emoji is taken, one of 201 is refused with field and expectation', async () => {
    const name = `${'䶮湖自然资源所㛃'.repeat(25).slice(0, 199)}🎉`;
    expect(await open('LONG', 'branch', 'U1', { name })).toMatchObject({ status: 201, body: { name } });
    expect(await open('LONGER', 'branch', 'U1', { name: `${name}长` })).toMatchObject({
      status: 422,
      body: { code: 'input.invalid', field: 'name', errors: [{ field: 'name', zh: expect.stringContaining('200'), en: expect.stringContaining('200') }] },
    });
  });

  test.each<[string, object, string, string]>([
    ['a code that is taken', { code: 'B01' }, 'code', 'unit.duplicate-code'],
    ['a kind that is none', { kind: 'guild' }, 'kind', 'unit.unknown-kind'],
    ['a key section outside a branch', { kind: 'key_section' }, 'parentId', 'unit.wrong-parent'],
    ['an unknown parent', { parentId: '01a1fc76-df17-77a8-a49a-ce51e7f9fa14' }, 'parentId', 'unit.missing'],
    ['an unknown field', { path: [] }, 'path', 'input.invalid'],
    ['a wrong type', { name: 7 }, 'name', 'input.invalid'],
    ['a line break in the name', { name: '一\n二' }, 'name', 'input.invalid'],
    ['a blank name', { name: '   ' }, 'name', 'input.invalid'],
    ['a day that does not exist', { openedOn: '2026-02-30' }, 'openedOn', 'input.invalid'],
    ['a day to come', { openedOn: '2026-03-11' }, 'openedOn', 'unit.day-out-of-range'],
  ])('refuses %s by field, in both languages, and changes nothing', async (_, wrong, field, code) => {
    const before = await world.db.collection('tree').countDocuments();
    const answer = await open('NEW', 'branch', 'U1', wrong);
    expect(answer.body).toMatchObject({ code, field, errors: [{ field, zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/[a-z]/) }] });
    expect(answer.status).toBe(code === 'unit.duplicate-code' ? 409 : 422);
    expect(await world.db.collection('tree').countDocuments()).toBe(before);
  });

  test('where a unit is can be said, corrected and taken back, and others are told', async () => {
    const { id } = (await open('B19', 'branch', 'U1', { location: { latitude: 32.99, longitude: 112.53 } })).body;
    const change = (location: object | null) => admin.post(`/api/registry/units/${id}/change`, { location });
    const known = (version: number) => until(async () => { const unit = await told('B19'); return unit?.['version'] === version && unit; }, 'UnitChanged');
    expect(await known(1)).toMatchObject({ location: { latitude: 32.99, longitude: 112.53 } });
    expect((await change({ latitude: 112.53, longitude: 32.99 })).body).toMatchObject({ code: 'input.invalid', field: 'location.latitude' });
    expect((await change({ latitude: 33, longitude: 112.5 })).body.location).toEqual({ latitude: 33, longitude: 112.5 });
    expect((await admin.post(`/api/registry/units/${id}/change`, { name: '搬过的支部' })).body.location).toEqual({ latitude: 33, longitude: 112.5 });
    expect((await change(null)).body).not.toHaveProperty('location');
    expect(await known(4)).not.toHaveProperty('location');
  });

  test('moving a unit re-tells its whole subtree', async () => {
    await open('U2', 'organ', 'C');
    await open('B20', 'branch', 'U1');
    await open('K20', 'key_section', 'B20');
    const moved = await admin.post(`/api/registry/units/${await world.id('B20')}/move`, { parentId: await world.id('U2') });
    const path = [await world.id('C'), await world.id('U2'), await world.id('B20')];
    expect(moved).toMatchObject({ status: 200, body: { version: 2, parentId: await world.id('U2'), path } });
    const section = await until(async () => ((await told('K20'))?.['version'] === 2 ? told('K20') : undefined), 'the section’s new path');
    expect(section).toMatchObject({ path: [...path, await world.id('K20')], parentId: await world.id('B20') });
    expect(await admin.post(`/api/registry/units/${await world.id('U2')}/move`, { parentId: await world.id('B20') })).toMatchObject({ status: 422, body: { code: 'unit.cycle' } });
  });

  test('a body that moves signs its people out, because their tokens name the old node', async () => {
    await open('U3', 'organ', 'C');
    const { body: group } = await open('G3', 'party_group', 'U1');
    const { body: person } = await admin.post('/api/registry/people', { name: '移山', unitId: group.id, memberInService: true });
    const { body: made } = await admin.post('/api/registry/accounts', { login: 'g3.decider', personId: person.id });
    await admin.post(`/api/registry/accounts/${made.account.id}/seats`, { role: 'decider', unitId: group.id });
    const member = await world.as('g3.decider', made.password);
    expect((await member.get('/api/registry/session')).body.seat.jurisdictionId).toBe(await world.id('U1'));
    await admin.post(`/api/registry/units/${group.id}/move`, { parentId: await world.id('U3') });
    await until(async () => (await member.get('/api/registry/unit-kinds')).status === 401, 'signed out', 1_000);
    expect((await world.signIn('g3.decider', made.password)).body.session.seat.jurisdictionId).toBe(await world.id('U3'));
    await admin.post(`/api/registry/units/${group.id}/close`);
    today('2026-03-11');
    expect(await world.signIn('g3.decider', made.password)).toMatchObject({ status: 403, body: { code: 'login.no-seat' } });
  });

  test('every version is kept: the tree as of a day', async () => {
    today('2026-04-01');
    const { body: unit } = await open('H1', 'branch', 'U1');
    await open('HX', 'organ', 'C');
    today('2026-04-10');
    await admin.post(`/api/registry/units/${unit.id}/change`, { name: '更名后的支部' });
    today('2026-04-20');
    await admin.post(`/api/registry/units/${unit.id}/move`, { parentId: await world.id('HX') });
    today('2026-04-30');
    await admin.post(`/api/registry/units/${unit.id}/close`);
    today('2026-05-10');
    const asOf = async (day: string) => (await admin.get(`/api/registry/units?search=H1&asOf=${day}`)).body.items.map(({ name, parentId }: Record<string, string>) => ({ name, parentId }));
    const [U1, HX] = [await world.id('U1'), await world.id('HX')];
    expect(await asOf('2026-03-31')).toEqual([]);
    expect(await asOf('2026-04-09')).toEqual([{ name: '单位H1', parentId: U1 }]);
    expect(await asOf('2026-04-10')).toEqual([{ name: '更名后的支部', parentId: U1 }]);
    expect(await asOf('2026-04-30')).toEqual([{ name: '更名后的支部', parentId: HX }]);
    expect(await asOf('2026-05-01')).toEqual([]);
    expect(codes((await admin.get(`/api/registry/units?under=${U1}&asOf=2026-04-15`)).body)).toContain('H1');
    expect(codes((await admin.get(`/api/registry/units?under=${U1}&asOf=2026-04-25`)).body)).not.toContain('H1');
    expect((await admin.get(`/api/registry/units/${unit.id}?asOf=2026-04-05`)).body).toMatchObject({ name: '单位H1', version: 1 });
    expect((await admin.get(`/api/registry/units/${unit.id}?asOf=2026-03-31`)).status).toBe(404);
    const { items } = (await admin.get(`/api/registry/units/${unit.id}/history`)).body;
    expect(items.map(({ version, from, until: end, closedOn }: Record<string, unknown>) => [version, from, end, closedOn])).toEqual([
      [1, '2026-04-01', '2026-04-10', ''],
      [2, '2026-04-10', '2026-04-20', ''],
      [3, '2026-04-20', '2026-04-30', ''],
      [4, '2026-04-30', '', '2026-04-30'],
    ]);
  });

  test('a closed unit is not listed, unless asked for, and takes no more changes', async () => {
    const { body: unit } = await open('X9', 'branch', 'U1');
    expect(await admin.post(`/api/registry/units/${unit.id}/close`)).toMatchObject({ status: 200, body: { closedOn: unit.openedOn } });
    expect(codes((await admin.get('/api/registry/units?search=X9')).body)).toEqual([]);
    expect(codes((await admin.get('/api/registry/units?search=X9&closed=true')).body)).toEqual(['X9']);
    expect(await admin.post(`/api/registry/units/${unit.id}/change`, { name: '不行' })).toMatchObject({ status: 409, body: { code: 'unit.closed' } });
    expect(await admin.post(`/api/registry/units/${await world.id('U1')}/close`)).toMatchObject({ status: 409, body: { code: 'unit.has-children' } });
  });
});

describe('two at once', () => {
  test('one code goes to one unit', async () => {
    const statuses = (await Promise.all([1, 2, 3, 4].map(() => open('RACE', 'branch', 'U1')))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409, 409, 409]);
  });

  test('nothing is opened below a unit that closes meanwhile', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { body: parent } = await open(`P${round}`, 'branch', 'U1');
      const [child, closing] = await Promise.all([open(`PC${round}`, 'key_section', `P${round}`), admin.post(`/api/registry/units/${parent.id}/close`)]);
      expect([child.status, closing.status].sort()).toEqual(child.status === 201 ? [201, 409] : [200, 409]);
    }
  });

  test('If-Match: who has not seen the last change is told so', async () => {
    const { body: unit } = await open('V1', 'branch', 'U1');
    const change = (name: string, version: number) => admin.post(`/api/registry/units/${unit.id}/change`, { name }, { 'if-match': `"${version}"` });
    expect((await change('第一次', 1)).body.version).toBe(2);
    expect(await change('第二次', 1)).toMatchObject({ status: 412, body: { code: 'thing.stale' } });
  });
});

describe('reading', () => {
  test('children, subtree, kind and search by name and code', async () => {
    const get = async (query: string) => codes((await clerk.get(`/api/registry/units?${query}`)).body);
    expect(await get(`parentId=${await world.id('B08')}`)).toEqual(['K08']);
    expect(await get(`under=${await world.id('B08')}`)).toEqual(['B08', 'K08']);
    const sections = await get(`under=${await world.id('U1')}&kind=key_section`);
    expect(sections.filter((code) => !code.startsWith('PC'))).toEqual(['K08', 'K09']); // the races above may leave some of theirs
    expect(await get(`search=${encodeURIComponent('䶮湖自然资源所党')}`)).toEqual(['B07']);
    expect(await get('search=b07')).toEqual(['B07']);
    expect(await get(`search=${encodeURIComponent('所湖')}`)).toEqual([]);
  });

  test('pages follow one another without a gap', async () => {
    const all = codes((await clerk.get('/api/registry/units?pageSize=500')).body);
    const paged: string[] = [];
    let token: string | undefined;
    do {
      const { body } = await clerk.get(`/api/registry/units?pageSize=7${token ? `&pageToken=${token}` : ''}`);
      paged.push(...codes(body));
      token = body.nextPageToken;
    } while (token);
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(19);
    expect(await clerk.get('/api/registry/units?pageToken=***')).toMatchObject({ status: 422, body: { field: 'pageToken' } });
  });

  test('the catalogue of kinds', async () => {
    const { body } = await clerk.get('/api/registry/unit-kinds');
    expect(body).toContainEqual({ kind: 'key_section', zh: '重点科室', en: 'key section', body: false, under: ['branch'] });
    expect(body).toContainEqual({ kind: 'party_group', zh: '局党组', en: 'party group', body: true, under: ['organ'] });
  });

  test('nobody but an administrator changes the tree, and nobody reads it without signing in', async () => {
    expect(await clerk.post('/api/registry/units', { code: 'Z', name: '甲', kind: 'branch', parentId: await world.id('B01') })).toMatchObject({ status: 403, body: { code: 'action.not-allowed' } });
    expect((await clerk.post(`/api/registry/units/${await world.id('B01')}/change`, { name: '甲' })).status).toBe(403);
    expect((await fetch(`${world.url}/api/registry/units`)).status).toBe(401);
  });
});
