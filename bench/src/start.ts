// Start-up of the embedded system, warm, to the first answered request, and the memory of its Node process: one JSON line.
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

/** Starts the system on the folder, waits for the first answer, stops it; milliseconds and resident megabytes. */
async function start(dataDir: string): Promise<{ ms: number; rssMb: number }> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, ['--max-semi-space-size=8', '--import', './scripts/ts.mjs', 'services/all/src/main.ts'], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const isUp = () => fetch(`http://127.0.0.1:${port}/api/registry/health`).then((answer) => answer.ok, () => false);
  while (!(await isUp())) {
    if (child.exitCode !== null) throw new Error('the system did not start');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const ms = performance.now() - began;
  const rssMb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024;
  child.kill('SIGTERM');
  await ended;
  return { ms, rssMb };
}

const dataDir = mkdtempSync(join(tmpdir(), 'xingchuang-bench-'));
const cold = await start(dataDir);
const warm = [];
for (let round = 0; round < 5; round++) warm.push(await start(dataDir));
rmSync(dataDir, { recursive: true, force: true });
const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
process.stdout.write(
  `${JSON.stringify({ bench: 'start', coldMs: Math.round(cold.ms), warmMs: Math.round(median(warm.map((one) => one.ms))), rssMb: Math.round(median(warm.map((one) => one.rssMb))), targetMs: 5_000 })}\n`,
);
