import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Blobs } from '@xingchuang/blobs';
import type { Bus } from '@xingchuang/bus';
import { RenderReplySchema, RenderRequestSchema, type Problem } from '@xingchuang/contracts';
import { BLOBS, BUS, PLATFORM, type Platform } from '@xingchuang/server';
import { AwardStore } from './award-store.ts';
import { BulletinStore } from './bulletin-store.ts';
import { bulletinDocument, certificateDocument, noticeDocument } from './document-data.ts';
import { NoticeStore } from './notice-store.ts';

/**
 * Makes the documents of what has come into being: certificates, notices, bulletins. Looks at what has none yet, so a kill at any
 * instant only delays it, and each thing gets its document once: the same data gives the same bytes.
 */
@Injectable()
export class DocumentWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(BUS) readonly bus: Bus,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(AwardStore) readonly awards: AwardStore,
    @Inject(BulletinStore) readonly bulletins: BulletinStore,
  ) {}

  onApplicationBootstrap(): void {
    this.#next();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #next(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#round()
        .catch((error: unknown) => this.platform.log.warn({ err: error }, 'documents: the next round tries again'))
        .finally(() => this.#next());
    }, 1_000);
  }

  async #round(): Promise<void> {
    const url = this.platform.publicUrl();
    const { notices, awards, bulletins } = this;
    await this.#each(await notices.withoutDocument(), async (notice) => {
      const document = await this.#make('notice', noticeDocument(notice));
      await notices.notices.save({ ...(await notices.notice(notice.id)), document });
    });
    await this.#each(await awards.withoutCertificate(), async (award) => {
      const certificate = await this.#make('certificate', certificateDocument(award, url));
      await awards.awards.save({ ...(await awards.get(award.id)), certificate });
    });
    await this.#each(await bulletins.withoutDocument(), async (bulletin) => {
      const document = await this.#make('bulletin', bulletinDocument(bulletin));
      await bulletins.bulletins.save({ ...(await bulletins.get(bulletin.id)), document });
    });
  }

  /** One document that cannot be made does not keep the others waiting. */
  async #each<T extends { id: string }>(things: readonly T[], work: (thing: T) => Promise<void>): Promise<void> {
    for (const thing of things) {
      await work(thing).catch((error: unknown) => this.platform.log.warn({ id: thing.id, err: error }, 'a document could not be made; the next round tries again'));
    }
  }

  async #make(template: string, data: unknown): Promise<string> {
    const asked = toBinary(RenderRequestSchema, create(RenderRequestSchema, { template, dataJson: JSON.stringify(data) }));
    const { pdf, refusalJson } = fromBinary(RenderReplySchema, await this.bus.request('pdf.render', asked, 60_000));
    if (refusalJson) throw new Error(`${template}: ${(JSON.parse(refusalJson) as Problem).titleEn}`);
    return (await this.blobs.put(Readable.from([pdf]))).sha256;
  }
}
