import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, self } from '@xingchuang/server/process-identity';

/** Folders in which a converter works on one document each, by the process that made them. */
export class ConvertFolders {
  private constructor(readonly dir: string) {}

  /** Opens the place and removes what killed processes left in it. */
  static async open(dir: string): Promise<ConvertFolders> {
    await mkdir(dir, { recursive: true });
    for (const name of await readdir(dir)) {
      const [pid, since = ''] = name.split('.');
      if (!isRunning({ pid: Number(pid), since: Buffer.from(since, 'base64url').toString() })) await rm(join(dir, name), { recursive: true, force: true });
    }
    return new ConvertFolders(dir);
  }

  async make(): Promise<string> {
    const { pid, since } = self();
    return mkdtemp(join(this.dir, `${pid}.${Buffer.from(since).toString('base64url')}.`));
  }
}
