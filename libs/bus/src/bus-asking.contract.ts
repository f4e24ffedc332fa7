import { Refusal } from '@xingchuang/rules';
import type { Bus } from './bus.ts';
import { AnswerFailed } from './bus-fault.ts';
import { aMessage, pause, refusal, until } from './bus-fixtures.contract.ts';
import { MAX_BODY } from './bus-limits.ts';

/** The part of the bus contract about questions and answers. */
export function askingContract(current: () => Bus): void {
  describe('asking', () => {
    let bus: Bus;
    beforeEach(() => {
      bus = current();
    });

    test('brings question and answer byte by byte', async () => {
      await bus.answer('pdf.render', async (body) => body.toReversed());
      const question = Uint8Array.from({ length: 256 }, (_, index) => index);
      expect(await bus.request('pdf.render', question, 2_000)).toEqual(question.toReversed());
    });

    test('shares no bytes between the two sides', async () => {
      const kept = Buffer.of(1);
      await bus.answer('keep', async (body) => {
        body.fill(9);
        return kept;
      });
      const question = Buffer.of(5);
      const answer = await bus.request('keep', question, 2_000);
      answer.fill(8);
      expect([question, kept]).toEqual([Buffer.of(5), Buffer.of(1)]);
    });

    test('answers many at once, each with its own', async () => {
      await bus.answer('echo', async (body) => {
        await pause(body[0]! % 5);
        return body;
      });
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) => bus.request('echo', Uint8Array.of(index), 5_000)),
      );
      expect(answers.map(([first]) => first)).toEqual(Array.from({ length: 100 }, (_, index) => index));
    });

    test('refuses when nobody answers the subject', async () => {
      await expect(bus.request('nobody.there', Uint8Array.of(1), 300)).rejects.toEqual(refusal('bus.no-answer'));
    });

    test('refuses when the answer is late, in time', async () => {
      const { promise: gate, resolve: open } = Promise.withResolvers<void>();
      await bus.answer('slow', async (body) => (await gate, body));
      await expect(bus.request('slow', Uint8Array.of(1), 100)).rejects.toEqual(refusal('bus.no-answer'));
      open(); // only from now on could anybody have answered
    });

    test('carries a refusal to the asker as it is', async () => {
      await bus.answer('no', async () => {
        throw new Refusal('conflict', 'notice.running', { lastDay: '2026-03-06' }, 'day');
      });
      const asked = bus.request('no', Uint8Array.of(1), 2_000);
      await expect(asked).rejects.toBeInstanceOf(Refusal);
      await expect(asked).rejects.toMatchObject({
        kind: 'conflict',
        code: 'notice.running',
        facts: { lastDay: '2026-03-06' },
        field: 'day',
      });
    });

    test('tells the asker at once that the answerer failed, and not how', async () => {
      await bus.answer('bug', async () => {
        throw new TypeError('secret');
      });
      const began = Date.now();
      const asked = bus.request('bug', Uint8Array.of(1), 5_000);
      await expect(asked).rejects.toBeInstanceOf(AnswerFailed);
      await expect(asked).rejects.not.toThrow('secret');
      expect(Date.now() - began).toBeLessThan(2_000);
    });

    test('refuses a question and an answer that are too large', async () => {
      await bus.answer('large', async () => new Uint8Array(MAX_BODY + 1));
      await expect(bus.request('large', new Uint8Array(MAX_BODY + 1), 2_000)).rejects.toEqual(refusal('bus.too-large'));
      await expect(bus.request('large', new Uint8Array(1), 2_000)).rejects.toEqual(refusal('bus.too-large'));
    });

    test('lets a handler ask while it handles', async () => {
      const got: Uint8Array[] = [];
      await bus.answer('double', async ([first]) => Uint8Array.of(first! * 2));
      await bus.consume('a', [aMessage().type], async ({ body }) => void got.push(await bus.request('double', body, 2_000)));
      await bus.publish(aMessage({ body: Uint8Array.of(21) }));
      await until(() => got.length === 1);
      expect(got).toEqual([Uint8Array.of(42)]);
    });
  });
}
