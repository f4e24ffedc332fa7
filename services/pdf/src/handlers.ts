import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { create } from '@bufbuild/protobuf';
import {
  BatchAddReplySchema, BatchAddRequestSchema, BatchStateReplySchema, BatchStateRequestSchema, RenderReplySchema, RenderRequestSchema, StampReplySchema, StampRequestSchema,
  type BatchAddRequest, type BatchStateRequest, type RenderRequest, type StampRequest,
} from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { Answers, problemOf } from '@xingchuang/server';
import { BatchStore } from './batch/batch-store.ts';
import { BatchWorker } from './batch/batch-worker.ts';
import { DocumentMaker } from './document-maker.ts';

const MOST_ITEMS = 500;
const MOST_LISTED = 1_000;

/** What other services ask of this one. A refusal travels in the reply: the one who asked tells people about it. */
@Controller()
export class Handlers {
  constructor(
    @Inject(DocumentMaker) readonly documents: DocumentMaker,
    @Inject(BatchStore) readonly batches: BatchStore,
    @Inject(BatchWorker) readonly worker: BatchWorker,
  ) {}

  @Answers('pdf.render', RenderRequestSchema, RenderReplySchema)
  async render(@Payload() { template, dataJson, format }: RenderRequest) {
    return orRefusal(async () => create(RenderReplySchema, { pdf: await this.documents.make(template, JSON.parse(dataJson), format) }), (refusalJson) => create(RenderReplySchema, { refusalJson }));
  }

  @Answers('pdf.stamp', StampRequestSchema, StampReplySchema)
  async stamp(@Payload() { sha256, stampJson }: StampRequest) {
    return orRefusal(async () => create(StampReplySchema, { appended: await this.documents.stamp(sha256, JSON.parse(stampJson)) }), (refusalJson) => create(StampReplySchema, { refusalJson }));
  }

  @Answers('pdf.batch.add', BatchAddRequestSchema, BatchAddReplySchema)
  async add(@Payload() { batchId, template, items }: BatchAddRequest) {
    return orRefusal(
      async () => {
        if (items.length > MOST_ITEMS) throw new Refusal('invalid', 'pdf.batch-too-long', { most: MOST_ITEMS }, 'items');
        const added = await this.batches.add(batchId, template, items.map(({ id, dataJson }) => ({ id, data: dataJson })));
        if (added > 0) this.worker.nudge();
        return create(BatchAddReplySchema, { added });
      },
      (refusalJson) => create(BatchAddReplySchema, { refusalJson }),
    );
  }

  @Answers('pdf.batch.state', BatchStateRequestSchema, BatchStateReplySchema)
  async state(@Payload() { batchId, after, limit }: BatchStateRequest) {
    const documents = limit === 0 ? [] : await this.batches.finished(batchId, after, Math.min(limit, MOST_LISTED));
    return create(BatchStateReplySchema, {
      ...(await this.batches.count(batchId)),
      documents: documents.map(({ itemId, sha256 = '', refusal = '' }) => ({ id: itemId, sha256, refusalJson: refusal })),
    });
  }
}

async function orRefusal<T>(work: () => Promise<T>, refused: (problemJson: string) => T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(JSON.stringify(problemOf(error)));
  }
}
