import type { Words } from '../words.ts';

export const systemWords: Readonly<Record<string, Words>> = {
  'backup.missing': { zh: '没有这份备份，或它没有做完', en: 'There is no such backup, or it was cut short' },
  'backup.running': { zh: '正在备份，请等它结束', en: 'A backup is under way; wait until it has ended' },
  'backup.no-folder': { zh: '没有设置备份文件夹（BACKUP_DIR），请联系运维人员', en: 'No folder for backups is set (BACKUP_DIR)' },
  'backup.not-empty': { zh: '数据库 {database} 不是空的；只能恢复到空的系统', en: 'Database {database} is not empty; only an empty system can be restored to' },
  'backup.bus-not-empty': { zh: '数据文件夹中还有旧的消息；请恢复到新的数据文件夹', en: 'The data folder still holds old messages; restore into a new data folder' },
  'message.still-fails': { zh: '重试仍未成功：{reason}', en: 'It failed again: {reason}' },
};
