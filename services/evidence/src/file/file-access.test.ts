import { rmSync } from 'node:fs';
import { newId } from '@xingchuang/server';
import { until, type Client } from '@xingchuang/testkit';
import { typesFolder } from '../record/types.fixture.ts';
import { openWorld, upload, type World } from '../world.fixture.ts';

let world: World;
let [author, secretary, colleague, reviewer, supervisor] = [] as unknown as [Client, Client, Client, Client, Client];
let member: string;
const folder = typesFolder();
const RECORDS = '/api/evidence/records';
const FILES = '/api/evidence/files';

beforeAll(async () => {
  world = await openWorld({ RECORD_TYPES_DIR: folder });
  const person = newId();
  await world.post('B01', 'branch_secretary', '2020-01-01', { personId: person, since: '2020-01-01', until: '' });
  [author, secretary, colleague] = [await world.as('clerk', 'B01', newId()), await world.as('clerk', 'B01', person), await world.as('clerk', 'B01', newId())];
  [reviewer, supervisor] = [await world.as('reviewer', 'OC'), await world.as('supervisor', 'OC')];
  member = await world.member('B01');
});
afterAll(async () => {
  await world.running.stop();
  rmSync(folder, { recursive: true, force: true });
});

let number = 0;
const keep = async (client = author): Promise<string> => {
  number += 1;
  return (await upload(client, world.id('B01'), new TextEncoder().encode(`谈话笔录第${number}份`), `笔录${number}.txt`)).body.id;
};
async function filed(client: Client, type: string, fields: object, fileIds: readonly string[]): Promise<string> {
  const { status, body } = await client.post(RECORDS, { unitId: world.id('B01'), type, day: '2026-01-04', title: `${type}的标题`, fields, fileIds });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}
const talk = (isPrivate: boolean, fileIds: readonly string[], client = author) => filed(client, 't_talk', { member, private: isPrivate }, fileIds);
const correct = (client: Client, id: string, fields: object, fileIds: readonly string[]) => client.post(`${RECORDS}/${id}/correction`, { day: '2026-01-04', title: '改', fields, fileIds, reason: '更正' });
const ids = ({ body }: { body: { items?: readonly { id: string }[] } }): string[] => {
  if (!body.items) throw new Error(JSON.stringify(body));
  return body.items.map((one) => one.id);
};
const finds = async (client: Client, id: string): Promise<boolean> => ids(await client.get('/api/evidence/search?q=笔录&limit=50')).includes(id);
const ARCHIVE = () => `/api/evidence/archive/items?unitId=${world.id('B01')}&year=2026&scheme=nanyang-organ-five-star&limit=200`;
/** What of a file a seat comes to see: its page, its bytes, its receipt, its links, the list, the archive, the search. */
async function opens(client: Client, id: string): Promise<boolean[]> {
  const pages = [];
  for (const part of ['', '/content', '/receipt', '/task-links', '/derived', '/text']) pages.push((await client.get(`${FILES}/${id}${part}`)).body?.code !== 'thing.missing');
  return [...pages, ids(await client.get(`${FILES}?unitId=${world.id('B01')}&limit=100`)).includes(id), ids(await client.get(ARCHIVE())).includes(id), await finds(client, id)];
}
const ALL = Array.from({ length: 9 }, () => true);
const NONE = ALL.map(() => false);
const indexed = (id: string) => until(() => finds(author, id), 'the file is indexed');

test('files of a private talk are for those who may read the talk, wherever files are shown', async () => {
  const id = await keep();
  await indexed(id);
  expect(await opens(colleague, id)).toEqual(ALL);
  const record = await talk(true, [id]);
  for (const client of [author, secretary, supervisor]) expect(await opens(client, id)).toEqual(ALL);
  for (const client of [colleague, reviewer]) expect(await opens(client, id)).toEqual(NONE);
  expect((await colleague.get(`${RECORDS}/${record}/receipt`)).status).toBe(404);
  expect((await author.get(`${RECORDS}/${record}/receipt`)).status).toBe(200);
  expect((await colleague.post(`${FILES}/${id}/link-task`, { task: 'nanyang-organ-five-star/T01' })).status).toBe(404);
});

test('who may not read a file cannot make it readable by a record of his own', async () => {
  const id = await keep();
  await talk(true, [id]);
  await expect(talk(false, [id], colleague)).rejects.toThrow('fileIds[0]');
  expect(await opens(colleague, id)).toEqual(NONE);
});

test('a file that an open record has too is open; it closes again when that one lets go of it', async () => {
  const id = await keep();
  await indexed(id);
  await talk(true, [id]);
  const open = await talk(false, [id]);
  expect(await opens(colleague, id)).toEqual(ALL);
  expect((await correct(author, open, { member, private: false }, [])).status).toBe(200);
  expect(await opens(colleague, id)).toEqual(NONE);
});

test('what a talk had once stays with it, and opens when the talk does', async () => {
  const id = await keep();
  await indexed(id);
  const record = await talk(true, [id]);
  await correct(author, record, { member, private: true }, []);
  expect(await opens(colleague, id)).toEqual(NONE);
  await correct(author, record, { member, private: false }, []);
  expect(await opens(colleague, id)).toEqual(ALL);
});

test('files of an unannounced visit are not seen by the unit before its result', async () => {
  const id = await keep(reviewer);
  await until(() => finds(reviewer, id), 'the file is indexed');
  const visit = await filed(reviewer, 't_visit', { way: 'unannounced' }, [id]);
  expect(await opens(colleague, id)).toEqual(NONE);
  expect(await opens(supervisor, id)).toEqual(ALL);
  await correct(reviewer, visit, { way: 'unannounced', result: '良好' }, [id]);
  expect(await opens(colleague, id)).toEqual(ALL);
});

test('an audit names no record or file to who may not read it', async () => {
  const file = await keep();
  const record = await talk(true, [file]);
  const scope = { of: 'units', unitIds: [world.id('B01')] };
  const items = [{ kind: 'record', id: record }];
  const { body: audit } = await reviewer.post('/api/evidence/audits', { title: '谈话', scope, from: '2026-01-01', to: '2026-12-31', way: { by: 'list', items } });
  expect((await reviewer.post(`/api/evidence/audits/${audit.id}/draw`)).status).toBe(200);
  const line = async (client: Client) => (await client.get(`/api/evidence/audits/${audit.id}/items`)).body.items[0];
  expect([(await line(reviewer)).title, (await line(supervisor)).title]).toEqual(['', 't_talk的标题']);
  const { id } = await line(reviewer);
  expect((await reviewer.get(`/api/evidence/audit-items/${id}`)).body.title).toBe('');
  expect((await supervisor.get(`/api/evidence/audit-items/${id}`)).body.title).toBe('t_talk的标题');
});
