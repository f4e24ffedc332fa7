import { execFileSync } from 'node:child_process';
import type { ArchiveTask, ArchiveView } from '@xingchuang/contracts';
import { pdf } from '@xingchuang/pdf';
import { newId } from '@xingchuang/server';
import type { Client } from '@xingchuang/testkit';
import { openWorld, SCHEME, type World } from '../world.fixture.ts';
import { fileThing, keepText, submit } from './archive.fixture.ts';

let world: World;
let clerk: Client;
let other: Client;
let unitId: string;
let [file, record, loose, later] = ['', '', '', ''];

beforeAll(async () => {
  world = await openWorld({}, [pdf]);
  unitId = world.id('B01');
  [clerk, other] = [await world.as('clerk', 'B01'), await world.as('clerk', 'B02')];
  file = await keepText(clerk, unitId, '会议记录', '会议.txt', '2025-06-01');
  loose = await keepText(clerk, unitId, '没有关联', '没有关联.txt', '2025-07-01');
  later = await keepText(clerk, unitId, '没有事件日期，按收到的日期', '次年.txt');
  record = await fileThing(clerk, unitId, { tasks: [`${SCHEME}/T01`] });
});
afterAll(() => world?.running.stop());

const LINKS = '/api/evidence/task-links';
const read = async (by: Client = clerk, year = 2025): Promise<ArchiveView> => (await by.get(`/api/evidence/archive?unitId=${unitId}&year=${year}&scheme=${SCHEME}`)).body;
const task = (archive: ArchiveView, id: string): ArchiveTask => archive.dimensions.flatMap(({ tasks }) => tasks).find((one) => one.id === `${SCHEME}/${id}`)!;
const ids = (shelf: { readonly items: readonly { readonly id: string }[] }): string[] => shelf.items.map(({ id }) => id);
const link = (act: 'link' | 'unlink', tasks: string[], items: object[], by: Client = clerk) => by.post(LINKS, { act, tasks: tasks.map((one) => `${SCHEME}/${one}`), items });

test('the year of a unit stands by the tasks of the scheme, with gaps and what serves none apart', async () => {
  const archive = await read();
  expect(archive).toMatchObject({ unitName: '单位B01', year: 2025, scheme: SCHEME, counts: { files: 2, records: 1 } });
  expect(ids(task(archive, 'T01'))).toEqual([record]);
  expect([task(archive, 'T01').gap, task(archive, 'T02').gap, archive.counts.gaps]).toEqual([false, true, archive.counts.tasks - 1]);
  expect(ids(archive.apart).toSorted()).toEqual([file, loose].toSorted());
  expect(ids((await read(clerk, 2026)).apart)).toEqual([later]);
});

test('many are linked at once, one item serves many tasks, and the order is taken back whole', async () => {
  const both = [{ kind: 'file', id: file }, { kind: 'record', id: record }];
  const { status, body } = await link('link', ['T01', 'T02.1'], both);
  expect([status, body]).toEqual([200, { id: expect.any(String), changed: 3, unchanged: 1 }]);
  const linked = await read();
  expect([ids(task(linked, 'T01')).toSorted(), task(linked, 'T02').parts[0]!.count, task(linked, 'T02').gap]).toEqual([[file, record].toSorted(), 2, false]);
  expect(task(linked, 'T01').items.find(({ id }) => id === file)!.tasks).toHaveLength(2);

  expect((await clerk.post(`${LINKS}/${body.id}/undo`)).body).toMatchObject({ changed: 3, unchanged: 0 });
  const undone = await read();
  expect([ids(task(undone, 'T01')), task(undone, 'T02').gap]).toEqual([[record], true]);
  expect((await clerk.post(`${LINKS}/${body.id}/undo`)).body.code).toBe('links.undone');
  const log = (await clerk.get(`/api/evidence/files/${file}/task-links`)).body.items as { act: string; task: string }[];
  expect(log.map((one) => `${one.act} ${one.task}`)).toEqual([`link ${SCHEME}/T01`, `link ${SCHEME}/T02.1`, `unlink ${SCHEME}/T01`, `unlink ${SCHEME}/T02.1`]);
  const { connection } = world.running.platform.databases.get('evidence')!;
  const noted = await connection.collection('log-entries').find({ objectId: file, act: /^task\./ }).sort({ _id: 1 }).toArray();
  expect(noted.map(({ act, content }) => `${act} ${content['task']}`)).toEqual(log.map((one) => `task.${one.act}ed ${one.task}`));
});

