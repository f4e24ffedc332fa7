import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Refusal } from '@xingchuang/rules';

/**
 * Keeps a second process (or a second bus) out of the folder. A listening socket, not a file with a process id: the kernel
 * closes it with its process, so a kill -9 leaves nothing that could keep the next start out. Its path is short by a hash
 * because socket paths end at 107 bytes, and on Linux no file at all (abstract), so a kill leaves none behind either.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const name = `xingchuang-${createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 24)}`;
  const file = join(tmpdir(), `${name}.sock`);
  const path = ({ win32: `\\\\.\\pipe\\${name}`, linux: `\0${name}` } as Partial<Record<NodeJS.Platform, string>>)[process.platform] ?? file;
  const taken = () => new Refusal('conflict', 'bus.in-use', { dir });
  if (await isAnswered(path)) throw taken();
  if (path === file) rmSync(file, { force: true });
  const server = createServer((socket) => socket.destroy());
  server.unref();
  await new Promise<void>((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(error.code === 'EADDRINUSE' ? taken() : error));
    server.listen(path, () => done());
  });
  return () => closed(server);
}

const isAnswered = (path: string): Promise<boolean> =>
  new Promise((done) => {
    const socket = createConnection(path);
    socket.once('connect', () => (socket.destroy(), done(true)));
    socket.once('error', () => done(false));
  });

const closed = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()));
