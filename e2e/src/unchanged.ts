import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { until, type Answer } from '@xingchuang/testkit';
import type { System } from './system.ts';

/** What changes by itself or by being asked: attempts to sign in are counted, kept news is cleared away. */
const RESTLESS = new Set(['loginAttempts', 'inbox', 'outbox']);

/** A digest of all that the system keeps: every document of every service, and every stored file. */
export async function fingerprint({ running: { platform } }: System): Promise<string> {
  const hash = createHash('sha256');
  for (const [service, { connection }] of platform.databases) {
    const collections = (await connection.db!.listCollections().toArray()).map(({ name }) => name).filter((name) => !RESTLESS.has(name));
    for (const name of collections.sort()) {
      const documents = await connection.db!.collection(name).find().sort({ _id: 1 }).toArray();
      hash.update(`${service}.${name} ${JSON.stringify(documents)}\n`);
    }
  }
  const blobs = join(platform.config.DATA_DIR, 'blobs');
  if (existsSync(blobs)) hash.update(JSON.stringify(readdirSync(blobs, { recursive: true }).sort()));
  return hash.digest('hex');
}

/** What each system was last seen at rest with: what is still the same needs no second wait. */
const atRest = new WeakMap<System, string>();
const CALM_LOOKS = 4;

/** The digest once the news of earlier commands has reached every service and the log: several looks in a row see the same. */
export async function settledFingerprint(system: System): Promise<string> {
  let seen = await fingerprint(system);
  if (seen === atRest.get(system)) return seen;
  await system.quiet(); // what still waits in an outbox shows nowhere else
  await until(async () => (await system.anyone.get('/api/evidence/log/status')).body.waiting === 0, 'the log');
  for (let looks = 0; looks < CALM_LOOKS; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const now = await fingerprint(system);
    if (now !== seen) looks = 0;
    seen = now;
  }
  atRest.set(system, seen);
  return seen;
}

/** A problem as the contract wants it: RFC 9457, words in both languages, every fault with its field. */
export function expectProblem({ status, body, headers }: Answer, expected: { status: number; code: string; field?: string | undefined }): void {
  const field = body.errors?.length > 0 ? (body.errors as { field: string }[]).map((fault) => fault.field) : undefined;
  expect({ status, code: body.code, field: expected.field === undefined ? undefined : field }).toEqual({
    ...expected,
    field: expected.field === undefined ? undefined : expect.arrayContaining([expected.field]),
  });
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(body).toMatchObject({ type: 'about:blank', status, title: expect.stringMatching(/\p{Script=Han}/u), titleEn: expect.stringMatching(/[a-z]{3}/) });
  expect(body.titleEn).not.toBe(body.title); // which may well quote a Chinese name
  expect(`${body.title}${body.titleEn}`).not.toMatch(/\{\w+\}|undefined|\[object/); // no hole in the words
  for (const { zh, en } of body.errors as { zh: string; en: string }[]) {
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).toMatch(/[A-Za-z]/);
  }
}

/** The answer is that problem, and the system is as it was. */
export async function expectRefused(system: System, ask: () => Promise<Answer>, expected: Parameters<typeof expectProblem>[1]): Promise<Answer> {
  const before = await settledFingerprint(system);
  const answer = await ask();
  expectProblem(answer, expected);
  expect(await fingerprint(system)).toBe(before);
  return answer;
}
