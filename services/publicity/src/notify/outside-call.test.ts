import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPublicAddress } from './address-rule.ts';
import { OutsideCall } from './outside-call.ts';

let canary: Server;
let port: number;
let hits = 0;

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};
const caller = (allow: string[] = []) => new OutsideCall({ WEBHOOK_ALLOW: allow });
const codeOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'called', (error: { code?: string; name: string }) => error.code ?? error.name);

beforeAll(async () => {
  canary = createServer((request, reply) => {
    hits += 1;
    if (request.url === '/away') return void reply.writeHead(302, { location: `http://127.0.0.1:${port}/followed` }).end();
    if (request.url === '/long') return void reply.end(Buffer.alloc(200_000));
    return void reply.end(JSON.stringify({ url: request.url, headers: request.headers }));
  });
  port = await listening(canary);
});
beforeEach(() => (hits = 0));
afterAll(() => canary.close());

test.each([
  '127.0.0.1', '127.255.0.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '100.100.100.200', '198.18.0.1', '192.0.0.192', '224.0.0.1', '240.0.0.1',
  '255.255.255.255', '::1', '::', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', 'nonsense', '',
])('%s is not on the public net', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});
test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '223.5.5.5', '2400:3200::1', '2606:4700::1111'])('%s is', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ['https://127.0.0.1/x', 'robot.closed-address'],
  ['https://2130706433/x', 'robot.closed-address'],
  ['https://0x7f.1/x', 'robot.closed-address'],
  ['https://0177.0.0.1/x', 'robot.closed-address'],
  ['https://0.0.0.0/x', 'robot.closed-address'],
  ['https://[::1]/x', 'robot.closed-address'],
  ['https://[::ffff:127.0.0.1]/x', 'robot.closed-address'],
  ['https://169.254.169.254/latest/meta-data', 'robot.closed-address'],
  ['https://localhost/x', 'robot.closed-address'],
  ['http://example.org/x', 'robot.not-https'],
  ['https://example.org:8443/x', 'robot.not-https'],
  ['gopher://example.org/x', 'robot.not-https'],
  ['file:///etc/passwd', 'robot.not-https'],
  ['https://user:secret@example.org/x', 'robot.credentials-in-address'],
])('%s is refused and nothing is called', async (url, code) => {
  expect(await codeOf(caller().post(url, '{}', {}))).toBe(code);
  expect(hits).toBe(0);
});

test('localhost with a dot at its end is refused, whether the resolver knows it or not', async () => {
  expect(await codeOf(caller().post('https://localhost./x', '{}', {}))).toMatch(/^robot\.(closed-address|unknown-host)$/);
  expect(hits).toBe(0);
});

test('one closed address among the addresses of a name is enough', async () => {
  const call = caller();
  call.resolve = async () => ['8.8.8.8', '127.0.0.1'];
  expect(await codeOf(call.check('https://two.example.org/'))).toBe('robot.closed-address');
});

test('a name that points elsewhere the second time is called where it pointed first', async () => {
  const call = caller([`http://rebound.example.org:${port}`]);
  const answers = [['127.0.0.1'], ['192.0.2.1']];
  let asked = 0;
  call.resolve = async () => answers[asked++]!;
  const { status, body } = await call.post(`http://rebound.example.org:${port}/pinned`, '{}', {});
  expect([status, JSON.parse(body).headers.host, asked, hits]).toEqual([200, `rebound.example.org:${port}`, 1, 1]);
});

test('a name that nobody knows says so', async () => {
  const call = caller();
  call.resolve = () => Promise.reject(new Error('ENOTFOUND'));
  expect(await codeOf(call.check('https://nowhere.example.org/'))).toBe('robot.unknown-host');
});

test('nobody is followed, and nothing endless is read', async () => {
  const call = caller([`http://127.0.0.1:${port}`]);
  expect((await call.post(`http://127.0.0.1:${port}/away`, '{}', {})).status).toBe(302);
  expect(hits).toBe(1);
  await expect(call.post(`http://127.0.0.1:${port}/long`, '{}', {})).rejects.toThrow('too long');
});

test('only the origin that is allowed is, not another port of the host', async () => {
  expect(await codeOf(caller([`http://127.0.0.1:${port + 1}`]).post(`http://127.0.0.1:${port}/x`, '{}', {}))).toBe('robot.not-https');
  expect(hits).toBe(0);
});

test('a certificate that nobody vouches for is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xingchuang-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '1', '-subj', '/CN=hook.example.org'], { stdio: 'ignore' });
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, reply) => reply.end('{}'));
  try {
    const tls = await listening(server);
    const call = caller([`https://hook.example.org:${tls}`]);
    call.resolve = async () => ['127.0.0.1'];
    expect(await codeOf(call.post(`https://hook.example.org:${tls}/x`, '{}', {}))).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
