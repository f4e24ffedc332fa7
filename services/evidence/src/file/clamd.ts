import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Finding } from './file-scan-rule.ts';

export interface ClamdOptions {
  /** `host:port`, or the path of a socket. */
  readonly address: string;
  readonly withinMs: number;
  /** Signatures older than this are no basis of a verdict; 0 asks for no date. */
  readonly oldestDays: number;
  readonly now: () => Date;
}

const CHUNK_HEAD = 4;
const PIECE = 64 * 1024;
const none = (reason: Extract<Finding, { verdict: 'none' }>['reason']): Finding => ({ verdict: 'none', reason });

/**
 * Asks clamd about bytes by INSTREAM, its version with it in one session. Never throws: whatever goes wrong there is no verdict.
 * One that hangs up on too many bytes may be gone before its words are read, so what failed is asked once more.
 */
export async function askClamd(bytes: () => Promise<Readable>, options: ClamdOptions): Promise<Finding> {
  const asked = () => ask(options, (socket) => send(socket, bytes));
  const first = await asked();
  return first.verdict === 'none' && first.reason === 'failed' ? asked() : first;
}

/** The number of the signatures that a verdict would rest on now; empty for signatures of one's own, undefined where there would be no verdict. */
export async function askSignatures(options: ClamdOptions): Promise<string | undefined> {
  const finding = await ask(options, async (socket) => {
    await once(socket, 'connect');
    socket.write('zIDSESSION\0zVERSION\0zINSTREAM\0');
    socket.write(Buffer.alloc(CHUNK_HEAD)); // no bytes at all
  });
  return finding.verdict === 'clean' ? finding.signatures : undefined;
}

async function ask(options: ClamdOptions, say: (socket: Socket) => Promise<void>): Promise<Finding> {
  const socket = open(options.address);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    socket.destroy(new Error('late'));
  }, options.withinMs);
  let isConnected = false;
  socket.once('connect', () => (isConnected = true));
  try {
    const answers = read(socket);
    void say(socket).catch(() => undefined); // what happens to it shows in the answers
    const [version, verdict] = await answers;
    return findingOf(version, verdict, options);
  } catch {
    return none(isLate ? 'slow' : isConnected ? 'failed' : 'down');
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function open(address: string): Socket {
  const [, host, port] = /^(.+):(\d+)$/.exec(address) ?? [];
  return host === undefined ? connect(address) : connect(Number(port), host.replace(/^\[(.+)\]$/, '$1'));
}

async function send(socket: Socket, bytes: () => Promise<Readable>): Promise<void> {
  await once(socket, 'connect');
  socket.write('zIDSESSION\0zVERSION\0zINSTREAM\0');
  const source = await bytes();
  try {
    for await (const chunk of pieces(source)) {
      await turn(); // where it has seen enough it says so and hangs up: its words are read before a failing write throws them away
      if (socket.destroyed) return;
      const head = Buffer.alloc(CHUNK_HEAD);
      head.writeUInt32BE(chunk.length);
      socket.write(head);
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
    }
    socket.write(Buffer.alloc(CHUNK_HEAD));
  } catch (error) {
    socket.destroy(error as Error); // bytes that end half way must not be taken for the whole
  } finally {
    source.destroy();
  }
}

async function* pieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const bytes of source) for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** The answers to the two questions, each ended by a zero and numbered. What came before it hung up on us counts: it may have seen enough. */
function read(socket: Socket): Promise<[version: string, verdict: string]> {
  let text = '';
  socket.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const [version, verdict, rest] = text.split('\0').map((answer) => answer.replace(/^\d+: /, ''));
      if (rest !== undefined) resolve([version!, verdict!]);
    };
    socket.on('data', (part) => {
      text += String(part);
      look();
    });
    socket.on('error', () => undefined); // it closes too
    socket.on('close', () => reject(new Error('it hung up')));
  });
}

/** `ClamAV 1.4.6/27500/Mon Mar  2 09:00:00 2026` and `stream: OK`, `stream: Name FOUND`, `… size limit exceeded. ERROR`. */
function findingOf(version: string, verdict: string, { oldestDays, now }: ClamdOptions): Finding {
  const [engine = '', signatures = '', made = ''] = version.split('/');
  const found = /^stream: (.+) FOUND$/.exec(verdict)?.[1];
  if (found !== undefined) return { verdict: 'infected', engine, signatures, found };
  if (/size limit exceeded/i.test(verdict)) return none('too-large');
  if (verdict !== 'stream: OK') return none('failed');
  const age = (now().getTime() - Date.parse(`${made} UTC`)) / 86_400_000;
  if (oldestDays > 0 && !(age <= oldestDays)) return none('stale');
  return { verdict: 'clean', engine, signatures };
}
