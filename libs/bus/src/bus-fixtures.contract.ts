import { Refusal } from '@xingchuang/rules';
import type { Message } from './bus.ts';

let numbers = 0;
export const aMessage = (part: Partial<Message> = {}): Message => ({
  id: `0190f000-0000-7000-8000-${String(++numbers).padStart(12, '0')}`,
  type: 'xingchuang.registry.v1.UnitChanged',
  key: 'unit-1',
  body: Uint8Array.of(1, 2, 3),
  at: '2026-03-02T01:00:00.000Z',
  correlation: 'request-1',
  ...part,
});

/** Waits until the condition holds; fails after a minute with what it saw last. */
export async function until(condition: () => unknown, seen: () => unknown = () => undefined): Promise<void> {
  for (const end = Date.now() + 60_000; !(await condition());) {
    if (Date.now() > end) throw new Error(`waited in vain; saw ${JSON.stringify(seen())}`);
    await new Promise((later) => setTimeout(later, 5));
  }
}

export const pause = (ms: number): Promise<void> => new Promise((later) => setTimeout(later, ms));
export const bodies = (messages: readonly Message[]): number[] => messages.map(({ body }) => body[0]!);
export const refusal = (code: string) => expect.objectContaining({ code }) as Refusal;
