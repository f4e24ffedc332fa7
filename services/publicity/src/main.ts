import { PlatformConfig, readConfig, serve, stopOnSignal } from '@xingchuang/server';
import { publicity } from './index.ts';

stopOnSignal(await serve([publicity], readConfig(PlatformConfig)));
