// Pictures of every page at 1440 and 360 px, light and dark, into out/pictures: npm run pictures
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeRun, openRun } from '@xingchuang/testkit';
import { PHONE, WIDE } from './browser.ts';
import { DemoYear } from './demo-year.ts';
import { settled } from './tour.ts';

const OUT = fileURLToPath(new URL('../../out/pictures/', import.meta.url));
/** A phone's page is taken whole, as far as a picture can be looked at. */
const TALLEST = 6_000;
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
await openRun();
const year = await DemoYear.live();
let count = 0;
try {
  await year.everyPage(async (page, who, { pattern }) => {
    const name = `${pattern.replace('/app/', '').replaceAll('/', '-').replaceAll(':', '')}-${who}`;
    for (const [{ width, height }, colorScheme] of [[WIDE, 'light'], [WIDE, 'dark'], [PHONE, 'light']] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await settled(page);
      const whole = width < 1000 ? Math.max(height, (await page.evaluate('document.documentElement.scrollHeight')) as number) : height;
      await page.setViewportSize({ width, height: Math.min(whole, TALLEST) }); // what is fixed to the edge must not cover the middle
      await page.screenshot({ path: join(OUT, `${name}-${width}${colorScheme === 'dark' ? '-dark' : ''}.png`) });
      count++;
    }
    await page.setViewportSize(WIDE);
  });
} finally {
  await year.stop();
  await closeRun();
}
process.stdout.write(`${count} pictures in out/pictures\n`);
