import { readConfig, serve, stopOnSignal } from '@xingchuang/server';
import { RegistryConfig } from './config.ts';
import { registry } from './index.ts';

stopOnSignal(await serve([registry], readConfig(RegistryConfig)));
