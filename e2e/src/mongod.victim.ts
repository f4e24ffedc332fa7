import { startEmbeddedMongo } from '@xingchuang/server/embedded-mongod';

// A mongod whose keeper can be killed before it: otherwise the keeper starts it again.
const { uri, pid } = await startEmbeddedMongo({ dataDir: process.env['MONGO_DIR']! });
process.stdout.write(`keeps ${pid} at ${uri}\n`);
setInterval(() => undefined, 60_000);
