export * from './blobs.ts';
export { openDiskBlobs, type DiskOptions } from './blobs-disk.ts';
export { appendStream, bytesOf, Spool } from './spool.ts';
