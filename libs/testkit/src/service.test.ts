import { Inject, Injectable, Module, type OnModuleDestroy } from '@nestjs/common';
import { DATABASE, plumbing, type Database } from '@xingchuang/server';
import { startServices } from './service.ts';

const seen: unknown[] = [];

/** Reads once more when it is told to end. */
@Injectable()
class Last implements OnModuleDestroy {
  constructor(@Inject(DATABASE) readonly database: Database) {}
  async onModuleDestroy(): Promise<void> {
    seen.push((await this.database.connection.collection<{ _id: string }>('things').findOne({}))?._id);
  }
}

@Module({ providers: [...plumbing('things'), Last] })
class ThingsModule {}

test('what services still do while they end finds its database; afterwards it is gone', async () => {
  const running = await startServices([{ name: 'things', module: ThingsModule }]);
  const { connection } = running.platform.databases.get('things')!;
  await connection.collection<{ _id: string }>('things').insertOne({ _id: 'thing' });
  await running.stop();
  const again = await connection.openUri(running.platform.config.MONGODB_URI!, { dbName: connection.name });
  expect([seen, await again.collection('things').countDocuments()]).toEqual([['thing'], 0]);
  await again.close();
});
