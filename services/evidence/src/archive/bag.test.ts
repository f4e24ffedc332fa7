import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UnitChangedSchema, type BagImportView, type BagView, type StepView } from '@xingchuang/contracts';
import { tempFolder, until, type Answer, type Client } from '@xingchuang/testkit';
import { find } from '../../../../scripts/servers.mjs';
import { picture } from '../file/bytes.fixture.ts';
import { openWorld, SCHEME, upload, type World } from '../world.fixture.ts';
import { fileThing, keepText, nameEverybody, submit } from './archive.fixture.ts';
import { unzip } from './bag.fixture.ts';
import { BagService } from './bag-service.ts';
import { ImportService } from './import-service.ts';

const run = promisify(execFile);
const BAGS = '/api/evidence/bags';
const NAMES = ['会议记录（三月）.txt', 'CON.txt', '100%完成.txt', '资料$HOME.txt', 'e\u0301tude.txt', '一'.repeat(200) + '.txt', '.隐藏.txt', '党员\u202e大会.txt'];

let [here, there]: World[] = [];
let bytes: Uint8Array;
let content: Map<string, Buffer>;
let [recordId, setId] = ['', ''];
const names = new Map<string, string>();

const order = async (client: Client, unitId: string, more: object = {}): Promise<BagView> => {
  const { status, body } = await client.post(BAGS, { unitId, year: 2025, ...more });
  expect([status, body]).toEqual([201, expect.objectContaining({ state: 'waiting' })]);
  return until(async () => {
    const { body: now } = await client.get(`${BAGS}/${body.id}`);
    return (now.state === 'done' || now.state === 'failed') && now;
  }, 'the package', 30_000);
};
const fetchBag = async (client: Client, unitId: string): Promise<Uint8Array> => {
  const { id, state, size } = await order(client, unitId);
  expect(state).toBe('done');
  const got = await client.bytes(`${BAGS}/${id}/content`);
  expect(got).toHaveLength(size!);
  return got;
};
const send = (admin: Client, zip: Uint8Array, name = 'B01-2025.zip'): Promise<Answer> => admin.upload(`${BAGS}/import`, zip, { 'X-File-Name': encodeURIComponent(name) });
const settled = (admin: Client, id: string): Promise<BagImportView> =>
  until(async () => {
    const { body } = await admin.get(`/api/evidence/bag-imports/${id}`);
    return !['checking', 'taking'].includes(body.state) && body;
  }, 'the import', 30_000);
const importBag = async (admin: Client, zip: Uint8Array): Promise<BagImportView> => {
  const { body } = await send(admin, zip);
  return settled(admin, body.id);
};

beforeAll(async () => {
  here = await openWorld();
  await nameEverybody(here);
  const unitId = here.id('B01');
  const clerk = await here.as('clerk', 'B01');
  for (const [n, name] of NAMES.entries()) names.set(await keepText(clerk, unitId, `材料 ${n}`, name, '2025-03-05'), name);
  names.set((await upload(clerk, unitId, await picture('jpeg', 80, 60), '照片.JPG', { 'X-Event-Date': '2025-04-01' })).body.id, '照片.JPG');
  names.set((await upload(clerk, unitId, await picture('jpeg', 81, 60), '照片.jpg', { 'X-Event-Date': '2025-04-02' })).body.id, '照片.jpg');
  const late = await keepText(clerk, unitId, '次年补的附件', '补.txt', '2026-01-02');
  names.set(late, '补.txt');
  recordId = await fileThing(clerk, unitId, { fileIds: [late], tasks: [`${SCHEME}/T01`], title: '=HYPERLINK("x")' });
  await fileThing(clerk, unitId, { day: '2026-01-02', title: '次年' });
  await clerk.post(`/api/evidence/records/${recordId}/correction`, { day: '2025-03-02', title: '=更正', fields: { community: '东湖社区', text: '修路灯' }, fileIds: [late], reason: '改标题' });
  setId = await submit(here, { unitId, recordIds: [recordId], fileIds: [[...names.keys()][0]!] });
  const { connection } = here.running.platform.databases.get('evidence')!;
  await until(async () => (await connection.collection('log-entries').countDocuments({ waits: true })) === 0, 'the log');
  bytes = await fetchBag(await here.as('reviewer', 'OC'), unitId);
  content = await unzip(bytes);

  there = await openWorld();
  await nameEverybody(there);
  for (const { id, code, kind, path, jurisdictionId } of ['C', 'U1', 'B01'].map((one) => here!.units.get(one)!)) {
    await there.tell(UnitChangedSchema, id, { unitId: id, code, name: `单位${code}`, kind, parentId: path.at(-2) ?? '', path: [...path], jurisdictionId, version: 1, openedOn: '2020-01-01', closedOn: '' });
    await there.heard('units', id);
  }
}, 120_000);
afterAll(async () => {
  await here?.running.stop();
  await there?.running.stop();
});

