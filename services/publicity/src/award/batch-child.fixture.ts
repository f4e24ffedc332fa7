// Publicity and its maker of documents in a process of their own, with many settled units and a batch over them: to be killed and started again.
import { mkdirSync } from 'node:fs';
import { PlatformConfig, readConfig, serve, stopOnSignal } from '@xingchuang/server';
import { pdf } from '@xingchuang/pdf';
import { publicity } from '../index.ts';
import { BatchService } from './batch-service.ts';
import { BatchStore } from './batch-store.ts';
import { putSettled } from './settled.fixture.ts';

const [count = '0'] = process.argv.slice(2);
const config = readConfig(PlatformConfig);
mkdirSync(config.DATA_DIR, { recursive: true });
const running = await serve([publicity, pdf], { ...config, CLOCK: 'rehearsal' });
stopOnSignal(running);
running.platform.clock.move(new Date('2026-03-02T10:00:00+08:00'));
const store = running.app.get(BatchStore, { strict: false });
const by = await putSettled(running, Number(count));
if ((await store.batches.list({})).length === 0) await running.app.get(BatchService, { strict: false }).start({ campaignId: by.campaignId }, by.actor);
process.stdout.write('ready\n');
const [batch] = await store.batches.list({});
setInterval(() => {
  void store.counts(batch!.id).then(async ({ numbered, sent, made }) => process.stdout.write(`numbered ${numbered + sent + made} made ${made}; batch ${(await store.get(batch!.id)).state}\n`));
}, 100);
