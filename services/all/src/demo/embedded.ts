import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { answers, Child, freePort, typescript } from './child.ts';
import { demoKey } from './demo-key.ts';
import { ROOT } from './stage.ts';
import { allOrNothing, type DemoSystem } from './system.ts';

/** Starts the system as `npm start` does, on a folder and a port of its own, with a clock of rehearsal and the demo world. */
export function startEmbedded(dir: string): Promise<DemoSystem> {
  return allOrNothing(async (started) => {
    await buildPortal(dir);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = { HOST: '127.0.0.1', PORT: `${port}`, DATA_DIR: dir, MONGODB_PREFIX: `${basename(dir).toLowerCase()}-`, CLOCK: 'rehearsal', SEED_DEMO: 'true', LOG_LEVEL: 'warn', ...demoKey(dir) };
    const whole = new Child({ name: 'all', ...typescript('services/all/src/main.ts'), env, logFile: join(dir, 'logs/all.log'), isReady: answers(`${url}/api/publicity/health`, 200) });
    started.push(() => whole.stop());
    await whole.start();
    return { url, accountsFile: join(dir, 'demo-accounts.json'), parts: [whole] };
  });
}

/** The system serves the portal, so there must be one; the demo itself does not look at it. */
async function buildPortal(dir: string): Promise<void> {
  const isBuilt = () => existsSync(join(ROOT, 'services/portal/dist/index.html'));
  if (isBuilt()) return;
  const building = new Child({ name: 'portal', command: process.execPath, args: ['scripts/build-portal.mjs'], logFile: join(dir, 'logs/portal.log'), isReady: async () => isBuilt() });
  await building.start();
}
