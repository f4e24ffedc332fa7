import { Controller, Delete, Get, Header, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ItemReceipt, LogHistory, LogHistoryQuery, LogKeyCare, LogKeyList, LogStatus } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { LogReader } from './log-reader.ts';
import { LogService } from './log-service.ts';

/** The log as C2SP tlog-tiles has it, for anybody; and receipts, for those who may see the thing. */
@ApiTags('evidence')
@Controller('api/evidence')
export class LogController {
  constructor(
    @Inject(LogService) readonly log: LogService,
    @Inject(LogReader) readonly reader: LogReader,
  ) {}

  /** The newest signed head. */
  @Get('log/checkpoint')
  @Action('public.read')
  @ApiProduces('text/plain')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'no-cache')
  checkpoint() {
    return this.reader.checkpoint();
  }

  /** Hashes of a tile, or the leaves of a bundle: `tile/0/x001/067`, `tile/entries/000.p/13`. */
  @Get('log/tile/*')
  @Action('public.read')
  @ApiProduces('application/octet-stream')
  async tile(@Param('*') path: string, @Res() reply: FastifyReply) {
    const bytes = await this.reader.tile(path);
    void reply.header('content-type', 'application/octet-stream').header('cache-control', 'public, max-age=31536000, immutable').send(bytes);
  }

  @Get('log/key')
  @Action('public.read')
  @ApiOkResponse({ standardSchema: LogKeyList })
  async keys() {
    return LogKeyList.parse(await this.log.listKeys());
  }

  @Get('log/status')
  @Action('public.read')
  @ApiOkResponse({ standardSchema: LogStatus })
  async status() {
    return LogStatus.parse(await this.log.status());
  }

  /** Whether the log of today begins with the one of a size: a printed checkpoint is compared with this. */
  @Get('log/history')
  @Action('public.read')
  @ApiOkResponse({ standardSchema: LogHistory })
  async history(@Query({ schema: LogHistoryQuery }) { size }: LogHistoryQuery) {
    return LogHistory.parse(await this.log.history(size));
  }

  /** Asks for a new key; asked again by another person it is made. It takes over with the checkpoint that names it, which both sign; earlier keys stay published. */
  @Post('log/key-rotation')
  @HttpCode(200)
  @Action('integrity.run')
  @ApiOkResponse({ standardSchema: LogKeyCare })
  async rotate(@By() by: Actor) {
    return LogKeyCare.parse(await this.log.rotateKey(by));
  }

  /** The keys, and whether somebody asked for a new one. */
  @Get('log/key-rotation')
  @Action('integrity.run')
  @ApiOkResponse({ standardSchema: LogKeyCare })
  async rotation() {
    return LogKeyCare.parse(await this.log.keyCare());
  }

  @Delete('log/key-rotation')
  @Action('integrity.run')
  @ApiOkResponse({ standardSchema: LogKeyCare })
  async withdrawRotation(@By() by: Actor) {
    return LogKeyCare.parse(await this.log.withdrawRotation(by));
  }

  @Get('files/:id/receipt')
  @Action('file.read')
  @ApiOkResponse({ standardSchema: ItemReceipt })
  async fileReceipt(@Param('id') id: string, @By() by: Actor) {
    return ItemReceipt.parse(await this.log.fileReceipt(id, by));
  }

  @Get('records/:id/receipt')
  @Action('record.read')
  @ApiOkResponse({ standardSchema: ItemReceipt })
  async recordReceipt(@Param('id') id: string, @By() by: Actor) {
    return ItemReceipt.parse(await this.log.recordReceipt(id, by));
  }
}
