import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Blobs } from '@xingchuang/blobs';
import { BagImportPage, BagImportQuery, BagImportView, BagOrder, BagPage, BagQuery, BagView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, BLOBS, By, UNITS, type UnitDirectory } from '@xingchuang/server';
import { contentHeaders, rangeOf } from '../file/content-headers.ts';
import { fileName } from '../file/file-name-rule.ts';
import { BagService } from './bag-service.ts';
import type { BagOrdered } from './bag-store.ts';
import { ImportService } from './import-service.ts';
import type { BagImport } from './import-store.ts';
import { JobWorker } from './job-worker.ts';

const importView = ({ by, ...rest }: BagImport): BagImportView => BagImportView.parse({ ...rest, orderedBy: by });

@ApiTags('evidence')
@Controller('api/evidence')
export class BagController {
  constructor(
    @Inject(BagService) readonly bags: BagService,
    @Inject(ImportService) readonly imports: ImportService,
    @Inject(JobWorker) readonly worker: JobWorker,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
  ) {}

  /** Orders a package; it is made in the background. */
  @Post('bags')
  @Action('archive.export')
  @ApiCreatedResponse({ standardSchema: BagView })
  async order(@Body({ schema: BagOrder }) given: BagOrder, @By() by: Actor) {
    return this.#view(await this.bags.order(given, by));
  }

  @Get('bags')
  @Action('archive.export')
  @ApiOkResponse({ standardSchema: BagPage })
  async list(@Query({ schema: BagQuery }) query: BagQuery, @By() by: Actor) {
    const { items, ...rest } = await this.bags.list(query, by);
    return BagPage.parse({ items: await Promise.all(items.map((bag) => this.#view(bag))), ...rest });
  }

  @Get('bags/:id')
  @Action('archive.export')
  @ApiOkResponse({ standardSchema: BagView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return this.#view(await this.bags.get(id, by));
  }

  @Get('bags/:id/content')
  @Action('archive.export')
  @ApiProduces('application/zip')
  async content(@Param('id') id: string, @Headers('range') asked: string | undefined, @Res() reply: FastifyReply, @By() by: Actor) {
    const { sha256, size, name } = await this.bags.content(id, by);
    const range = rangeOf(asked, size);
    void reply.headers({ ...contentHeaders({ mediaType: 'application/zip', sha256, name }), 'accept-ranges': 'bytes', 'content-length': range ? range.to - range.from + 1 : size });
    if (range) void reply.status(206).header('content-range', `bytes ${range.from}-${range.to}/${size}`);
    void reply.send(await this.blobs.get(sha256, range));
  }

  /** The body is the package. It is checked in the background; nothing is taken before that is asked for. */
  @Post('bags/import')
  @Action('archive.import')
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'X-File-Name', required: true, description: 'percent-encoded UTF-8' })
  @ApiCreatedResponse({ standardSchema: BagImportView })
  async receive(@Headers('x-file-name') name: string | undefined, @Req() request: FastifyRequest, @By() by: Actor) {
    const received = await this.imports.receive(fileName(name), request.raw, by);
    this.worker.nudge();
    return importView(received);
  }

  @Get('bag-imports')
  @Action('archive.import')
  @ApiOkResponse({ standardSchema: BagImportPage })
  async imported(@Query({ schema: BagImportQuery }) query: BagImportQuery) {
    const { items, ...rest } = await this.imports.list(query);
    return BagImportPage.parse({ items: items.map(importView), ...rest });
  }

  @Get('bag-imports/:id')
  @Action('archive.import')
  @ApiOkResponse({ standardSchema: BagImportView })
  async findImport(@Param('id') id: string) {
    return importView(await this.imports.get(id));
  }

  @Post('bag-imports/:id/take')
  @HttpCode(200)
  @Action('archive.import')
  @ApiOkResponse({ standardSchema: BagImportView })
  async take(@Param('id') id: string) {
    return importView(await this.imports.take(id));
  }

  async #view(bag: BagOrdered): Promise<BagView> {
    const { name: unitName } = await this.units.get(bag.unitId);
    return BagView.parse({ ...bag, unitName, name: `${bag.name}.zip`, orderedBy: bag.by.personId });
  }
}