test.each<[string, () => ReturnType<typeof link>, string, string | undefined]>([
  ['a task that no scheme has', () => link('link', ['T99'], [{ kind: 'file', id: file }]), 'task.unknown', 'tasks[0]'],
  ['an item that is nowhere', () => link('link', ['T01'], [{ kind: 'file', id: file }, { kind: 'record', id: newId() }]), 'thing.missing', undefined],
  ['another unit’s item', () => link('link', ['T01'], [{ kind: 'file', id: file }], other), 'thing.missing', undefined],
  ['more than one transaction should hold', () => link('link', Array.from({ length: 10 }, (_, n) => `T${String(n + 1).padStart(2, '0')}`), Array.from({ length: 41 }, () => ({ kind: 'file', id: file }))), 'links.too-many', 'items'],
])('%s is refused, and nothing of the order happens', async (_, order, code, field) => {
  const before = await read();
  expect((await order()).body).toMatchObject({ code, ...(field === undefined ? {} : { field }) });
  expect(await read()).toEqual(before);
});

test('all items of a task come page by page, each once', async () => {
  const found: string[] = [];
  for (let token = ''; ; ) {
    const { body } = await clerk.get(`/api/evidence/archive/items?unitId=${unitId}&year=2025&scheme=${SCHEME}&limit=1${token}`);
    found.push(...ids(body));
    if (!body.nextPageToken) break;
    token = `&pageToken=${body.nextPageToken}`;
  }
  expect(found).toEqual([loose, file]);
});

test('says what a declaration relied on, and what was corrected since', async () => {
  const stateOf = async (id: string) => [...(await read()).apart.items, ...task(await read(), 'T01').items].find((one) => one.id === id)!.state;
  await submit(world, { unitId, fileIds: [file], recordIds: [record] });
  expect([await stateOf(file), await stateOf(record), await stateOf(loose)]).toEqual(['frozen', 'frozen', 'kept']);
  await clerk.post(`/api/evidence/records/${record}/correction`, { day: '2025-03-02', title: '更正', fields: { community: '东湖社区', text: '修路灯' }, fileIds: [], reason: '改' });
  expect(await stateOf(record)).toBe('corrected');
});

test('goes on paper: a cover with what is in the folder, an index with each piece once, by task and day', async () => {
  await keepText(clerk, unitId, '没有字体的字', '𫔽阳调查.txt', '2025-08-01');
  const print = async (what: string, year = 2025, by = clerk) => by.get(`/api/evidence/archive/${what}?unitId=${unitId}&year=${year}&scheme=${SCHEME}`);
  const printed = async (what: string): Promise<string> => {
    const bytes = await clerk.bytes(`/api/evidence/archive/${what}?unitId=${unitId}&year=2025&scheme=${SCHEME}`);
    return execFileSync('pdftotext', ['-raw', '-', '-'], { input: bytes, encoding: 'utf8' }).replaceAll(/\s/g, '');
  };
  const [cover, index] = [await printed('cover'), await printed('index')];
  const { origin } = (await clerk.get('/api/evidence/log/status')).body;
  for (const words of ['单位B012025年度档案', '自2025年3月2日至2025年8月1日', '保管期限：永久', '本卷共4件', '归档号：B01-2025', `日志存证：${origin}·`]) expect(cover).toContain(words);
  expect(index).toMatch(/卷内文件目录.*1T01更正.*2025-03-02.*有更正2未关联会议\.txt材料2025-06-01[0-9a-f]{8}已固定3未关联没有关联\.txt.*4未关联〓阳调查\.txt/);
  expect((await print('cover', 2019)).body).toMatchObject({ status: 404, code: 'archive.empty', field: 'year' });
  expect((await print('index', 2025, other)).body.code).toBe('thing.missing');
});

test('is for who may see the unit', async () => {
  expect((await read(await world.as('reviewer', 'OC'))).counts.files).toBe(3);
  expect(await read(other)).toMatchObject({ code: 'thing.missing' });
  expect((await clerk.get(`/api/evidence/archive?unitId=${unitId}&year=2025&scheme=none`)).body.code).toBe('scheme.missing');
});
