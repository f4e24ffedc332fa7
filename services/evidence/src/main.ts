import { PlatformConfig, readConfig, serve, stopOnSignal } from '@xingchuang/server';
import { evidence } from './index.ts';

stopOnSignal(await serve([evidence], readConfig(PlatformConfig)));
