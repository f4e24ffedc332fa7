import { readConfig } from '@xingchuang/server';
import { AllConfig } from './config.ts';
import { startAll } from './start-all.ts';

await startAll(readConfig(AllConfig));
