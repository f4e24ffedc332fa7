import type { Refusal } from '@xingchuang/rules';
import { PasswordHasher } from './password-hasher.ts';

const hasher = new PasswordHasher();

test('argon2id at the cost that OWASP and ASVS ask for; right, wrong and unknown', async () => {
  const kept = await hasher.hash('春江潮水连海平');
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await hasher.hash('春江潮水连海平')).not.toBe(kept);
  expect([await hasher.verify(kept, '春江潮水连海平'), await hasher.verify(kept, '春江潮水连海'), await hasher.verify(undefined, '春江潮水连海平')]).toEqual([true, false, false]);
});

test('who is not there takes the work of a wrong password', async () => {
  const kept = await hasher.hash('春江潮水连海平');
  const once = async (against: string | undefined): Promise<number> => {
    const began = performance.now();
    await hasher.verify(against, 'wrong wrong wrong');
    return performance.now() - began;
  };
  const times: [number[], number[]] = [[], []];
  for (let at = 0; at < 15; at += 1) {
    times[0].push(await once(kept)); // by turns, so that a busy machine slows both alike
    times[1].push(await once(undefined));
  }
  const [known, unknown] = times.map((list) => list.sort((x, y) => x - y)[7]!) as [number, number];
  expect(unknown).toBeGreaterThan(known / 2);
  expect(known).toBeGreaterThan(unknown / 2);
});

test('a crowd waits its turn, and what is more than the room holds is sent away', async () => {
  const kept = await hasher.hash('春江潮水连海平');
  const outcomes = await Promise.allSettled(Array.from({ length: 210 }, () => hasher.verify(kept, '春江潮水连海平')));
  const refused = outcomes.filter((outcome): outcome is PromiseRejectedResult => outcome.status === 'rejected');
  expect(refused.map(({ reason }) => (reason as Refusal).code)).toEqual(Array.from({ length: 6 }, () => 'login.busy'));
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value)).toHaveLength(204);
});
