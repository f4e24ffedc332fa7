import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { ZipFile } from 'yazl';
import { UnitChangedSchema, type BagImportView, type ImportNote } from '@xingchuang/contracts';
import { until, type Client } from '@xingchuang/testkit';
import { picture } from '../file/bytes.fixture.ts';
import { metadataOf, sendByTus, tus } from '../upload/tus.fixture.ts';
import { openWorld, SCHEME, upload, type World } from '../world.fixture.ts';
import { fileThing, keepText, nameEverybody, submit } from './archive.fixture.ts';
import { manifestText } from './bag-text.ts';
import { unzip, zipped } from './bag.fixture.ts';

let [here, there]: World[] = [];
let admin: Client;
let good: Map<string, Buffer>;
let record = '';

beforeAll(async () => {
  here = await openWorld();
  await nameEverybody(here);
  const unitId = here.id('B01');
  const clerk = await here.as('clerk', 'B01');
  const fileId = await keepText(clerk, unitId, '会议记录', '会议.txt', '2025-03-05');
  await upload(clerk, unitId, await picture('jpeg'), '照片.jpg', { 'X-Event-Date': '2025-04-01' });
  record = await fileThing(clerk, unitId, { fileIds: [fileId], tasks: [`${SCHEME}/T01`] });
  await submit(here, { unitId, recordIds: [record] });
  const { connection } = here.running.platform.databases.get('evidence')!;
  await until(async () => (await connection.collection('log-entries').countDocuments({ waits: true })) === 0, 'the log');
  const reviewer = await here.as('reviewer', 'OC');
  const { body } = await reviewer.post('/api/evidence/bags', { unitId, year: 2025 });
  await until(async () => (await reviewer.get(`/api/evidence/bags/${body.id}`)).body.state === 'done', 'the package');
  good = await unzip(await reviewer.bytes(`/api/evidence/bags/${body.id}/content`));

  there = await openWorld();
  const { id, code, kind, path, jurisdictionId } = here.units.get('B01')!;
  await there.tell(UnitChangedSchema, id, { unitId: id, code, name: '单位B01', kind, parentId: '', path: [...path], jurisdictionId, version: 1, openedOn: '2020-01-01', closedOn: '' });
  await there.heard('units', id);
  admin = await there.as('admin', 'C');
}, 120_000);
afterAll(async () => {
  await here?.running.stop();
  await there?.running.stop();
});

async function check(zip: Uint8Array): Promise<BagImportView> {
  const { status, body } = await admin.upload('/api/evidence/bags/import', zip, { 'X-File-Name': 'bag.zip' });
  expect(status).toBe(201);
  return until(async () => {
    const { body: now } = await admin.get(`/api/evidence/bag-imports/${body.id}`);
    return now.state !== 'checking' && now;
  }, 'the check');
}
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A forger who also knows the manifests. */
function forged(change: (files: Map<string, Buffer>) => void): Promise<Buffer> {
  const files = new Map(good);
  change(files);
  const lines = (keep: (path: string) => boolean) => manifestText([...files].filter(([path]) => keep(path)).map(([path, bytes]) => ({ path, sha256: sha256(bytes) })));
  files.set('manifest-sha256.txt', Buffer.from(lines((path) => path.startsWith('data/'))));
  files.delete('tagmanifest-sha256.txt');
  files.set('tagmanifest-sha256.txt', Buffer.from(lines((path) => !path.startsWith('data/'))));
  return zipped(files);
}
const edit = (files: Map<string, Buffer>, path: string, change: (text: string) => string): void => {
  const before = files.get(path)!.toString();
  const after = change(before);
  expect(after).not.toBe(before);
  files.set(path, Buffer.from(after));
};
const recordPath = () => `data/records/real_thing/${record}.json`;
const photoPath = 'data/files/2025-04/照片.jpg';
const nothingKept = async () => expect([await there!.count('files'), await there!.count('records'), await there!.count('frozen-sets')]).toEqual([0, 0, 0]);

test('the package as it is holds', async () => {
  expect(await check(await zipped(good))).toMatchObject({ state: 'checked', conflicts: [], warnings: [] });
  expect(await check(await forged(() => undefined))).toMatchObject({ state: 'checked', conflicts: [] });
  await nothingKept();
});

test('one changed byte anywhere is named', async () => {
  const paths = [...good.keys()];
  const chosen = fc.sample(fc.record({ path: fc.constantFrom(...paths), at: fc.nat(), bit: fc.integer({ min: 0, max: 7 }) }), { numRuns: 100, seed: 20_260_101 });
  for (const { path, at, bit } of chosen) {
    const bytes = Buffer.from(good.get(path)!);
    bytes[at % bytes.length]! ^= 1 << bit;
    const { state, conflicts } = await check(await zipped(new Map([...good, [path, bytes]])));
    expect([path, state]).toEqual([path, 'refused']);
    const named = conflicts.some((note: ImportNote) => note.at === path || (/manifest|bagit/.test(path) && note.at !== ''));
    expect([path, named]).toEqual([path, true]);
  }
  await nothingKept();
}, 120_000);

