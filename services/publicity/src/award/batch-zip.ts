import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import { Refusal, type Actor } from '@xingchuang/rules';
import { BLOBS } from '@xingchuang/server';
import { ZipFile } from 'yazl';
import { AwardStore } from './award-store.ts';
import { BatchService } from './batch-service.ts';
import { BatchStore } from './batch-store.ts';

const AT_ONCE = 500;
/** PDFs hardly shrink; the same for every entry, so that the same batch gives the same bytes. */
const ENTRY = { mtime: new Date('2000-01-01T00:00:00Z'), mode: 0o100644, compress: false };

/** The documents of a batch in one ZIP, each by its number, read one after the other as they are sent. */
@Injectable()
export class BatchZip {
  constructor(
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(AwardStore) readonly awards: AwardStore,
    @Inject(BatchStore) readonly store: BatchStore,
    @Inject(BatchService) readonly batches: BatchService,
  ) {}

  /** What is suspended or over by now is left out: nothing of it goes out. */
  async of(id: string, by: Actor): Promise<Readable> {
    await this.batches.get(id, by);
    const zip = new ZipFile();
    const out = zip.outputStream as Readable;
    out.on('error', () => undefined); // while pages are still read; whoever is given the stream hears of it then
    zip.on('error', (error: Error) => out.destroy(error));
    let count = 0;
    for (let after = ''; ;) {
      const items = await this.store.items.list({ batchId: id, state: 'made', _id: { $gt: after } }, { _id: 1 }, AT_ONCE);
      const awards = await this.awards.awards.list({ _id: { $in: items.map(({ awardId }) => awardId) }, state: 'valid', certificate: { $ne: '' } }, { number: 1 }, AT_ONCE);
      for (const { number, certificate } of awards) {
        zip.addReadStreamLazy(`${number}.pdf`, ENTRY, (take) => void this.blobs.get(certificate).then((bytes) => take(null, bytes.on('error', (error: Error) => out.destroy(error))), (error: Error) => out.destroy(error)));
      }
      count += awards.length;
      if (items.length < AT_ONCE) break;
      after = items.at(-1)!.id;
    }
    if (count === 0) throw new Refusal('conflict', 'award-batch.nothing-made');
    zip.end();
    return out;
  }
}
