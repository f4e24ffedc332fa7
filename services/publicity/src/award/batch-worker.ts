import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Bus } from '@xingchuang/bus';
import { BatchAddReplySchema, BatchAddRequestSchema, BatchStateReplySchema, BatchStateRequestSchema, wordsOf, type BatchDocument, type BatchStateReply, type Problem } from '@xingchuang/contracts';
import { BUS, DATABASE, PLATFORM, Rounds, type Database, type Platform } from '@xingchuang/server';
import { NoticeStore } from '../notice/notice-store.ts';
import { awardDocument } from './award-document.ts';
import { AwardKeys } from './award-keys.ts';
import { isAwardDue, type Award } from './award-rule.ts';
import { AwardService } from './award-service.ts';
import { AwardStore } from './award-store.ts';
import { BatchStore, type AwardBatch, type AwardBatchItem } from './batch-store.ts';

const AT_ONCE = 100;
const ASKED = 1_000;
/** By then the transaction that starts a batch is over. */
const SOON_MS = 100;
const WITHIN_MS = 60_000;

/**
 * Brings batches of awards to their end: numbers in small transactions, documents through the maker's own batches, results as they
 * come. Every step looks at what is left, so a kill at any instant only delays it, and no unit gets a second number.
 */
@Injectable()
export class BatchWorker implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #rounds = new Rounds(() => this.#round(), (error) => this.platform.log.warn({ err: error }, 'batches of awards: the next round tries again'));

  constructor(
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(DATABASE) readonly database: Database,
    @Inject(BUS) readonly bus: Bus,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(AwardStore) readonly awards: AwardStore,
    @Inject(AwardService) readonly service: AwardService,
    @Inject(AwardKeys) readonly keys: AwardKeys,
    @Inject(BatchStore) readonly store: BatchStore,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.begin();
  }

  onModuleDestroy(): Promise<void> {
    return this.#rounds.end();
  }

  /** A batch was started: it is seen once its transaction is over. */
  nudge(): void {
    this.#rounds.soon(SOON_MS);
  }

  async #round(): Promise<void> {
    for (const batch of await this.store.running()) {
      while (!this.#rounds.isEnding && (await this.#number(batch)));
      while (!this.#rounds.isEnding && (await this.#send(batch)));
      if (!this.#rounds.isEnding) await this.#collect(batch);
    }
  }

  /** The next units get their awards: all of them or, after a kill, none. False where nobody waits. */
  async #number(batch: AwardBatch): Promise<boolean> {
    return this.database.transaction(async () => {
      const waiting = await this.store.next(batch.id, 'waiting', AT_ONCE);
      for (const item of waiting) await this.store.items.save({ ...item, ...(await this.#awarded(batch, item)) });
      return waiting.length > 0;
    });
  }

  async #awarded({ campaignId, id: batchId }: AwardBatch, { unitId }: AwardBatchItem): Promise<Partial<AwardBatchItem>> {
    const candidate = await this.notices.findCandidate(`${campaignId}:${unitId}`);
    if (candidate && isAwardDue(candidate)) {
      if (await this.service.isComplainedOf(candidate)) return { state: 'left-out', why: wordsOf('award.complaint-open') };
      const award = await this.service.give(candidate, batchId);
      await this.notices.candidates.save({ ...candidate, awardDue: false });
      return { state: 'numbered', awardId: award.id, number: award.number };
    }
    const before = await this.awards.of(campaignId, unitId);
    if (candidate?.state === 'settled' && before?.state === 'valid') return { state: 'numbered', awardId: before.id, number: before.number };
    return { state: 'left-out', why: wordsOf('award.not-due') };
  }

  /** Hands over to the maker of documents what has a number; the same again changes nothing there. */
  async #send({ id: batchId }: AwardBatch): Promise<boolean> {
    const numbered = await this.store.next(batchId, 'numbered', AT_ONCE);
    const awards = new Map((await this.awards.awards.list({ _id: { $in: numbered.map(({ awardId }) => awardId) } })).map((award) => [award.id, award]));
    const ready = numbered.map((item) => ({ item, award: awards.get(item.awardId)! }));
    const wanted = ready.filter(({ award }) => award.certificate === '' && award.state === 'valid');
    for (const template of ['certificate', 'plaque'] as const) await this.#add(batchId, template, wanted.map(({ award }) => award).filter(({ form }) => form === template));
    const resting = ready.filter(({ award }) => award.certificate === '' && award.state !== 'valid');
    await this.awards.awards.model.updateMany({ _id: { $in: resting.map(({ award }) => award.id) }, batchId }, { $set: { batchId: '' }, $inc: { version: 1 } }); // made by itself once it stands
    await this.store.move(ready.map(({ item: { id }, award }) => ({ id, from: 'numbered', to: award.certificate !== '' ? { state: 'made' } : award.state === 'valid' ? { state: 'sent' } : { state: 'left-out', why: wordsOf('award.not-standing') } })));
    return numbered.length > 0;
  }

  async #add(batchId: string, template: Award['form'], awards: readonly Award[]): Promise<void> {
    if (awards.length === 0) return;
    const items: { id: string; dataJson: string }[] = [];
    for (const award of awards) items.push({ id: award.number, dataJson: JSON.stringify(awardDocument(award, await this.keys.qrText(award)).data) });
    const asked = toBinary(BatchAddRequestSchema, create(BatchAddRequestSchema, { batchId, template, items }));
    const { refusalJson } = fromBinary(BatchAddReplySchema, await this.bus.request('pdf.batch.add', asked, WITHIN_MS));
    if (refusalJson) throw new Error(`${template}: ${(JSON.parse(refusalJson) as Problem).titleEn}`);
  }

  /** Notes what was made since the last look; the batch is over when nothing is left. */
  async #collect(batch: AwardBatch): Promise<void> {
    const open = await this.store.counts(batch.id);
    if (open.sent > 0 && !(await this.#isNews(batch.id, open))) return;
    for (let after = ''; open.sent > 0;) {
      const { documents } = await this.#ask(batch.id, after, ASKED);
      await this.#note(batch.id, documents);
      if (documents.length < ASKED) break;
      after = documents.at(-1)!.id;
    }
    const left = await this.store.counts(batch.id);
    if (left.waiting + left.numbered + left.sent === 0) await this.store.batches.save({ ...(await this.store.get(batch.id)), state: 'done' });
  }

  async #isNews(batchId: string, known: Record<AwardBatchItem['state'], number>): Promise<boolean> {
    const { waiting } = await this.#ask(batchId, '', 0);
    return waiting < known.sent;
  }

  async #note(batchId: string, documents: readonly BatchDocument[]): Promise<void> {
    const items = await this.store.items.list({ batchId, number: { $in: documents.map(({ id }) => id) }, state: 'sent' }, { _id: 1 }, ASKED);
    const results = new Map(documents.map((document) => [document.id, document]));
    const made = items.map((item) => ({ item, result: results.get(item.number)! }));
    const writes = made.filter(({ result }) => result.sha256 !== '').map(({ item, result }) => ({ updateOne: { filter: { _id: item.awardId, certificate: '' }, update: { $set: { certificate: result.sha256 }, $inc: { version: 1 } } } }));
    if (writes.length > 0) await this.awards.awards.model.bulkWrite(writes as never, { ordered: false }); // the first document of an award stands
    await this.store.move(made.map(({ item: { id }, result }) => ({ id, from: 'sent', to: result.sha256 !== '' ? { state: 'made' } : { state: 'refused', why: wordsIn(result) } })));
  }

  async #ask(batchId: string, after: string, limit: number): Promise<BatchStateReply> {
    return fromBinary(BatchStateReplySchema, await this.bus.request('pdf.batch.state', toBinary(BatchStateRequestSchema, create(BatchStateRequestSchema, { batchId, after, limit })), WITHIN_MS));
  }
}

function wordsIn({ refusalJson }: BatchDocument): { zh: string; en: string } {
  const { title, titleEn } = JSON.parse(refusalJson) as Problem;
  return { zh: title, en: titleEn };
}
