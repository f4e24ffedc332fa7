import { PlatformConfig, readConfig, serve, stopOnSignal } from '@xingchuang/server';
import { rectification } from './index.ts';

stopOnSignal(await serve([rectification], readConfig(PlatformConfig)));
