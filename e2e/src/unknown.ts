import { newId } from '@xingchuang/server';
import type { Answer } from '@xingchuang/testkit';

/** All that an answer tells, but for the id that was asked for and what differs from one second to the next. */
export function told({ status, body, headers }: Answer, asked: string) {
  const kept = [...headers].filter(([name]) => name !== 'date');
  return { status, body: JSON.parse(JSON.stringify(body).replaceAll(asked, 'the id')) as { code: string }, headers: Object.fromEntries(kept) };
}

/** Asks for the thing of another and for one that never existed; the answers must be the same. */
export async function expectUnknown(ask: (id: string) => Promise<Answer>, id: string, status = 404): Promise<void> {
  const never = newId();
  const [other, none] = [await ask(id), await ask(never)];
  expect(told(other, id)).toEqual(told(none, never));
  expect(other.status).toBe(status);
}
