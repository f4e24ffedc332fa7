export { takeBackup, type BackupOptions, type BackupSource, type Progress } from './backup.ts';
export { BackupFolder, type BackupManifest, type SavedBackup } from './backup-folder.ts';
export { BackupDiffers, restoreBackup } from './restore.ts';
