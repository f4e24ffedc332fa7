import { PlatformConfig, readConfig, serve } from '@xingchuang/server';
import { Ledger } from './ledger.ts';
import { logService } from './log.fixture.ts';

/** The log in a process that can be killed: says things without end, each in a transaction of its own, and prints what was acknowledged. */
const running = await serve([logService], readConfig(PlatformConfig));
process.stdout.write(`ready ${running.url}\n`);
const ledger = running.app.get(Ledger, { strict: false });
const database = running.platform.databases.get('evidence')!;
for (let n = 0; ; n += 1) {
  const entry = await database.transaction(() => ledger.note({ act: 'thing.said', objectId: `thing-${n % 7}`, content: { n, by: process.pid }, by: 'somebody' }));
  process.stdout.write(`kept ${entry.id}\n`);
  await new Promise((resolve) => setTimeout(resolve, 2));
}
