import { join } from 'node:path';
import { openDiskBlobs, type Blobs } from '@xingchuang/blobs';
import type { Platform } from '@xingchuang/server';
import type { EvidenceConfig } from '../config.ts';

export const SECOND_COPY = Symbol('second-copy');

/** The second store, under another disk or another administrator; undefined where none is configured. */
export async function openSecondCopy(config: EvidenceConfig, { clock, config: { DATA_DIR } }: Platform): Promise<Blobs | undefined> {
  const place = config.SECOND_COPY;
  if (place === undefined) return undefined;
  const today = () => clock.today();
  const bucket = /^s3:\/\/([a-z0-9.-]+)$/.exec(place)?.[1];
  if (bucket === undefined) return openDiskBlobs({ dir: place, today });
  const { openS3Blobs } = await import('@xingchuang/blobs/s3');
  return openS3Blobs({
    endpoint: config.SECOND_COPY_ENDPOINT ?? '', accessKey: config.SECOND_COPY_ACCESS_KEY ?? '', secretKey: config.SECOND_COPY_SECRET_KEY ?? '', bucket,
    spoolDir: join(DATA_DIR, 'evidence', 'second-copy'), today,
  });
}
