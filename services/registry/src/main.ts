import { PlatformConfig, readConfig, serve, stopOnSignal } from '@xingchuang/server';
import { registry } from './index.ts';

stopOnSignal(await serve([registry], readConfig(PlatformConfig)));
