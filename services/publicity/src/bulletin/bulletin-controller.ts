import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { BulletinDraft, BulletinEdit, BulletinKindList, BulletinPage, BulletinPlan, BulletinQuery, BulletinView, FigureItems, FigureItemsQuery, RankBoard, RankBoardQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import type { Bulletin } from './bulletin-rule.ts';
import { BulletinPlans } from './bulletin-plans.ts';
import { BulletinService } from './bulletin-service.ts';
import { bulletinSheet } from './bulletin-sheet.ts';
import { bulletinLine, bulletinView } from './bulletin-views.ts';
import { RankingService } from './ranking-service.ts';

const PDF = 'application/pdf';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const IF_MATCH = { name: 'If-Match', required: false, description: 'the version that is changed' };
const sheet = (bytes: Uint8Array, name: string) => new StreamableFile(bytes, { type: XLSX, disposition: `attachment; filename="${name}.xlsx"` });

@ApiTags('publicity')
@Controller('api/publicity')
export class BulletinController {
  constructor(
    @Inject(BulletinService) readonly bulletins: BulletinService,
    @Inject(BulletinPlans) readonly plans: BulletinPlans,
    @Inject(RankingService) readonly rankings: RankingService,
  ) {}

  /** Every kind there is, and which of them the system drafts for the asking person's unit. */
  @Get('bulletin-kinds')
  @Action('bulletin.read')
  @ApiOkResponse({ standardSchema: BulletinKindList })
  async kinds(@By() by: Actor) {
    return BulletinKindList.parse({ items: await this.plans.list(by) });
  }

  @Put('bulletin-kinds/:kind/plan')
  @Action('bulletin.write')
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: BulletinKindList })
  async switchOn(@Param('kind') kind: string, @Body({ schema: BulletinPlan }) input: BulletinPlan, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    await this.plans.switchOn(kind, input, ifMatch, by);
    return this.kinds(by);
  }

  @Delete('bulletin-kinds/:kind/plan')
  @Action('bulletin.write')
  @ApiOkResponse({ standardSchema: BulletinKindList })
  async switchOff(@Param('kind') kind: string, @By() by: Actor) {
    await this.plans.switchOff(kind, by);
    return this.kinds(by);
  }

  @Post('bulletins')
  @Action('bulletin.write')
  @ApiCreatedResponse({ standardSchema: BulletinView })
  async draft(@Body({ schema: BulletinDraft }) input: BulletinDraft, @By() by: Actor) {
    return this.#view(await this.bulletins.draft(input, by), by);
  }

  @Get('bulletins')
  @Action('bulletin.read')
  @ApiOkResponse({ standardSchema: BulletinPage })
  async list(@Query({ schema: BulletinQuery }) query: BulletinQuery, @By() by: Actor) {
    const { items, ...rest } = await this.bulletins.list(query, by);
    return BulletinPage.parse({ items: items.map(bulletinLine), ...rest });
  }

  @Get('bulletins/:id')
  @Action('bulletin.read')
  @ApiOkResponse({ standardSchema: BulletinView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return this.#view(await this.bulletins.get(id, by), by);
  }

  @Put('bulletins/:id')
  @Action('bulletin.write')
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: BulletinView })
  async edit(@Param('id') id: string, @Body({ schema: BulletinEdit }) input: BulletinEdit, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return this.#view(await this.bulletins.edit(id, input, ifMatch, by), by);
  }

  /** Counts its numbers again. */
  @Post('bulletins/:id/recount')
  @HttpCode(200)
  @Action('bulletin.write')
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: BulletinView })
  async recount(@Param('id') id: string, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return this.#view(await this.bulletins.recount(id, ifMatch, by), by);
  }

  @Post('bulletins/:id/drop')
  @HttpCode(200)
  @Action('bulletin.write')
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: BulletinView })
  async drop(@Param('id') id: string, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return this.#view(await this.bulletins.drop(id, ifMatch, by), by);
  }

  @Post('bulletins/:id/approval')
  @HttpCode(200)
  @Action('bulletin.approve')
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: BulletinView })
  async approve(@Param('id') id: string, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return this.#view(await this.bulletins.approve(id, ifMatch, by), by);
  }

  /** What a number was counted from, one by one. */
  @Get('bulletins/:id/figures/:name')
  @Action('bulletin.read')
  @ApiOkResponse({ standardSchema: FigureItems })
  async items(@Param('id') id: string, @Param('name') name: string, @Query({ schema: FigureItemsQuery }) { pageToken }: FigureItemsQuery, @By() by: Actor) {
    return FigureItems.parse(await this.bulletins.items(id, name, pageToken, by));
  }

  /** How it would look now; kept nowhere. */
  @Get('bulletins/:id/preview')
  @Action('bulletin.read')
  @ApiProduces(PDF)
  async preview(@Param('id') id: string, @By() by: Actor) {
    return new StreamableFile(await this.bulletins.preview(id, by), { type: PDF });
  }

  @Get('bulletins/:id/document')
  @Action('bulletin.read')
  @ApiProduces(PDF)
  async document(@Param('id') id: string, @By() by: Actor) {
    return new StreamableFile(await this.bulletins.document(id, by), { type: PDF });
  }

  /** The same for offices that go on editing it. */
  @Get('bulletins/:id/word')
  @Action('bulletin.read')
  @ApiProduces(DOCX)
  async word(@Param('id') id: string, @By() by: Actor) {
    return new StreamableFile(await this.bulletins.word(id, by), { type: DOCX });
  }

  @Get('bulletins/:id/workbook')
  @Action('bulletin.read')
  @ApiProduces(XLSX)
  async workbook(@Param('id') id: string, @By() by: Actor) {
    return sheet(await bulletinSheet(await this.bulletins.get(id, by)), 'bulletin');
  }

  /** Units by level, points, marks or votes as things stood on a day. */
  @Get('rankings')
  @Action('ranking.read')
  @ApiOkResponse({ standardSchema: RankBoard })
  async ranking(@Query({ schema: RankBoardQuery }) query: RankBoardQuery, @By() by: Actor) {
    return RankBoard.parse(await this.rankings.board(query, by));
  }

  @Get('rankings/workbook')
  @Action('ranking.read')
  @ApiProduces(XLSX)
  async rankingWorkbook(@Query({ schema: RankBoardQuery }) query: RankBoardQuery, @By() by: Actor) {
    return sheet(await this.rankings.workbook(query, by), 'ranking');
  }

  async #view(bulletin: Bulletin, by: Actor): Promise<BulletinView> {
    return BulletinView.parse(bulletinView(bulletin, await this.bulletins.readerUnits(bulletin), by));
  }
}
