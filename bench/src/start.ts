// Start-up of the embedded system to the first answered request, cold and warm, and the memory of its Node process after start and
// after the demo's year: one JSON line.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../../', import.meta.url);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Reading {
  readonly ms: number;
  readonly rssMb: number;
}

const rssOf = (pid: number): number => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);

/** Starts the system on the folder, waits for the first answer, does the work, stops it; milliseconds to the answer, megabytes after the work. */
async function start(dataDir: string, work: (url: string) => Promise<void> = async () => undefined): Promise<Reading> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const began = performance.now();
  const child = spawn(process.execPath, ['--max-semi-space-size=8', '--import', './scripts/ts.mjs', 'services/all/src/main.ts'], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, PORT: new URL(url).port, DATA_DIR: dataDir, LOG_LEVEL: 'silent', CLOCK: 'rehearsal' },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const isUp = () => fetch(`${url}/api/registry/health`).then((answer) => answer.ok, () => false);
  while (!(await isUp())) {
    if (child.exitCode !== null) throw new Error('the system did not start');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const ms = Math.round(performance.now() - began);
  await work(url);
  const rssMb = rssOf(child.pid!);
  child.kill('SIGTERM');
  await ended;
  return { ms, rssMb };
}

const dataDir = mkdtempSync(join(tmpdir(), 'xingchuang-bench-'));
const cold = await start(dataDir, async (url) => {
  const demo = spawn(process.execPath, ['bin/xingchuang.mjs', 'demo', '--url', url, '--accounts', join(dataDir, 'demo-accounts.json')], { cwd: root, stdio: 'ignore' });
  const code = await new Promise((resolve) => demo.once('exit', resolve));
  if (code !== 0) throw new Error(`the demo ended with ${String(code)}`);
});
const warm: Reading[] = [];
for (let round = 0; round < 5; round++) warm.push(await start(dataDir));
rmSync(dataDir, { recursive: true, force: true });
const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const reading = { bench: 'start', coldMs: cold.ms, warmMs: median(warm.map((one) => one.ms)), targetMs: 5_000, rssAfterStartMb: median(warm.map((one) => one.rssMb)), rssAfterDemoMb: cold.rssMb, targetMb: 400 };
process.stdout.write(`${JSON.stringify(reading)}\n`);
