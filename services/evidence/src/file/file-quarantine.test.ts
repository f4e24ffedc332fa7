import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { FilesReceivedSchema, type FileView, type StepView } from '@xingchuang/contracts';
import { freePort, startClamd, tempFolder, until, type Client } from '@xingchuang/testkit';
import { sendByTus } from '../upload/tus.fixture.ts';
import { openWorld, upload, type World } from '../world.fixture.ts';
import { office, pdf, picture, zip } from './bytes.fixture.ts';
import { askClamd, askSignatures } from './clamd.ts';

/** The test file of the European Institute for Computer Antivirus Research, put together here so that no scanner takes offence at this source. */
const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR'}-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;
const patterns = { 'Test.Eicar': Buffer.from(EICAR).toString('hex'), 'Test.Later': Buffer.from('later found').toString('hex') };
const now = () => new Date('2026-01-05T02:00:00Z');
const STARTS_MS = 60_000;

let clamd: Awaited<ReturnType<typeof startClamd>>;
const dir = tempFolder('clamd');
beforeAll(async () => {
  clamd = await startClamd({ dir, patterns, streamMost: '2M' });
}, STARTS_MS);
afterAll(() => clamd?.stop());

const ask = (bytes: string | Buffer, over: Partial<Parameters<typeof askClamd>[1]> = {}) =>
  askClamd(async () => Readable.from([Buffer.from(bytes)]), { address: clamd.address, withinMs: 20_000, oldestDays: 0, now, ...over });

describe('clamd', () => {
  test.each<[string, () => string | Buffer | Promise<Buffer>, object]>([
    ['a clean file', () => 'minutes', { verdict: 'clean', engine: expect.stringMatching(/^ClamAV \d/) }],
    ['the test virus', () => EICAR, { verdict: 'infected', found: 'Test.Eicar.UNOFFICIAL' }],
    ['the test virus in a zip', () => zip({ 'a/eicar.com': EICAR }), { verdict: 'infected' }],
    ['the test virus in a document', () => office('wordprocessingml.document', { 'word/embeddings/a.bin': EICAR }), { verdict: 'infected' }],
    ['the test virus attached to a PDF', () => pdf({ 'eicar.com': EICAR }), { verdict: 'infected', found: 'Test.Eicar.UNOFFICIAL' }],
    ['more than it takes', () => randomBytes(3 * 1024 * 1024), { verdict: 'none', reason: 'too-large' }],
  ])('%s', async (_, bytes, finding) => {
    expect(await ask(await bytes())).toMatchObject(finding);
  });

  test('that is not there', async () => {
    expect(await ask('x', { address: `127.0.0.1:${await freePort()}` })).toEqual({ verdict: 'none', reason: 'down' });
    expect(await ask('x', { address: '/nowhere/clamd.sock' })).toEqual({ verdict: 'none', reason: 'down' });
  });

  test('bytes that end half way are no verdict', async () => {
    const half = async () => Readable.from((async function* () { yield Buffer.from('half'); throw new Error('disk'); })());
    expect(await askClamd(half, { address: clamd.address, withinMs: 20_000, oldestDays: 0, now })).toEqual({ verdict: 'none', reason: 'failed' });
  });
});

