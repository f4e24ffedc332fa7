export * from './blobs.ts';
export { openDiskBlobs, type DiskOptions } from './blobs-disk.ts';
export { Spool, type Spooled } from './spool.ts';
