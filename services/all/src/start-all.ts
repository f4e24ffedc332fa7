import { serve, stopOnSignal, type Running } from '@xingchuang/server';
import { addApiDocs } from './api-docs.ts';
import type { AllConfig } from './config.ts';
import { addPortal } from './portal-pages.ts';
import { SERVICES } from './services.ts';

/** Starts the whole system in this process: every service, the portal at `/` and the interface description at `/api/docs`; with no services these two alone. */
export async function startAll(config: AllConfig, services = SERVICES): Promise<Running> {
  const running = await serve(services, config, async (app) => {
    addApiDocs(app);
    await addPortal(app);
  });
  stopOnSignal(running);
  process.stdout.write(`\n星创已启动 / ready: ${running.url}\n`);
  return running;
}
