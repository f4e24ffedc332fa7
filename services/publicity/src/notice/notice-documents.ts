import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import { Refusal } from '@xingchuang/rules';
import { BLOBS } from '@xingchuang/server';
import { NoticeStore } from './notice-store.ts';

/** The notices as documents. */
@Injectable()
export class NoticeDocuments {
  constructor(
    @Inject(NoticeStore) readonly store: NoticeStore,
    @Inject(BLOBS) readonly blobs: Blobs,
  ) {}

  async of(id: string): Promise<Readable> {
    const { document } = await this.store.notice(id);
    if (document === '') throw new Refusal('conflict', 'document.being-made');
    return this.blobs.get(document);
  }
}
