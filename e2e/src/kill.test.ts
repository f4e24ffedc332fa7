import { Stage, startDistributed, startEmbedded, STEPS, type DemoSystem } from '@xingchuang/all';
import type { AwardView, HealthView, NoticeView } from '@xingchuang/contracts';
import { tempFolder } from '@xingchuang/testkit';

const KILLS = 10;
const SERVICES = ['registry', 'evidence', 'assessment', 'rectification', 'publicity', 'pdf'];

/** Repeatable chance (mulberry32): the seed is printed, so that a failure can be played again. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Ten different gaps between two steps. */
function gaps(random: () => number): Set<number> {
  const chosen = new Set<number>();
  while (chosen.size < KILLS) chosen.add(1 + Math.floor(random() * (STEPS.length - 1)));
  return chosen;
}

/**
 * Plays the year and kills one process at each chosen gap: on every other gap with the next step already under way, so that
 * commands are hit in the middle as well; every visitor sends a command again with the key it had.
 */
async function playKilled(system: DemoSystem, seed: number): Promise<Stage> {
  const random = chance(seed);
  const killAt = gaps(random);
  const stage = new Stage(system.url, system.accountsFile, tempFolder('killed-out'));
  const killed: string[] = [];
  for (const [index, step] of STEPS.entries()) {
    if (!killAt.has(index)) {
      await step.run(stage);
      continue;
    }
    const part = system.parts[Math.floor(random() * system.parts.length)]!;
    killed.push(`${part.name} < ${step.name}`);
    const isMidway = killed.length % 2 === 0;
    const running = isMidway ? step.run(stage) : undefined;
    running?.catch(() => undefined); // awaited below; must not count as unhandled meanwhile
    if (isMidway) await new Promise((resolve) => setTimeout(resolve, random() * 300));
    await part.kill();
    await part.start();
    await (running ?? step.run(stage));
  }
  expect(killed).toHaveLength(KILLS);
  return stage;
}

describe.each([
  ['embedded', (dir: string) => startEmbedded(dir)],
  ['distributed', (dir: string) => startDistributed(dir, () => undefined)],
])('a year of kill -9 at ten random points, %s', (name, start) => {
  let system: DemoSystem;
  beforeAll(async () => {
    system = await start(tempFolder(`kill-${name}`));
  }, 600_000);
  afterAll(() => system?.stop(), 60_000);

  test('nothing acknowledged is lost and nothing happens twice', async () => {
    const seed = Date.now() % 1_000_000;
    const stage = await playKilled(system, seed);
    expect({ seed, unequal: stage.cells.unequal ? stage.cells.print() : '' }).toEqual({ seed, unequal: '' });

    const anyone = stage.anyone();
    const notices = (await anyone.get('/api/publicity/public/notices')).body as { items: NoticeView[] };
    expect(notices.items.map((notice) => notice.number)).toEqual(['公示〔2026〕1号']);
    const awards = (await stage.as('wc.publicist').get('/api/publicity/awards')).body as { items: AwardView[] };
    expect(awards.items.map((award) => award.number).sort()).toEqual(['XC-2026-0001', 'XC-2026-0002', 'XC-2026-0003', 'XC-2026-0004']);
    for (const service of SERVICES) {
      const { parked, ok } = (await anyone.get(`/api/${service}/health`)).body as HealthView;
      expect({ service, ok, parked }).toEqual({ service, ok: true, parked: 0 });
    }
  }, 1_800_000);
});
