import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { find } from '../../../scripts/servers.mjs';

/** A nats-server of its own that a test may kill, wipe and start again on the same port. */
export class NatsProcess {
  #child: ChildProcess | undefined;

  private constructor(
    readonly dir: string,
    readonly port: number,
    private readonly binary: string,
    private readonly settings: string,
  ) {}

  static async start(settings = ''): Promise<NatsProcess> {
    const server = new NatsProcess(
      mkdtempSync(join(tmpdir(), 'xingchuang-nats-')),
      await freePort(),
      await find('nats-server'),
      settings,
    );
    await server.start();
    return server;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const config = join(this.dir, 'nats.conf');
    const store = join(this.dir, 'store');
    writeFileSync(
      config,
      `listen: "127.0.0.1:${this.port}"\njetstream { store_dir: "${store}", max_file_store: 4GB, sync_interval: always }\n${this.settings}\n`,
    );
    const child = spawn(this.binary, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    await new Promise<void>((ready, failed) => {
      let said = '';
      child.stderr!.on('data', (text: Buffer) => {
        said = (said + text.toString()).slice(-4000);
        if (said.includes('Server is ready')) ready();
      });
      child.once('exit', () => failed(new Error(`nats-server ended: ${said}`)));
    });
  }

  async kill(): Promise<void> {
    const child = this.#child!;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
  }

  wipe(): void {
    rmSync(join(this.dir, 'store'), { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    if (this.#child!.exitCode === null && this.#child!.signalCode === null) await this.kill();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