test.each<[string, (files: Map<string, Buffer>) => void, string, () => string]>([
  ['a file that no manifest names', (files) => files.set('data/files/2025-04/more.txt', Buffer.from('more')), 'bag.untracked', () => 'data/files/2025-04/more.txt'],
  ['a file that its line does not describe', (files) => files.set(photoPath, Buffer.concat([files.get(photoPath)!, Buffer.from([0])])), 'bag.digest-differs', () => photoPath],
  ['a page that calls itself a photo', (files) => replaced(files, photoPath, Buffer.from('<!doctype html><script>1</script>')), 'file.active-content', () => photoPath],
  ['a record that says something else than the log', (files) => edit(files, recordPath(), (text) => text.replaceAll('年度创建规划', '另一件事')), 'bag.log-contradicts', recordPath],
  ['a record whose last content is another', (files) => edit(files, recordPath(), (text) => text.replace(/"revision":1,"revision"|"title":"年度创建规划"/, '"title":"只改一处"')), 'bag.shape', recordPath],
  ['a field that records do not have', (files) => edit(files, recordPath(), (text) => text.replace('{"record":{', '{"record":{"admin":true,')), 'bag.shape', recordPath],
  ['a frozen set with another digest', (files) => edit(files, [...files.keys()].find((path) => path.startsWith('data/frozen/'))!, (text) => text.replace(/"digest":"[0-9a-f]{64}"/, `"digest":"${'0'.repeat(64)}"`)), 'bag.shape', () => [...good.keys()].find((path) => path.startsWith('data/frozen/'))!],
  ['a log entry of another content', (files) => edit(files, 'proofs/log/entries.jsonl', (text) => text.replace('"size":', '"size":1')), 'bag.log-differs', () => 'proofs/log/entries.jsonl:'],
  ['a checkpoint that nobody signed', (files) => edit(files, 'proofs/log/checkpoint', (text) => text.replace(/\n(\d+)\n/, (_, size: string) => `\n${Number(size) + 1}\n`)), 'bag.log-unsigned', () => 'proofs/log/checkpoint'],
  ['a key twice in one object', (files) => edit(files, recordPath(), (text) => text.replace('{"record":{', '{"record":{"day":"2025-01-01",')), 'bag.unreadable', recordPath],
])('%s is named, though the manifests agree', async (_, change, code, at) => {
  const { state, conflicts } = await check(await forged(change));
  expect(state).toBe('refused');
  expect(conflicts.map((note) => [note.code, note.at.slice(0, at().length)])).toContainEqual([code, at()]);
  await nothingKept();
});

/** Bytes with the line that describes them. */
function replaced(files: Map<string, Buffer>, path: string, bytes: Buffer): void {
  const was = files.get(path)!;
  files.set(path, bytes);
  edit(files, 'data/files.jsonl', (text) => text.replace(sha256(was), sha256(bytes)).replace(`"size":${was.length}`, `"size":${bytes.length}`));
}

test.each<[string, () => Promise<Buffer>, string]>([
  ['a path that leads outside', () => raw((zip) => zip.addBuffer(Buffer.from('x'), 'B01-2025/data/..x/a'), (bytes) => replaceAll(bytes, '..x/a', '../xa')), 'bag.not-zip'],
  ['a link', () => raw((zip) => zip.addBuffer(Buffer.from('/etc/passwd'), 'B01-2025/data/link', { mode: 0o120777 })), 'bag.unsafe'],
  ['two folders', () => raw((zip) => zip.addBuffer(Buffer.from('x'), 'other/data/a')), 'bag.folders'],
  ['one path twice', () => raw((zip) => zip.addBuffer(Buffer.from('x'), 'B01-2025/DATA/archive.json')), 'bag.twice'],
  ['no bag at all', async () => zipped(new Map([['hello.txt', Buffer.from('hello')]])), 'bag.missing'],
])('%s is refused', async (_, make, code) => {
  const { state, conflicts } = await check(await make());
  expect([state, conflicts.map((note) => note.code)]).toEqual(['refused', [code]]);
  await nothingKept();
});

