import { createReadStream, createWriteStream, existsSync, readFileSync, renameSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { BagImportView, BagView, Problem, TokenView, UnitPage } from '@xingchuang/contracts';
import { options, WrongUsage } from './cli-usage.ts';

const PAUSE_MS = 1_000;
/** A token lives for five minutes. */
const TOKEN_MS = 200_000;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** The running system refused; said in its own words. */
class Refused extends Error {}

/** A running system, asked with an API key. */
class Remote {
  #token: { readonly text: string; readonly until: number } | undefined;

  constructor(
    readonly url: string,
    readonly key: string,
  ) {}

  async send(method: string, path: string, init: { readonly body?: NonNullable<RequestInit['body']>; readonly headers?: Record<string, string> } = {}): Promise<Response> {
    const headers = { ...init.headers, authorization: `Bearer ${await this.#signIn()}` };
    return this.#ask(path, { method, headers, ...(init.body === undefined ? {} : { body: init.body, duplex: 'half' as const }) });
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const given = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() } };
    return (await (await this.send(method, path, given)).json()) as T;
  }

  async #signIn(): Promise<string> {
    if (!this.#token || Date.now() > this.#token.until) {
      const answer = await this.#ask('/api/registry/keys/token', { method: 'POST', headers: { authorization: `ApiKey ${this.key}` } });
      this.#token = { text: ((await answer.json()) as TokenView).token, until: Date.now() + TOKEN_MS };
    }
    return this.#token.text;
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const answer = await fetch(this.url + path, init).catch((error: Error) => {
      throw new Refused(`连不上 / cannot reach ${this.url}: ${(error.cause as Error | undefined)?.message ?? error.message}`);
    });
    if (answer.ok) return answer;
    const problem = (await answer.json().catch(() => undefined)) as Problem | undefined;
    throw new Refused(problem ? `${problem.field ? `${problem.field}: ` : ''}${problem.title}\n${problem.titleEn}` : `${answer.status} ${path}`);
  }
}

/** `xingchuang archive export|import`: packages of a running system, from a shell. */
export async function archive([what = '', ...args]: readonly string[]): Promise<number> {
  try {
    if (what === 'export') return await exportPackage(args);
    if (what === 'import') return await importPackage(args);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  throw new WrongUsage(`没有这个命令 / no such command: archive ${what}`);
}

const WHERE = { url: { type: 'string' }, 'key-file': { type: 'string' } } as const;

/** The key stands in a file: what stands in a command line everybody on the machine can read. */
function remote(values: { readonly url?: string | undefined; readonly 'key-file'?: string | undefined }): Remote {
  const file = values['key-file'];
  if (values.url === undefined || file === undefined) throw new WrongUsage('须给出 --url 和 --key-file / --url and --key-file are needed');
  if (!existsSync(file)) throw new WrongUsage(`没有这个文件 / no such file: ${file}`);
  return new Remote(values.url.replace(/\/$/, ''), readFileSync(file, 'utf8').trim());
}

async function exportPackage(args: readonly string[]): Promise<number> {
  const { values } = options(args, { ...WHERE, unit: { type: 'string' }, year: { type: 'string' }, scheme: { type: 'string' }, out: { type: 'string' } });
  const { unit: code, year = '', scheme } = values;
  if (code === undefined || !/^\d{4}$/.test(year)) throw new WrongUsage('须给出 --unit 和 --year / --unit and --year are needed');
  const system = remote(values);
  const { items } = await system.json<UnitPage>('GET', `/api/registry/units?search=${encodeURIComponent(code)}`);
  const unit = items.find((one) => one.code === code);
  if (!unit) throw new Refused(`没有这个单位 / no such unit: ${code}`);
  const ordered = await system.json<BagView>('POST', '/api/evidence/bags', { unitId: unit.id, year: Number(year), ...(scheme === undefined ? {} : { scheme }) });
  const bag = await settled(() => system.json<BagView>('GET', `/api/evidence/bags/${ordered.id}`), ({ state }) => state === 'done' || state === 'failed');
  if (bag.state === 'failed') throw new Refused(bag.fault ?? '没有做成 / it could not be made');
  const out = values.out ?? bag.name;
  const { body } = await system.send('GET', `/api/evidence/bags/${bag.id}/content`);
  await pipeline(Readable.fromWeb(body as import('node:stream/web').ReadableStream), createWriteStream(`${out}.part`));
  renameSync(`${out}.part`, out); // never half a package under its name
  say(`${out}  ${bag.size} 字节 / bytes  SHA-256 ${bag.sha256}`);
  return 0;
}

async function importPackage(args: readonly string[]): Promise<number> {
  const { values, positionals } = options(args, { ...WHERE, take: { type: 'boolean' } }, 1);
  const file = positionals[0]!;
  if (!existsSync(file)) throw new WrongUsage(`没有这个文件 / no such file: ${file}`);
  const system = remote(values);
  const headers = { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(basename(file)) };
  const sent = (await (await system.send('POST', '/api/evidence/bags/import', { headers, body: Readable.toWeb(createReadStream(file)) as unknown as NonNullable<RequestInit['body']> })).json()) as BagImportView;
  const read = () => system.json<BagImportView>('GET', `/api/evidence/bag-imports/${sent.id}`);
  const isSettled = ({ state }: BagImportView): boolean => state !== 'checking' && state !== 'taking';
  const checked = await settled(read, isSettled);
  report(checked);
  if (checked.state !== 'checked') return 1;
  if (!values.take) {
    say('只作核对，没有导入；加 --take 导入 / only checked; add --take to take it in');
    return 0;
  }
  await system.json('POST', `/api/evidence/bag-imports/${sent.id}/take`, {});
  const taken = await settled(read, isSettled);
  if (taken.state !== 'taken') {
    report(taken);
    return 1;
  }
  say('已导入 / taken in');
  return 0;
}

function report({ unitName, year, tallies, conflicts, warnings, proven, fault }: BagImportView): void {
  if (unitName !== undefined) say(`${unitName} ${year}`);
  for (const { kind, fresh, same } of tallies) say(`  ${kind}: 新增 / new ${fresh}, 已有 / here ${same}`);
  if (tallies.length > 0) say(`  日志证明成立 / log proofs that hold: ${proven}`);
  for (const { at, zh, en } of warnings) say(`  ! ${at} ${zh} / ${en}`);
  for (const { at, zh, en } of conflicts) process.stderr.write(`${at}: ${zh} / ${en}\n`);
  if (fault !== undefined) process.stderr.write(`${fault}\n`);
}

async function settled<T>(read: () => Promise<T>, isDone: (state: T) => boolean): Promise<T> {
  for (;;) {
    const state = await read();
    if (isDone(state)) return state;
    await wait(PAUSE_MS);
  }
}
