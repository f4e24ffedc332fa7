import { createHash, randomBytes } from 'node:crypto';
import { newId } from '@xingchuang/server';
import { Client, realMongo, startNode, tempFolder, type RunningProcess } from '@xingchuang/testkit';

/** The unit of the clerk of every process that `start` starts; she is the same person in all of them. */
export const unitId = newId();
export const MIB = 1024 * 1024;
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** As large as asked and of a type that is taken. */
export const largePdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size - 9)]);

/** The evidence service in a process of its own, to be killed and started again in the same surroundings. */
export async function start(env: Record<string, string>): Promise<{ child: RunningProcess; client: Client }> {
  const child = await startNode('services/evidence/src/file/child.fixture.ts', { args: [unitId], env, ready: /ready (\S+) (\S+)/, withinMs: 60_000 });
  return { child, client: new Client(child.match![1]!, child.match![2]!) };
}

export async function surroundings(): Promise<Record<string, string>> {
  const mongo = await realMongo();
  return { HOST: '127.0.0.1', PORT: '0', DATA_DIR: tempFolder('evidence'), MONGODB_URI: mongo.uri, MONGODB_PREFIX: `${mongo.prefix}-`, LOG_LEVEL: 'error', FILE_LIMIT_MIB: '100' };
}