test('what a killed process left half taken is taken to its end, once', async () => {
  const { id, state } = await check(await zipped(good));
  expect(state).toBe('checked');
  const { connection } = there!.running.platform.databases.get('evidence')!;
  await connection.collection<{ _id: string }>('bag-imports').updateOne({ _id: id }, { $set: { state: 'taking', lease: 'of-a-dead-process', leaseUntil: 1 } });
  await until(async () => (await admin.get(`/api/evidence/bag-imports/${id}`)).body.state === 'taken', 'the import');
  expect([await there!.count('files'), await there!.count('records'), await there!.count('frozen-sets')]).toEqual([2, 1, 1]);
  const noted = await connection.collection('log-entries').countDocuments({ act: 'file.imported' });
  expect(noted).toBe(2);
  expect((await admin.post(`/api/evidence/bag-imports/${id}/take`)).body.state).toBe('taken');
  expect(await connection.collection('log-entries').countDocuments({ act: 'file.imported' })).toBe(noted);
});

async function raw(add: (zip: ZipFile) => unknown, mangle: (bytes: Buffer) => Buffer = (bytes) => bytes): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, bytes] of good) zip.addBuffer(bytes, `B01-2025/${path}`);
  add(zip);
  zip.end();
  return mangle(await buffer(zip.outputStream));
}

const replaceAll = (bytes: Buffer, what: string, by: string): Buffer => Buffer.from(bytes.toString('latin1').replaceAll(what, by), 'latin1');

describe('a package by tus', () => {
  const UPLOADS = '/api/evidence/bag-uploads';
  const begin = (client: Client, size: number) => tus(client, 'POST', UPLOADS, { 'upload-length': String(size), 'upload-metadata': metadataOf({ filename: '档案包.zip' }) });

  test('goes on where its line broke and becomes one import, however often its end is asked for', async () => {
    const zip = await zipped(good);
    const location = (await begin(admin, zip.length)).headers.get('location')!;
    const half = Math.floor(zip.length / 2);
    expect((await tus(admin, 'PATCH', location, { 'upload-offset': '0' }, zip.subarray(0, half))).status).toBe(204);
    expect((await tus(admin, 'HEAD', location)).headers.get('upload-offset')).toBe(String(half));
    const last = await tus(admin, 'PATCH', location, { 'upload-offset': String(half) }, zip.subarray(half));
    const id = last.headers.get('upload-import-id')!;
    expect([last.status, last.headers.get('upload-file-id')]).toEqual([204, null]);
    expect((await tus(admin, 'HEAD', location)).headers.get('upload-offset')).toBe(String(zip.length));
    const checked = await until(async () => {
      const { body } = await admin.get(`/api/evidence/bag-imports/${id}`);
      return body.state !== 'checking' && (body as BagImportView);
    }, 'the check');
    expect(checked).toMatchObject({ state: 'checked', name: '档案包.zip', size: zip.length, sha256: sha256(zip) });
    expect((await admin.get('/api/evidence/bag-imports')).body.items.filter((one: BagImportView) => one.name === checked.name)).toHaveLength(1);
  });

  test('whole, by the unmodified client', async () => {
    const zip = await zipped(new Map([...good, ['a.txt', Buffer.from('a')]]));
    const header = await new Promise((resolve) => void sendByTus(admin, zip, { filename: 'a.zip' }, { endpoint: `${there!.running.url}${UPLOADS}`, chunkSize: 20_000, onSuccess: ({ lastResponse }) => resolve(lastResponse.getHeader('Upload-Import-Id')), onError: resolve }));
    expect((await admin.get(`/api/evidence/bag-imports/${String(header)}`)).body).toMatchObject({ name: 'a.zip', sha256: sha256(zip) });
  });

  test('what is none is gone with its bytes; nobody else has it, and who may not import sends none', async () => {
    const location = (await begin(admin, 5)).headers.get('location')!;
    const clerk = await there!.as('clerk', 'B01');
    const other = await there!.as('admin', 'C');
    expect((await begin(clerk, 5)).body?.code).toBe('action.not-allowed');
    expect((await tus(other, 'HEAD', location)).status).toBe(404);
    expect((await tus(other, 'PATCH', location, { 'upload-offset': '0' }, Buffer.from('hello'))).status).toBe(404);
    expect(await tus(admin, 'PATCH', location, { 'upload-offset': '0' }, Buffer.from('hello'))).toMatchObject({ status: 422, body: { code: 'bag.not-zip' } });
    expect((await tus(admin, 'HEAD', location)).status).toBe(404);
    const file = await tus(clerk, 'POST', '/api/evidence/tus', { 'upload-length': '5', 'upload-metadata': metadataOf({ filename: 'a.txt', unit: there!.id('B01') }) });
    expect((await tus(clerk, 'HEAD', file.headers.get('location')!.replace('/tus/', '/bag-uploads/'))).status).toBe(403);
  });
});
