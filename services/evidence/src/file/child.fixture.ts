import { create, toBinary } from '@bufbuild/protobuf';
import { UnitChangedSchema } from '@xingchuang/contracts';
import { newId, PlatformConfig, readConfig, serve } from '@xingchuang/server';
import { testTrust, until } from '@xingchuang/testkit';
import { evidence } from '../index.ts';

/** The evidence service alone in a process that can be killed: prints its address and a clerk's token, and on SIGUSR2 its greatest memory since last asked. */
const unitId = process.argv[2]!;
const running = await serve([evidence], readConfig(PlatformConfig));
const trust = await testTrust(running.platform.bus);
const unit = { unitId, code: 'B01', name: '单位', kind: 'branch', parentId: '', path: [unitId], jurisdictionId: unitId, version: 1, openedOn: '2020-01-01', closedOn: '' };
const body = toBinary(UnitChangedSchema, create(UnitChangedSchema, unit));
await running.platform.bus.publish({ id: newId(), type: UnitChangedSchema.typeName, key: unitId, body, at: new Date().toISOString(), correlation: '' });
const { connection } = running.platform.databases.get('evidence')!;
await until(async () => connection.collection<{ _id: string }>('units').findOne({ _id: unitId }), 'the unit');

let most = 0;
setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
process.on('SIGUSR2', () => {
  process.stdout.write(`memory ${most}\n`);
  most = 0;
});
process.stdout.write(`ready ${running.url} ${await trust.token({ role: 'clerk', unitId, personId: unitId })}\n`);
