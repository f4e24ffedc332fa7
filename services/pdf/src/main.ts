import { PlatformConfig, readConfig, serve, stopOnSignal } from '@xingchuang/server';
import { pdf } from './index.ts';

stopOnSignal(await serve([pdf], readConfig(PlatformConfig)));
