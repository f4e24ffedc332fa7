import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from '@xingchuang/rules';
import { openBlobs, PlatformConfig, readConfig, systemClock } from '@xingchuang/server';
import { BackupDiffers, BackupFolder, restoreBackup, takeBackup, type BackupSource, type SavedBackup } from '@xingchuang/server/backup';
import { runningMongo, startEmbeddedMongo } from '@xingchuang/server/embedded-mongod';
import mongoose from 'mongoose';
import { options, WrongUsage } from './cli-usage.ts';

const said = (line: string): void => void process.stdout.write(`${line}\n`);

/** `xingchuang backup DIR`: of the system that the environment names, running or not. 1 where some bytes could not be saved whole. */
export async function backup(args: readonly string[]): Promise<number> {
  const { values, positionals } = options(args, { keep: { type: 'string' } }, 1);
  const keep = values.keep === undefined ? undefined : Number(values.keep);
  if (keep !== undefined && !(Number.isInteger(keep) && keep > 0)) throw new WrongUsage(`--keep 应为正整数 / must be a whole number above 0: ${values.keep}`);
  return withSystem('backup', async (source) => {
    const saved = await takeBackup(new BackupFolder(resolve(positionals[0]!)), source, { keep, progress: (step) => said(`备份 / saving ${step}`) });
    said(`\n已备份 / saved: ${saved.name}\n${holdings(saved)}`);
    for (const sha256 of saved.damaged) said(`文件已损坏，没有存入 / damaged and not saved: ${sha256}`);
    return saved.damaged.length > 0 ? 1 : 0;
  });
}

/** `xingchuang restore DIR`: into an empty system that is not running. 1 where what was read back is not what was saved. */
export async function restore(args: readonly string[]): Promise<number> {
  const { values, positionals } = options(args, { at: { type: 'string' } }, 1);
  const dir = resolve(positionals[0]!);
  if (!existsSync(dir)) throw new WrongUsage(`没有这个文件夹 / no such folder: ${dir}`);
  return withSystem('restore', async (source) => {
    try {
      const saved = await restoreBackup(new BackupFolder(dir), values.at, source, (step) => said(`恢复 / restoring ${step}`));
      said(`\n已恢复并核对 / restored and checked: ${saved.name}\n${holdings(saved)}`);
      said('所有人需要重新登录；请核对备份之后撤销的密钥和停用的账号\neverybody signs in anew; look at keys and accounts that were withdrawn after the backup');
      return 0;
    } catch (error) {
      if (!(error instanceof BackupDiffers)) throw error;
      process.stderr.write(`与备份不符 / differs from what was saved: ${error.message}\n`);
      return 1;
    }
  });
}

const holdings = ({ takenAt, seconds, databases, blobs }: SavedBackup): string => {
  const lines = databases.map(({ name, collections }) => `  ${name.padEnd(14)} ${collections.reduce((sum, { documents }) => sum + documents, 0)} 条 / documents`);
  return `${[`  ${takenAt}，${seconds} 秒 / s`, ...lines, `  ${'files'.padEnd(14)} ${blobs.count} 个 / files, ${blobs.bytes} 字节 / bytes`].join('\n')}\n`;
};

/** The databases and blobs of the environment's system; its embedded server is started where nobody runs it, and where somebody does is only read. */
async function withSystem(what: 'backup' | 'restore', work: (source: BackupSource) => Promise<number>): Promise<number> {
  const config = readConfig(PlatformConfig);
  const folder = join(config.DATA_DIR, 'mongo');
  const bus = join(config.DATA_DIR, 'bus'); // its readers have heard what the restored databases have not
  if (what === 'restore' && existsSync(bus) && readdirSync(bus).length > 0) throw new Refusal('conflict', 'backup.bus-not-empty');
  const running = config.MONGODB_URI ?? (what === 'backup' ? await runningMongo(folder) : undefined); // who restores needs the folder alone
  const embedded = running === undefined ? await startEmbeddedMongo({ dataDir: folder }) : undefined;
  const client = new mongoose.mongo.MongoClient(running ?? embedded!.uri, { serverSelectionTimeoutMS: 15_000 });
  try {
    await client.connect();
    return await work({ client, prefix: config.MONGODB_PREFIX, blobs: await openBlobs(config, systemClock) });
  } finally {
    await client.close();
    await embedded?.stop();
  }
}
