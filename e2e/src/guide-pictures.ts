// The pictures of the guides, from the demo's year as it goes on: npm run guides, or only those named: npm run guides leader-overview
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { closeRun, openRun } from '@xingchuang/testkit';
import { PHONE } from './browser.ts';
import { DemoYear } from './demo-year.ts';
import { settled } from './tour.ts';

const OUT = fileURLToPath(new URL('../../docs/guides/pictures/', import.meta.url));
const DESK = { width: 1240, height: 800 };
/** A guide is read on a screen or printed small: so wide, and so few colours, is enough. */
const WIDEST = 1_100;
const COLOURS = 64;
const UNITS = Buffer.from(['编码,名称,类型,上级编码', 'N01,政策法规科党支部,党支部,U1', 'N02,,党支部,U1', 'B01,执法科党支部,党支部,U1', 'N04,测绘院党支部,党支部,没有'].join('\n'));

interface Shot {
  readonly name: string;
  readonly who: string;
  readonly path: string;
  readonly size?: typeof PHONE;
  /** What is done before the picture. */
  readonly work?: (page: Page) => Promise<unknown>;
}

/** After which step of the year each is taken: by a part of the step's name. */
const SHOTS: Readonly<Record<string, readonly Shot[]>> = {
  录入2025年事实: [
    { name: 'clerk-files', who: 'b01.clerk', path: '/app/evidence/files' },
  ],
  按规则得出的结果: [
    {
      name: 'reviewer-board', who: 'oc.reviewer', path: '/app/assessment/board',
      work: async (page) => {
        await page.getByRole('list', { name: '待审单位' }).getByRole('button').first().click();
        await page.getByText(/^第 1 件/).waitFor();
      },
    },
  ],
  公示: [
    { name: 'public-notice', who: 'visitor', path: '/app/notices', work: (page) => page.getByRole('list').getByRole('link').first().click() },
    { name: 'publicist-notices', who: 'wc.publicist', path: '/app/publicity/notices', work: (page) => page.getByRole('main').getByRole('list').getByRole('link').first().click() },
  ],
  奖惩与称号: [
    { name: 'decider-decision', who: 'pg.decider', path: '/app/assessment/campaigns', work: openDecision },
    { name: 'publicist-awards', who: 'wc.publicist', path: '/app/publicity/awards' },
    { name: 'public-verify', who: 'visitor', path: '/verify/XC-2026-0001', size: PHONE },
  ],
  领导包联: [
    { name: 'clerk-work', who: 'b05.clerk', path: '/app/work' },
    { name: 'supervisor-ledger', who: 'oc.supervisor', path: '/app/rectification/findings', size: PHONE },
  ],
  年末提醒: [
    { name: 'clerk-duties', who: 'b01.clerk', path: '/app/evidence/duties' },
    { name: 'leader-overview', who: 'u1.leader', path: '/app/work/overview?scheme=nanyang-organ-five-star', work: (page) => page.locator('canvas').nth(2).waitFor() },
    {
      name: 'administrator-import', who: 'c.admin', path: '/app/units/import',
      work: async (page) => {
        await page.getByLabel('选择单位表格').setInputFiles({ name: '新设支部.csv', mimeType: 'text/csv', buffer: UNITS });
        await page.getByRole('table', { name: '有问题的行' }).waitFor();
      },
    },
    { name: 'auditor-integrity', who: 'c.auditor', path: '/app/evidence/integrity' },
    { name: 'administrator-health', who: 'c.admin', path: '/app/system/messages' },
  ],
};

async function openDecision(page: Page): Promise<void> {
  const main = page.getByRole('main');
  await main.getByRole('link', { name: /支部创建/ }).first().click();
  await main.getByRole('link', { name: '国土空间规划科党支部' }).click();
  await main.getByRole('link', { name: '评定依据' }).click();
  await page.getByRole('heading', { level: 1, name: '评定依据' }).waitFor();
}

async function take(year: DemoYear, { name, who, path, size = DESK, work }: Shot): Promise<void> {
  const page = await year.page(who);
  await page.setViewportSize(size);
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  await work?.(page);
  await settled(page);
  await page.mouse.move(0, 0);
  const picture = await page.screenshot({ animations: 'disabled' });
  await sharp(picture).resize({ width: WIDEST, withoutEnlargement: true }).png({ palette: true, colours: COLOURS, compressionLevel: 9 }).toFile(join(OUT, `${name}.png`));
  process.stdout.write(`${name}\n`);
}

const asked = process.argv.slice(2);
const names = Object.values(SHOTS).flatMap((shots) => shots.map(({ name }) => name));
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`no such picture: ${unknown.join(', ')}; there are ${names.join(', ')}`);
mkdirSync(OUT, { recursive: true });
await openRun();
const left = new Map(Object.entries(SHOTS));
try {
  const year = await DemoYear.live(async (so, step) => {
    for (const [part, shots] of left) {
      if (!step.endsWith(part) && !step.includes(`${part}，`)) continue;
      left.delete(part);
      for (const shot of shots) if (asked.length === 0 || asked.includes(shot.name)) await take(so, shot);
    }
  });
  await year.stop();
} finally {
  await closeRun();
}
if (left.size > 0) throw new Error(`no such step: ${[...left.keys()].join(', ')}`);
