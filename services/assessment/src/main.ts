import { PlatformConfig, readConfig, serve, stopOnSignal } from '@xingchuang/server';
import { assessment } from './index.ts';

stopOnSignal(await serve([assessment], readConfig(PlatformConfig)));