const text = (path: string): string => content.get(path)!.toString('utf8');
const lines = <T>(path: string): T[] => text(path).trim().split('\n').map((line) => JSON.parse(line) as T);

describe('a package', () => {
  test('holds every file under a path that every system can keep, and its own name beside it', () => {
    const files = lines<{ id: string; name: string; path: string; sha256: string }>('data/files.jsonl');
    expect(new Map(files.map(({ id, name }) => [id, name]))).toEqual(names);
    for (const { path, sha256 } of files) {
      expect(createHash('sha256').update(content.get(path)!).digest('hex')).toBe(sha256);
      expect(path).toMatch(/^data\/files\/\d{4}-\d{2}\/[^%$<>:"|?*\\/]{1,200}$/);
    }
    expect(files.map(({ path }) => path)).toContain('data/files/2025-03/会议记录（三月）.txt');
    expect(new Set(files.map(({ path }) => path.toLowerCase())).size).toBe(files.length);
  });

  test('holds records with every content they had, as JSON and as a table that runs no formula', () => {
    const { record, revisions } = JSON.parse(text(`data/records/real_thing/${recordId}.json`));
    expect([record.title, record.path, revisions.map(({ title }: { title: string }) => title)]).toEqual(['=更正', undefined, ['=HYPERLINK("x")', '=更正']]);
    expect(text('data/records/real_thing.csv')).toContain(`,2025-03-02,'=更正,1,`);
    expect([...content.keys()].filter((path) => /records\/real_thing\/.*json/.test(path))).toHaveLength(1);
    expect(JSON.parse(text('data/record-types/real_thing.json'))).toMatchObject({ id: 'real_thing', zh: expect.any(String) });
  });

  test('holds frozen sets, links, counts, and a page for people without a script', () => {
    expect(JSON.parse(text(`data/frozen/${setId}.json`))).toMatchObject({ set: { id: setId, count: 3 }, items: expect.any(Array) });
    expect(lines('data/links/log.jsonl')).toMatchObject([{ itemId: recordId, act: 'link', task: `${SCHEME}/T01` }]);
    expect(JSON.parse(text('data/archive.json'))).toMatchObject({ year: 2025, counts: { files: 11, records: 1, links: 1, frozen: 1 }, leftOut: 0 });
    expect(text('data/index.html')).toContain('单位B01 2025年度档案');
    expect(text('data/index.html')).not.toMatch(/<script|javascript:|https?:\/\//i);
    expect(text('bag-info.txt')).toMatch(new RegExp(`Payload-Oxum: \\d+\\.${[...content.keys()].filter((path) => path.startsWith('data/')).length}`));
  });

  test('says beside the archive how the people are called whom it names', () => {
    const people = (JSON.parse(text('data/people.json')) as { id: string }[]).map(({ id }) => id);
    expect(people.length).toBeGreaterThan(0);
    expect(text('people.csv')).toBe(`\uFEFF编号,姓名\r\n${people.map((id) => `${id},人${id.slice(-4)}\r\n`).join('')}`);
  });

  test('holds what the log says of everything in it', () => {
    const said = new Set(lines<{ objectId: string }>('proofs/log/entries.jsonl').map(({ objectId }) => objectId));
    expect([...names.keys(), recordId, setId].filter((id) => !said.has(id))).toEqual([]);
  });

  test('is valid for the validator of others, and not with one byte changed or one file more', async () => {
    const bagit = await find('bagit', { fetch: false });
    const folder = tempFolder('bag');
    writeFileSync(join(folder, 'bag.zip'), bytes);
    await run('python3', ['-m', 'zipfile', '-e', join(folder, 'bag.zip'), folder]);
    const bag = join(folder, 'B01-2025');
    const valid = () => run('python3', [bagit, '--validate', '--quiet', bag]).then(() => true, () => false);
    expect(await valid()).toBe(true);
    for (const name of ['data/index.html', 'data/files/2025-03/会议记录（三月）.txt', 'proofs/log/checkpoint']) {
      const path = join(bag, name);
      const good = readFileSync(path);
      const bad = Buffer.from(good);
      bad[3]! ^= 1;
      writeFileSync(path, bad);
      expect([name, await valid()]).toEqual([name, false]);
      writeFileSync(path, good);
    }
    expect(await valid()).toBe(true);
    writeFileSync(join(bag, 'data/more.txt'), 'more');
    expect(await valid()).toBe(false);
  }, 60_000);

  test('is for who may export, and for who ordered it', async () => {
    const unitId = here!.id('B01');
    expect((await (await here!.as('clerk', 'B01')).post(BAGS, { unitId, year: 2025 })).body.code).toBe('action.not-allowed');
    const { id } = await order(await here!.as('reviewer', 'OC'), unitId);
    expect((await (await here!.as('auditor', 'C')).get(`${BAGS}/${id}/content`)).status).toBe(404);
    expect((await (await here!.as('reviewer', 'OC')).post(BAGS, { unitId: here!.id('C'), year: 2025 })).status).toBe(404);
  });

  test('of a scheme holds only what serves its tasks', async () => {
    const reviewer = await here!.as('reviewer', 'OC');
    const { id } = await order(reviewer, here!.id('B01'), { scheme: SCHEME });
    const some = await unzip(await reviewer.bytes(`${BAGS}/${id}/content`));
    expect(JSON.parse(some.get('data/archive.json')!.toString())).toMatchObject({ scheme: SCHEME, counts: { files: 1, records: 1 } });
  });
});

describe('taking a package in', () => {
  test('shows first what would happen, takes all of it, and gives the same package again', async () => {
    const admin = await there!.as('admin', 'C');
    const before = await there!.count('files');
    const checked = await importBag(admin, bytes);
    expect(checked).toMatchObject({ state: 'checked', conflicts: [], year: 2025, unitName: '单位B01' });
    expect(checked.tallies).toEqual([{ kind: 'file', fresh: 11, same: 0 }, { kind: 'record', fresh: 1, same: 0 }, { kind: 'link', fresh: 1, same: 0 }, { kind: 'frozen', fresh: 1, same: 0 }]);
    expect(checked.proven).toBeGreaterThanOrEqual(13);
    expect(await there!.count('files')).toBe(before);

    expect((await admin.post(`/api/evidence/bag-imports/${checked.id}/take`)).status).toBe(200);
    expect(await settled(admin, checked.id)).toMatchObject({ state: 'taken' });
    const again = await unzip(await fetchBag(await there!.as('auditor', 'C'), here!.id('B01')));
    const data = (bag: Map<string, Buffer>) => [...bag].filter(([path]) => path.startsWith('data/')).map(([path, one]) => [path, one.toString('base64')]).sort();
    expect(data(again)).toEqual(data(content));
    expect(again.get('proofs/carried/1/entries.jsonl')).toEqual(content.get('proofs/log/entries.jsonl'));

    const frozen = (await (await there!.as('auditor', 'C')).get(`/api/evidence/frozen-sets/${setId}`)).body;
    expect(frozen).toMatchObject({ intact: true, count: 3 });
    const twice = await importBag(admin, bytes);
    expect(twice).toMatchObject({ state: 'checked', conflicts: [] });
    expect(twice.tallies.map(({ fresh }) => fresh)).toEqual([0, 0, 0, 0]);
  }, 60_000);

  test('names what is here with another content, and changes nothing', async () => {
    const admin = await there!.as('admin', 'C');
    const { connection } = there!.running.platform.databases.get('evidence')!;
    await connection.collection<{ _id: string }>('records').updateOne({ _id: recordId }, { $set: { title: '这里改过' } });
    const refused = await importBag(admin, bytes);
    expect(refused).toMatchObject({ state: 'refused', conflicts: [{ at: `data/records/real_thing/${recordId}.json`, code: 'bag.other-content' }] });
    expect((await admin.post(`/api/evidence/bag-imports/${refused.id}/take`)).body.code).toBe('import.not-checked');
    await connection.collection<{ _id: string }>('records').updateOne({ _id: recordId }, { $set: { title: '=更正' } });
  });

  test('refuses what is no package, and who may not', async () => {
    expect((await send(await there!.as('admin', 'C'), Buffer.from('not a zip'))).body.code).toBe('bag.not-zip');
    expect((await send(await there!.as('reviewer', 'OC'), bytes)).body.code).toBe('action.not-allowed');
    const cut = bytes.subarray(0, bytes.length - 50);
    expect(await importBag(await there!.as('admin', 'C'), cut)).toMatchObject({ state: 'refused', conflicts: [{ code: 'bag.not-zip' }] });
  });
});

test('what has had its time is gone with its bytes, and the log says so once', async () => {
  const reviewer = await here!.as('reviewer', 'OC');
  const { id } = await order(reviewer, here!.id('B01'));
  const admin = await there!.as('admin', 'C');
  const waiting = await importBag(admin, bytes);
  expect(waiting.state).toBe('checked');
  for (const world of [here!, there!]) {
    world.moveClock('2026-01-12'); // seven days on: the last of them
    await world.running.platform.ticker.tick();
    expect(await logged(world)).toEqual([]);
    world.moveClock('2026-01-13');
    await Promise.all([world.running.app.get(BagService, { strict: false }).expire(), world.running.app.get(BagService, { strict: false }).expire(), world.running.platform.ticker.tick()]);
    await world.running.app.get(ImportService, { strict: false }).expire();
    await world.running.platform.ticker.tick();
  }
  expect((await reviewer.get(`${BAGS}/${id}/content`)).body).toMatchObject({ code: 'bag.expired' });
  const bags = await here!.running.platform.databases.get('evidence')!.connection.collection<{ _id: string }>('bags').find({ state: 'expired' }).toArray();
  const expired = (await logged(here!)).filter(({ what }) => what === 'package-expired');
  expect(expired.map(({ objectId }) => objectId).sort()).toEqual(bags.map(({ _id }) => _id).sort());
  expect(expired.find(({ objectId }) => objectId === id)).toMatchObject({ kind: 'package', unitId: here!.id('B01'), day: '2026-01-13', text: 'B01-2025' });
  const { body } = await admin.get(`/api/evidence/bag-imports/${waiting.id}`);
  expect([body.state, (await logged(there!)).filter(({ what, objectId }) => what === 'import-expired' && objectId === waiting.id)]).toEqual(['expired', [expect.objectContaining({ kind: 'package', unitId: '' })]]);
});
async function logged(world: World): Promise<StepView[]> {
  const { items } = (await (await world.as('auditor', 'C')).get('/api/evidence/steps')).body as { items: StepView[] };
  return items.filter(({ kind }) => kind === 'package');
}
