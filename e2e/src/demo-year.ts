import { Stage, startEmbedded, STEPS, type DemoSystem, type Step } from '@xingchuang/all';
import { accountsIn, tempFolder } from '@xingchuang/testkit';
import type { Page } from 'playwright-core';
import { People } from './browser.ts';
import { settled, tour, type Sight } from './tour.ts';

/** Who walks without an account. */
const VISITOR = 'visitor';
/** Those whose pages together are the whole portal; the address of a start page follows. */
const WALKERS = [
  ['b01.clerk', '/app/work'],
  ['oc.reviewer', '/app/work'],
  ['oc.supervisor', '/app/work'],
  ['sc.decider', '/app/work'],
  ['wc.publicist', '/app/work'],
  ['u1.leader', '/app/work'],
  ['c.admin', '/app/work'],
  ['c.auditor', '/app/work'],
  [VISITOR, '/app/notices'],
] as const;

/** The steps of the year before the one that is named so. */
export const stepsBefore = (part: string): readonly Step[] => STEPS.slice(0, STEPS.findIndex(({ name }) => name.includes(part)));

/** The demo's year on a system of its own, and people at it in a browser. */
export class DemoYear {
  private constructor(
    readonly system: DemoSystem,
    readonly stage: Stage,
    readonly people: People,
  ) {}

  /** A system on which nothing of the year has happened yet. */
  static async begin(name: string): Promise<DemoYear> {
    const system = await startEmbedded(tempFolder(name));
    return new DemoYear(system, new Stage(system.url, system.accountsFile, tempFolder(`${name}-out`)), await People.meet(system.url, accountsIn(system.accountsFile)));
  }

  /** The whole year; `meanwhile` looks on after each of its steps. */
  static async live(meanwhile?: (year: DemoYear, step: string) => Promise<void>): Promise<DemoYear> {
    const year = await DemoYear.begin('demo-year');
    try {
      await year.play(STEPS, (step) => meanwhile?.(year, step));
      return year;
    } catch (error) {
      await year.stop(); // nobody else knows of it yet
      throw error;
    }
  }

  async play(steps: readonly Step[], meanwhile?: (step: string) => Promise<void> | undefined): Promise<void> {
    for (const { name, run } of steps) {
      await run(this.stage);
      await meanwhile?.(name);
    }
  }

  /** The window of a person, signed in; of a visitor without. */
  async page(who: string): Promise<Page> {
    const page = await this.people.page(who);
    if (who === VISITOR) return page;
    await page.context().clearCookies(); // the year goes on, and sessions end
    await this.people.work(who);
    await settled(page);
    return page;
  }

  async stop(): Promise<void> {
    await this.people.leave();
    await this.system.stop();
  }

  /** Everybody walks all they can reach from their start; each kind of page is looked at once, each one's start page too. */
  async everyPage(look: (page: Page, who: string, sight: Sight) => Promise<void>): Promise<void> {
    const known = new Set<string>();
    for (const [who, start] of WALKERS) {
      const page = await this.page(who);
      known.delete(start);
      await tour(page, start, known, (sight) => look(page, who, sight));
    }
  }
}
