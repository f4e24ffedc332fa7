import { isSignedBy, leafHash, parseCheckpoint, parseKey, parseLeaf, rootAt, splitEntries, splitHashes, nodesFromTiles, tilePath, tilesOf, verifyConsistency, type NoteKey, type SignedCheckpoint } from '@xingchuang/transparency';
import type { LogHistory, LogKeyList, LogStatus } from '@xingchuang/contracts';
import { Client, testTrust, until } from '@xingchuang/testkit';
import { newId, type Running } from '@xingchuang/server';
import { Ledger } from './ledger.ts';
import { startLog } from './log.fixture.ts';

let running: Running;
let anybody: Client;

beforeAll(async () => {
  running = await startLog();
  anybody = new Client(running.url);
});
afterAll(() => running?.stop());

const read = async <T>(path: string): Promise<T> => (await anybody.get(`/api/evidence/log/${path}`)).body as T;
const head = async (): Promise<SignedCheckpoint> => parseCheckpoint(await read<string>('checkpoint'))!;
const keys = async (): Promise<NoteKey[]> => (await read<LogKeyList>('key')).items.map(({ verifier }) => parseKey(verifier)!);
const tile = (path: string): Promise<Buffer> => anybody.bytes(`/api/evidence/log/${path}`).then((bytes) => Buffer.from(bytes));
const allPlaced = (): Promise<unknown> => until(async () => ((await read<LogStatus>('status')).waiting === 0 ? true : undefined), 'everything has its place');
const note = async (objectId: string, content: Record<string, unknown>): Promise<void> => void (await running.app.get(Ledger, { strict: false }).note({ act: 'thing.said', objectId, content, by: 'somebody' }));

test('anybody can rebuild the tree from the tiles, and learns no name and no person from them', async () => {
  for (let n = 0; n < 600; n += 1) await note(`thing-${n % 50}`, { name: '虚拟姓名', n });
  await allPlaced();
  const { size, root, origin, note: signed } = await head();
  expect((await keys()).some((key) => key.name === origin && isSignedBy(signed, key))).toBe(true);
  const bytes = new Map<string, Buffer>();
  for (const one of tilesOf(size)) bytes.set(`${one.level}/${one.index}`, await tile(tilePath(one)));
  const hashes = (level: number, index: number) => splitHashes(bytes.get(`${level}/${index}`)!, bytes.get(`${level}/${index}`)!.length / 32)!;
  expect(rootAt(size, nodesFromTiles(hashes))).toEqual(root);
  const leaves = [...tilesOf(size)].filter(({ level }) => level === 'entries').flatMap(({ index, width }) => splitEntries(bytes.get(`entries/${index}`)!, width)!);
  leaves.forEach((leaf, n) => expect(hashes(0, Math.floor(n / 256))[n % 256]).toEqual(leafHash(leaf)));
  const text = Buffer.concat(leaves).toString();
  expect(text).not.toMatch(/虚拟姓名|somebody|照片/);
  const read = leaves.map((leaf) => parseLeaf(leaf)!);
  read.forEach(({ object, prev }, n) => expect(prev).toBe(read.slice(0, n).findLastIndex((earlier) => earlier.object === object) === -1 ? undefined : read.slice(0, n).findLastIndex((earlier) => earlier.object === object)));
});

test('a partial tile stays what it was when the tile grows', async () => {
  const { size } = await head();
  const [index, width] = [Math.floor(size / 256), size % 256];
  const paths = [tilePath({ level: 0, index, width }), tilePath({ level: 'entries', index, width })];
  const before = await Promise.all(paths.map(tile));
  for (let n = 0; n < 5; n += 1) await note(`more-${n}`, {});
  await allPlaced();
  expect(await Promise.all(paths.map(tile))).toEqual(before);
});

test.each(['tile/0/999', 'tile/0/0', 'tile/entries/x001/000', 'tile/0/000.p/0', 'tile/..%2f..%2fkey', 'tile/9/000'])('%s is not there', async (path) => {
  expect((await anybody.get(`/api/evidence/log/${path}`)).status).toBe(404);
});

test('every earlier checkpoint is a beginning of the newest', async () => {
  const { size, root } = await head();
  for (const smaller of [0, 1, 2, 255, 256, 257, size - 1, size]) {
    const told = await read<LogHistory>(`history?size=${smaller}`);
    expect(verifyConsistency(smaller, Buffer.from(told.root, 'base64'), size, root, told.proof.map((hash) => Buffer.from(hash, 'base64')))).toBe(true);
  }
  expect((await anybody.get(`/api/evidence/log/history?size=${size + 1}`)).status).toBe(422);
});

test('a new key takes over with the checkpoint that names it; both sign that one, and old receipts still hold', async () => {
  const { token } = await testTrust(running.platform.bus);
  const as = async (role: 'admin' | 'auditor' | 'clerk') => new Client(running.url, await token({ role, unitId: newId(), unitKind: 'city', jurisdictionId: newId() }));
  const [old] = await keys();
  const [admin, auditor] = [await as('admin'), await as('auditor')];
  const rotation = '/api/evidence/log/key-rotation';
  expect((await (await as('clerk')).post(rotation)).status).toBe(403);
  expect((await admin.delete(rotation)).body.code).toBe('log.rotation-not-asked');
  expect((await admin.post(rotation)).body.asked).toBeDefined();
  expect((await auditor.delete(rotation)).body.asked).toBeUndefined(); // what was taken back counts for nothing
  expect((await admin.post(rotation)).status).toBe(200);
  expect((await admin.post(rotation)).body.code).toBe('log.rotation-own');
  expect(await keys()).toHaveLength(1);
  expect((await auditor.post(rotation)).status).toBe(200);
  expect((await auditor.get(rotation)).body.asked).toBeUndefined();
  await allPlaced();
  const both = await keys();
  expect(both).toHaveLength(2);
  const turning = await head();
  expect(both.map((key) => isSignedBy(turning.note, key))).toEqual([true, true]);
  const last = splitEntries(await tile(tilePath({ level: 'entries', index: Math.floor((turning.size - 1) / 256), width: ((turning.size - 1) % 256) + 1 })), ((turning.size - 1) % 256) + 1)!.at(-1)!;
  expect(parseKey(parseLeaf(last)!.object)).toEqual(both.find(({ id }) => id !== old!.id));
  await note('after', {});
  await allPlaced();
  const after = await head();
  expect([old!, both.find(({ id }) => id !== old!.id)!].map((key) => isSignedBy(after.note, key))).toEqual([false, true]);
});

test('the status tells what the log is, and that nothing waits', async () => {
  const { size } = await head();
  expect(await read<LogStatus>('status')).toMatchObject({ size, waiting: 0, oldestWaitingSeconds: 0, late: false, witness: 'none', openIncidents: 0 });
});
