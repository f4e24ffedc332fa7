import { Body, Controller, Get, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AwardBatchItemPage, AwardBatchItemQuery, AwardBatchPage, AwardBatchQuery, AwardBatchStart, AwardBatchView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { BatchService } from './batch-service.ts';
import { BatchStore, type AwardBatch, type AwardBatchItem } from './batch-store.ts';
import { BatchZip } from './batch-zip.ts';

/** Awards issued in batches. */
@ApiTags('publicity')
@Controller('api/publicity/award-batches')
export class BatchController {
  constructor(
    @Inject(BatchService) readonly batches: BatchService,
    @Inject(BatchStore) readonly store: BatchStore,
    @Inject(BatchZip) readonly zip: BatchZip,
  ) {}

  @Post()
  @Action('award.issue')
  @ApiCreatedResponse({ standardSchema: AwardBatchView })
  async start(@Body({ schema: AwardBatchStart }) input: AwardBatchStart, @By() by: Actor) {
    return this.#view(await this.batches.start(input, by));
  }

  @Get()
  @Action('award.issue')
  @ApiOkResponse({ standardSchema: AwardBatchPage })
  async list(@Query({ schema: AwardBatchQuery }) query: AwardBatchQuery, @By() by: Actor) {
    const { items, ...rest } = await this.batches.list(query, by);
    return AwardBatchPage.parse({ ...rest, items: await Promise.all(items.map((batch) => this.#view(batch))) });
  }

  @Get(':id')
  @Action('award.issue')
  @ApiOkResponse({ standardSchema: AwardBatchView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return this.#view(await this.batches.get(id, by));
  }

  @Get(':id/items')
  @Action('award.issue')
  @ApiOkResponse({ standardSchema: AwardBatchItemPage })
  async items(@Param('id') id: string, @Query({ schema: AwardBatchItemQuery }) query: AwardBatchItemQuery, @By() by: Actor) {
    const { items, ...rest } = await this.batches.itemsOf(id, query, by);
    return AwardBatchItemPage.parse({ ...rest, items: items.map(itemView) });
  }

  @Get(':id/documents')
  @Action('award.issue')
  async documents(@Param('id') id: string, @By() by: Actor) {
    return new StreamableFile(await this.zip.of(id, by), { type: 'application/zip', disposition: `attachment; filename="awards-${id}.zip"` });
  }

  async #view(batch: AwardBatch): Promise<AwardBatchView> {
    const { numbered, sent, made, refused, 'left-out': leftOut } = await this.store.counts(batch.id);
    return AwardBatchView.parse({ ...batch, numbered: numbered + sent + made + refused, made, refused, leftOut });
  }
}

const itemView = ({ why, ...item }: AwardBatchItem) => ({ ...item, whyZh: why?.zh ?? '', whyEn: why?.en ?? '' });
