import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DerivedView, FileText, LikenessCounts, LikenessQuery, PageNumber } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, parseInput } from '@xingchuang/server';
import { contentHeaders } from '../file/content-headers.ts';
import { DerivedService, type Picture } from './derived-service.ts';

@ApiTags('evidence')
@Controller('api/evidence')
export class DerivedController {
  constructor(@Inject(DerivedService) readonly derived: DerivedService) {}

  @Get('files/:id/derived')
  @Action('file.read')
  @ApiOkResponse({ standardSchema: DerivedView })
  async view(@Param('id') id: string, @By() by: Actor) {
    return DerivedView.parse(await this.derived.view(id, by));
  }

  @Get('files/:id/text')
  @Action('file.read')
  @ApiOkResponse({ standardSchema: FileText })
  async text(@Param('id') id: string, @By() by: Actor) {
    return FileText.parse(await this.derived.text(id, by));
  }

  @Get('files/:id/thumbnail')
  @Action('file.read')
  @ApiProduces('image/webp')
  async thumbnail(@Param('id') id: string, @Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply, @By() by: Actor) {
    await send(reply, known, await this.derived.thumbnail(id, by));
  }

  @Get('files/:id/pages/:n')
  @Action('file.read')
  @ApiProduces('image/webp')
  async page(@Param('id') id: string, @Param() { n }: { n: string }, @Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply, @By() by: Actor) {
    await send(reply, known, await this.derived.page(id, parseInput(PageNumber, { n }).n, by));
  }

  /** How many files look like each of those asked about. */
  @Get('likenesses')
  @Action('file.read')
  @ApiOkResponse({ standardSchema: LikenessCounts })
  async likenesses(@Query({ schema: LikenessQuery }) { fileIds }: LikenessQuery, @By() by: Actor) {
    return LikenessCounts.parse(await this.derived.counts(fileIds, by));
  }
}

/** Sends a derived picture, or nothing where the reader has it already. */
async function send(reply: FastifyReply, known: string | undefined, { file, sha256, size, bytes }: Picture): Promise<void> {
  void reply.headers(contentHeaders({ mediaType: 'image/webp', sha256, name: `${file.name}.webp` }));
  if (known === `"${sha256}"`) return void reply.status(304).send();
  void reply.header('content-length', size).send(await bytes());
}
