export * from './accounts.ts';
export * from './client.ts';
export * from './process.ts';
export { closeRun, openRun, tempFolder } from './run-folder.ts';
export * from './scan.ts';
export * from './servers.ts';
export * from './service.ts';
export * from './trust.ts';
export * from './news.ts';
