import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import type { Bus } from '@xingchuang/bus';
import { BLOBS, BUS, PLATFORM, rendered, Rounds, type Platform } from '@xingchuang/server';
import { awardDocument } from '../award/award-document.ts';
import { AwardKeys } from '../award/award-keys.ts';
import { AwardStore } from '../award/award-store.ts';
import { noticeDocument } from './document-data.ts';
import { NoticeStore } from '../notice/notice-store.ts';

/**
 * Makes the documents of what has come into being: certificates, notices. Looks at what has none yet, so a kill at any
 * instant only delays it, and each thing gets its document once: the same data gives the same bytes but for a signature.
 */
@Injectable()
export class DocumentWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #rounds = new Rounds(() => this.#round(), (error) => this.platform.log.warn({ err: error }, 'documents: the next round tries again'));

  constructor(
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(BUS) readonly bus: Bus,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(AwardStore) readonly awards: AwardStore,
    @Inject(AwardKeys) readonly keys: AwardKeys,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#rounds.end();
  }

  async #round(): Promise<void> {
    const { notices, awards } = this;
    await this.#each(await notices.withoutDocument(), async (notice) => {
      const document = await this.#make('notice', noticeDocument(notice));
      await notices.notices.save({ ...(await notices.notice(notice.id)), document });
    });
    await this.#each(await awards.withoutCertificate(), async (award) => {
      const { template, data } = awardDocument(award, await this.keys.qrText(award));
      const certificate = await this.#make(template, data);
      await awards.awards.save({ ...(await awards.get(award.id)), certificate });
    });
  }

  /** One document that cannot be made does not keep the others waiting. */
  async #each<T extends { id: string }>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
    for (const thing of things) {
      await work(thing).catch((error: unknown) => this.platform.log.warn({ id: thing.id, err: error }, 'a document could not be made; the next round tries again'));
    }
  }

  async #make(template: string, data: unknown): Promise<string> {
    return (await this.blobs.put(Readable.from([await rendered(this.bus, template, data, 'pdf')]))).sha256;
  }
}
