import { PlatformConfig, readConfig, serve, stopOnSignal } from '@xingchuang/server';
import { AllConfig } from './config.ts';
import { SERVICES } from './services.ts';
import { startAll } from './start-all.ts';

/** Runs the service that the argument names, the `portal` alone, or `all`: what the image of `deploy/` starts. */
const name = process.argv[2] ?? 'all';
const service = SERVICES.find((known) => known.name === name);
if (name === 'all') await startAll(readConfig(AllConfig));
else if (name === 'portal') await startAll(readConfig(AllConfig), []);
else if (service) stopOnSignal(await serve([service], readConfig(PlatformConfig)));
else {
  process.stderr.write(`没有这个服务 / no such service: ${name}; ${['all', 'portal', ...SERVICES.map((known) => known.name)].join(', ')}\n`);
  process.exit(2);
}
