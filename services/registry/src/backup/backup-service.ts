import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { BackupsView, BackupView } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { PLATFORM, STEPS, type Platform, type StepLog } from '@xingchuang/server';
import { BackupFolder, takeBackup, type SavedBackup } from '@xingchuang/server/backup';
import { REGISTRY_CONFIG, type RegistryConfig } from '../config.ts';

const HOUR_MS = 3_600_000;

/** Backups of the whole system into the one folder that the settings name; nobody says another path from outside. */
@Injectable()
export class BackupService implements OnModuleDestroy {
  readonly #folder: BackupFolder | undefined;
  #running: { readonly since: Date; step: string; readonly done: Promise<void> } | undefined;
  #failed = '';
  /** It goes on when the request that began it has ended, and takes no part in its transaction. */
  readonly #clean = AsyncLocalStorage.snapshot();

  constructor(
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(REGISTRY_CONFIG) readonly settings: RegistryConfig,
  ) {
    this.#folder = settings.BACKUP_DIR === undefined ? undefined : new BackupFolder(settings.BACKUP_DIR);
    if (this.#folder && settings.BACKUP_EVERY_HOURS > 0) platform.ticker.of('registry').every('registry.backup', () => this.#startDue());
  }

  list(): BackupsView {
    const { BACKUP_EVERY_HOURS: everyHours, BACKUP_KEEP: keep } = this.settings;
    const running = this.#running && { since: this.#running.since.toISOString(), step: this.#running.step };
    return { ready: this.#folder !== undefined, everyHours, keep, ...(running ? { running } : {}), failed: this.#failed, items: (this.#folder?.list() ?? []).map(viewOf) };
  }

  /** Begins one and does not wait for its end; the list tells of it. */
  start(): BackupsView {
    if (!this.#folder) throw new Refusal('conflict', 'backup.no-folder');
    if (this.#running) throw new Refusal('conflict', 'backup.running');
    this.#begin(this.#folder);
    return this.list();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#running?.done;
  }

  #begin(folder: BackupFolder, byItself = false): void {
    const { platform, settings } = this;
    const source = { client: platform.databases.get('registry')!.connection.getClient(), prefix: platform.config.MONGODB_PREFIX, blobs: platform.blobs };
    const progress = (step: string) => void (this.#running && (this.#running.step = step));
    this.#failed = '';
    const taken = async (): Promise<void> => {
      const { name } = await takeBackup(folder, source, { progress, keep: settings.BACKUP_KEEP });
      platform.log.info({ backup: name }, 'a backup was taken');
      if (byItself) await this.steps.add([{ day: platform.clock.today(), what: 'backup-taken', kind: 'backup', objectId: name, text: name }]);
    };
    const done = this.#clean(taken)
      .catch(
        (error: unknown) => {
          this.#failed = error instanceof Refusal ? error.code : 'failed'; // what a driver says may name a path; it stays in the log
          platform.log.error({ err: error }, 'a backup failed');
        },
      )
      .finally(() => (this.#running = undefined));
    this.#running = { since: new Date(), step: '', done };
  }

  /** The age is that by the clock on the wall: a rehearsal makes no backup old. */
  async #startDue(): Promise<void> {
    if (this.#running) return;
    const last = this.#folder!.list()[0];
    if (last && Date.now() - Date.parse(last.takenAt) < this.settings.BACKUP_EVERY_HOURS * HOUR_MS) return;
    this.#begin(this.#folder!, true);
  }
}

const viewOf = ({ name, takenAt, seconds, databases, blobs, damaged }: SavedBackup): BackupView => ({
  name,
  takenAt,
  seconds,
  databases: databases.map(({ name: database, collections }) => ({
    name: database,
    documents: collections.reduce((sum, { documents }) => sum + documents, 0),
    bytes: collections.reduce((sum, { bytes }) => sum + bytes, 0),
  })),
  files: { count: blobs.count, bytes: blobs.bytes },
  damaged: damaged.length,
});