/** Something else than clamd at the other end of the line. */
async function instead(behave: (socket: Socket) => void): Promise<{ address: string; server: Server }> {
  const server = createServer((socket) => behave(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

test.each<[string, (socket: Socket) => void, string]>([
  ['that never answers', () => undefined, 'slow'],
  ['that dies of the file', (socket) => void socket.once('data', () => socket.destroy()), 'failed'],
  ['that speaks nonsense', (socket) => void socket.end('HTTP/1.1 400 Bad Request\0\0\0'), 'failed'],
  ['with signatures of last month', (socket) => void socket.write('1: ClamAV 1.4.6/27000/Fri Dec  5 09:00:00 2025\x002: stream: OK\0'), 'stale'],
  ['with signatures without a date', (socket) => void socket.write('1: ClamAV 1.4.6\x002: stream: OK\0'), 'stale'],
])('a scanner %s gives no verdict', async (_, behave, reason) => {
  const { address, server } = await instead(behave);
  expect(await ask('minutes', { address, withinMs: 500, oldestDays: 7 })).toEqual({ verdict: 'none', reason });
  server.close();
});

test.each<[string, string, number, string | undefined]>([
  ['fresh ones', 'ClamAV 1.4.6/27010/Sat Jan  3 09:00:00 2026', 7, '27010'],
  ['old ones', 'ClamAV 1.4.6/27000/Fri Dec  5 09:00:00 2025', 7, undefined],
  ['its own', 'ClamAV 1.4.6', 0, ''],
])('the signatures in force: %s', async (_, version, oldestDays, signatures) => {
  const { address, server } = await instead((socket) => void socket.write(`1: ${version}\x002: stream: OK\0`));
  expect(await askSignatures({ address, withinMs: 20_000, oldestDays, now })).toBe(signatures);
  server.close();
  expect(await askSignatures({ address, withinMs: 20_000, oldestDays, now })).toBeUndefined();
});

test('the signatures in force, asked of clamd itself', async () => {
  expect(await askSignatures({ address: clamd.address, withinMs: 20_000, oldestDays: 0, now })).toBe('');
});

test('a scanner with fresh signatures is believed, and says which', async () => {
  const { address, server } = await instead((socket) => void socket.write('1: ClamAV 1.4.6/27010/Sat Jan  3 09:00:00 2026\x002: stream: OK\0'));
  expect(await ask('minutes', { address, oldestDays: 7 })).toEqual({ verdict: 'clean', engine: 'ClamAV 1.4.6', signatures: '27010' });
  server.close();
});

describe('where a scanner is required', () => {
  let world: World;
  let clerk: Client;
  let port: number;
  beforeAll(async () => {
    port = await freePort();
    world = await openWorld({ SCANNER: 'required', SCANNER_ADDRESS: `127.0.0.1:${port}`, SCANNER_SECONDS: '20', SCANNER_OLDEST_DAYS: '0' });
    clerk = await world.as('clerk', 'B01');
  }, STARTS_MS);
  afterAll(() => world.running.stop());

  const b01 = () => world.id('B01');
  const view = async (id: string) => (await clerk.get(`/api/evidence/files/${id}`)).body as FileView;
  const told = () => world.running.platform.databases.get('evidence')!.connection.collection('outbox').countDocuments({ type: FilesReceivedSchema.typeName });
  const settled = (id: string) => until(async () => {
    await world.running.platform.ticker.tick();
    const file = await view(id);
    return file.scan.state !== 'quarantined' && file;
  }, 'a verdict', 30_000);

  test('what nobody could scan is kept and given to nobody; with a verdict it is released or gone', async () => {
    const clean = await picture('png', 71, 71);
    const files = [await upload(clerk, b01(), clean, '照片.png'), await upload(clerk, b01(), Buffer.from(`later found ${'x'.repeat(100)}`), '说明.txt')];
    expect(files.map(({ status, body }) => [status, body.scan.state, body.scan.reason])).toEqual([[201, 'quarantined', 'down'], [201, 'quarantined', 'down']]);
    const [good, bad] = files.map(({ body }) => body.id as string) as [string, string];
    const reviewer = await world.as('reviewer', 'OC');
    for (const client of [clerk, reviewer]) expect(await client.get(`/api/evidence/files/${good}/content`)).toMatchObject({ status: 409, body: { code: 'file.quarantined' } });
    const own = await fetch(`${world.running.url}/api/evidence/files/${good}/content`, { headers: { authorization: `Bearer ${clerk.token}`, 'if-none-match': `"${files[0]!.body.sha256}"` } });
    expect(own.status).toBe(409);
    expect((await clerk.get('/api/evidence/files?scan=quarantined')).body.items).toHaveLength(2);
    expect(await told()).toBe(0);

    const scanner = await startClamd({ dir: tempFolder('clamd'), port, patterns });
    expect((await settled(good)).scan).toMatchObject({ state: 'clean', engine: expect.stringMatching(/ClamAV/) });
    expect((await settled(bad)).scan).toMatchObject({ state: 'refused', found: 'Test.Later.UNOFFICIAL' });
    expect(Buffer.from(await clerk.bytes(`/api/evidence/files/${good}/content`))).toEqual(clean);
    expect(await clerk.get(`/api/evidence/files/${bad}/content`)).toMatchObject({ status: 422, body: { code: 'file.infected' } });
    expect(await world.running.platform.blobs.find(files[1]!.body.sha256)).toBeUndefined();
    expect((await clerk.get('/api/evidence/files')).body.items.map(({ id }: FileView) => id)).toEqual([good]);
    expect((await clerk.get('/api/evidence/files?scan=refused')).body.items).toMatchObject([{ id: bad, name: '说明.txt' }]);
    expect(await told()).toBe(1);
    await world.running.platform.ticker.tick();
    const logged = (await clerk.get('/api/evidence/steps')).body.items as StepView[];
    expect(logged.map(({ what, kind, objectId, unitId, text }) => [what, kind, objectId, unitId, text]).sort()).toEqual([['file-refused', 'file', bad, b01(), 'Test.Later.UNOFFICIAL'], ['file-released', 'file', good, b01(), '']]);
    expect((await (await world.as('clerk', 'B02')).get('/api/evidence/steps')).body.items).toEqual([]);
    await scanner.stop();
  }, STARTS_MS);

  test('a virus is refused when it comes, however it comes, and only its name and digest stay', async () => {
    const scanner = await startClamd({ dir: tempFolder('clamd'), port, patterns });
    const before = (await world.running.platform.blobs.list({ limit: 100 })).length;
    expect(await upload(clerk, b01(), Buffer.from(EICAR), '通知.txt')).toMatchObject({ status: 422, body: { code: 'file.infected', facts: { found: 'Test.Eicar.UNOFFICIAL' } } });
    expect(await upload(clerk, b01(), Buffer.from(EICAR), '通知.txt')).toMatchObject({ status: 422, body: { code: 'file.infected' } });
    const document = office('wordprocessingml.document', { 'word/embeddings/a.bin': EICAR });
    expect(await sendByTus(clerk, document, { filename: '纪要.docx', unit: b01() })).toMatchObject({ status: 422, problem: { code: 'file.infected' } });
    expect(await upload(clerk, b01(), await pdf({ 'eicar.com': EICAR }), '附件.pdf')).toMatchObject({ status: 422, body: { code: 'file.infected' } });
    const { body } = await clerk.upload('/api/evidence/zip-uploads', zip({ 'a.txt': EICAR, 'b.txt': '会议记录' }), { 'X-Unit': b01(), 'X-File-Name': 'a.zip' });
    expect([body.received, body.refusals.map(({ refusal }: { refusal: { code: string } }) => refusal.code)]).toEqual([1, ['file.infected']]);
    expect((await world.running.platform.blobs.list({ limit: 100 })).length).toBe(before + 1);
    const { items } = (await clerk.get('/api/evidence/files?scan=refused')).body as { items: FileView[] };
    expect(items.map(({ name }) => name).sort()).toEqual(['a.txt', '纪要.docx', '附件.pdf', '说明.txt', '通知.txt'].sort());
    const steps = await world.running.platform.databases.get('evidence')!.connection.collection('steps').find({ what: 'file-refused' }).toArray();
    expect(new Set(steps.map(({ objectId }) => objectId as string))).toEqual(new Set(items.map(({ id }) => id))); // each stands in the log of steps, once
    expect(steps).toHaveLength(items.length);
    await scanner.stop();
  }, STARTS_MS);
});

test.each([
  ['optional', 'clean', 'down'],
  ['off', 'clean', undefined],
])('where a scanner is %s and none is there, a file is taken, and says that nobody scanned it', async (mode, state, reason) => {
  const world = await openWorld({ SCANNER: mode, SCANNER_ADDRESS: `127.0.0.1:${await freePort()}` });
  const clerk = await world.as('clerk', 'B01');
  const { status, body } = await upload(clerk, world.id('B01'), await picture('png', 72, 72), '照片.png');
  expect([status, body.scan.state, body.scan.reason, body.scan.engine]).toEqual([201, state, reason, undefined]);
  expect((await clerk.get(`/api/evidence/files/${body.id}/content`)).status).toBe(200);
  await world.running.stop();
}, STARTS_MS);

describe('what older signatures passed', () => {
  let world: World;
  let clerk: Client;
  const scanner = { signatures: '27010', address: '', server: undefined as Server | undefined };
  /** A scanner that passes everything by the signatures of the day. */
  const answer = (socket: Socket) => void socket.write(`1: ClamAV 1.4.6/${scanner.signatures}/Mon Jan  5 09:00:00 2026\x002: stream: OK\0`);
  beforeAll(async () => {
    Object.assign(scanner, await instead(answer));
    world = await openWorld({ SCANNER: 'required', SCANNER_ADDRESS: scanner.address, SCANNER_SECONDS: '20', SCANNER_OLDEST_DAYS: '0' });
    clerk = await world.as('clerk', 'B01');
  }, STARTS_MS);
  afterAll(() => world.running.stop());

  const scanOf = async (id: string) => ((await clerk.get(`/api/evidence/files/${id}`)).body as FileView).scan;
  const send = async (text: string, name: string) => (await upload(clerk, world.id('B01'), Buffer.from(text), name)).body.id as string;
  /** What a round finds on a day; what it asks of the scanner is asked after the tick. */
  const scanned = async (id: string, day: string, by: object) => {
    world.moveClock(day);
    return until(async () => {
      await world.running.platform.ticker.tick();
      const scan = await scanOf(id);
      return Object.entries(by).every(([name, value]) => scan[name as keyof typeof scan] === value) && scan;
    }, `${JSON.stringify(by)} on ${day}`, 30_000);
  };

  test('is asked about again by newer ones, once a day, in all its entries; what is found then is gone', async () => {
    const good = await send(`会议记录 ${'x'.repeat(100)}`, '记录.txt');
    const bad = await send(`later found ${'x'.repeat(100)}`, '说明.txt');
    const twin = await send(`later found ${'x'.repeat(100)}`, '说明二.txt');
    const first = await scanOf(good);
    expect(first).toMatchObject({ state: 'clean', signatures: '27010' });

    scanner.signatures = '27011';
    const witness = await send('在新特征库之后收到', '新.txt');
    expect((await scanned(good, '2026-01-06', { signatures: '27011' })).at > first.at).toBe(true);
    await scanned(bad, '2026-01-06', { signatures: '27011' });
    await scanned(twin, '2026-01-06', { signatures: '27011' });
    const version = (await clerk.get(`/api/evidence/files/${good}`)).body.version as number;
    expect(version).toBe(1);

    scanner.signatures = '27012'; // the same day: nothing is asked twice
    const sentinel = await world.running.platform.databases.get('evidence')!.connection.collection<{ _id: string }>('files').updateOne({ _id: witness }, { $set: { 'scan.at': '2026-01-01T00:00:00.000Z' } });
    expect(sentinel.modifiedCount).toBe(1);
    await scanned(witness, '2026-01-06', { signatures: '27012' });
    expect(await scanOf(good)).toMatchObject({ signatures: '27011' });

    const before = await scanOf(good);
    scanner.server!.close(); // nobody there: what was passed stays so
    world.moveClock('2026-01-08');
    await world.running.platform.ticker.tick();
    expect(await scanOf(good)).toEqual(before);

    const real = await startClamd({ dir: tempFolder('clamd'), port: Number(scanner.address.split(':')[1]), patterns });
    expect(await scanned(bad, '2026-01-08', { state: 'refused' })).toMatchObject({ found: 'Test.Later.UNOFFICIAL' });
    await scanned(twin, '2026-01-08', { state: 'refused' });
    expect(await scanned(good, '2026-01-08', { state: 'clean', signatures: '' })).toMatchObject({ engine: expect.stringMatching(/^ClamAV \d/) });
    expect(await clerk.get(`/api/evidence/files/${bad}/content`)).toMatchObject({ status: 422, body: { code: 'file.infected' } });
    expect((await clerk.get(`/api/evidence/files/${good}/content`)).status).toBe(200);
    await real.stop();
  }, STARTS_MS);
});
