// The pdf service in a process of its own, with a batch to make: to be killed and started again.
import { PlatformConfig, readConfig, serve, stopOnSignal } from '@xingchuang/server';
import { pdf } from '../index.ts';
import { add, certificates, state } from './items.fixture.ts';

const [batchId = '', count = '0'] = process.argv.slice(2);
const running = await serve([pdf], readConfig(PlatformConfig));
stopOnSignal(running);
const items = certificates(Number(count));
for (let at = 0; at < items.length; at += 500) await add(running.platform.bus, batchId, items.slice(at, at + 500));
process.stdout.write('ready\n');
setInterval(() => void state(running.platform.bus, batchId).then(({ waiting, made, refused }) => process.stdout.write(`made ${made} refused ${refused} waiting ${waiting};\n`)), 100);
