import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Put, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  ArticlePage, ArticleQuery, ArticleReason, ArticleStart, ArticleView, ArticleWrite, PageNumber, PublicArticle, PublicArticlePage, PublicArticleQuery, ShowcaseStatistics, ShowcaseStatisticsQuery,
} from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, parseInput } from '@xingchuang/server';
import { ArticleService } from './article-service.ts';

/** Short: what is withdrawn must soon be gone from everywhere. */
const CACHED = 'public, max-age=60';
const PHOTO_CACHED = 'public, max-age=300';

@ApiTags('showcase')
@Controller('api/publicity')
export class ArticleController {
  constructor(@Inject(ArticleService) readonly articles: ArticleService) {}

  @Get('showcase')
  @Action('showcase.read')
  @ApiOkResponse({ standardSchema: ArticlePage })
  async list(@Query({ schema: ArticleQuery }) query: ArticleQuery, @By() by: Actor) {
    return ArticlePage.parse(await this.articles.list(query, by));
  }

  @Post('showcase')
  @Action('showcase.write')
  @ApiCreatedResponse({ standardSchema: ArticleView })
  async start(@Body({ schema: ArticleStart }) input: ArticleStart, @By() by: Actor) {
    return ArticleView.parse(await this.articles.start(input, by));
  }

  @Get('showcase-statistics')
  @Action('showcase.read')
  @ApiOkResponse({ standardSchema: ShowcaseStatistics })
  async statistics(@Query({ schema: ShowcaseStatisticsQuery }) query: ShowcaseStatisticsQuery, @By() by: Actor) {
    return ShowcaseStatistics.parse(await this.articles.statistics(query, by));
  }

  @Get('showcase/:id')
  @Action('showcase.read')
  @ApiOkResponse({ standardSchema: ArticleView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return ArticleView.parse(await this.articles.get(id, by));
  }

  @Put('showcase/:id')
  @Action('showcase.write')
  @ApiOkResponse({ standardSchema: ArticleView })
  async write(@Param('id') id: string, @Body({ schema: ArticleWrite }) input: ArticleWrite, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return ArticleView.parse(await this.articles.write(id, input, ifMatch, by));
  }

  @Post('showcase/:id/submission')
  @HttpCode(200)
  @Action('showcase.write')
  @ApiOkResponse({ standardSchema: ArticleView })
  async submit(@Param('id') id: string, @By() by: Actor) {
    return ArticleView.parse(await this.articles.submit(id, by));
  }

  @Post('showcase/:id/return')
  @HttpCode(200)
  @Action('showcase.review')
  @ApiOkResponse({ standardSchema: ArticleView })
  async giveBack(@Param('id') id: string, @Body({ schema: ArticleReason }) { reason }: ArticleReason, @By() by: Actor) {
    return ArticleView.parse(await this.articles.giveBack(id, reason, by));
  }

  @Post('showcase/:id/publication')
  @HttpCode(200)
  @Action('showcase.review')
  @ApiOkResponse({ standardSchema: ArticleView })
  async publish(@Param('id') id: string, @By() by: Actor) {
    return ArticleView.parse(await this.articles.publish(id, by));
  }

  @Post('showcase/:id/withdrawal')
  @HttpCode(200)
  @Action('showcase.review')
  @ApiOkResponse({ standardSchema: ArticleView })
  async withdraw(@Param('id') id: string, @Body({ schema: ArticleReason }) { reason }: ArticleReason, @By() by: Actor) {
    return ArticleView.parse(await this.articles.withdraw(id, reason, by));
  }

  /** The copy of photo n that is, or would be, published. */
  @Get('showcase/:id/photos/:n')
  @Action('showcase.read')
  @Header('cache-control', 'private, no-store')
  @ApiProduces('image/jpeg', 'image/png', 'image/webp')
  async copy(@Param('id') id: string, @Param() { n }: { n: string }, @By() by: Actor) {
    const { bytes, mediaType, size } = await this.articles.copy(id, parseInput(PageNumber, { n }).n, by);
    return new StreamableFile(await bytes(), { type: mediaType, length: size });
  }

  @Get('public/showcase')
  @Action('public.read')
  @Header('cache-control', CACHED)
  @ApiOkResponse({ standardSchema: PublicArticlePage })
  async publicList(@Query({ schema: PublicArticleQuery }) query: PublicArticleQuery) {
    return PublicArticlePage.parse(await this.articles.publicList(query));
  }

  @Get('public/showcase/:id')
  @Action('public.read')
  @Header('cache-control', CACHED)
  @ApiOkResponse({ standardSchema: PublicArticle })
  async public(@Param('id') id: string) {
    return PublicArticle.parse(await this.articles.public(id));
  }

  @Get('public/showcase/:id/photos/:n')
  @Action('public.read')
  @ApiProduces('image/jpeg', 'image/png', 'image/webp')
  async publicPhoto(@Param('id') id: string, @Param() { n }: { n: string }, @Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply) {
    const { sha256, bytes, mediaType, size } = await this.articles.publicPhoto(id, parseInput(PageNumber, { n }).n);
    void reply.headers({ 'cache-control': PHOTO_CACHED, etag: `"${sha256}"`, 'x-content-type-options': 'nosniff' });
    if (known === `"${sha256}"`) return void reply.status(304).send();
    void reply.headers({ 'content-type': mediaType, 'content-length': size }).send(await bytes());
  }

  /** A page was opened; nothing is kept of who did. */
  @Post('public/showcase/:id/views')
  @HttpCode(204)
  @Action('showcase.view')
  async viewed(@Param('id') id: string): Promise<void> {
    await this.articles.viewed(id);
  }
}
