import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DecideTry, DecideTryView, SchemeCheck, SchemeCheckView, SchemeDetail, SchemeList } from '@xingchuang/contracts';
import { Action } from '@xingchuang/server';
import { SchemeService } from './scheme-service.ts';
import { Version } from './scheme-views.ts';

@ApiTags('assessment')
@Controller('api/assessment/schemes')
export class SchemeController {
  constructor(@Inject(SchemeService) readonly schemes: SchemeService) {}

  @Get()
  @Action('scheme.read')
  @ApiOkResponse({ standardSchema: SchemeList })
  async list(): Promise<SchemeList> {
    return SchemeList.parse({ items: await this.schemes.list() });
  }

  /** The file's text to its problems, each with line and column. */
  @Post('check')
  @HttpCode(200)
  @Action('scheme.read')
  @ApiOkResponse({ standardSchema: SchemeCheckView })
  check(@Body({ schema: SchemeCheck }) { text }: SchemeCheck): SchemeCheckView {
    const problems = this.schemes.check(text);
    return SchemeCheckView.parse({ ok: problems.length === 0, problems });
  }

  /** The newest version. */
  @Get(':id')
  @Action('scheme.read')
  @ApiOkResponse({ standardSchema: SchemeDetail })
  async newest(@Param('id') id: string): Promise<SchemeDetail> {
    return SchemeDetail.parse(await this.schemes.detail(id, undefined));
  }

  @Get(':id/:version')
  @Action('scheme.read')
  @ApiOkResponse({ standardSchema: SchemeDetail })
  async detail(@Param('id') id: string, @Param('version', { schema: Version }) version: number): Promise<SchemeDetail> {
    return SchemeDetail.parse(await this.schemes.detail(id, version));
  }

  /** A dry run: decisions, shares, titles and effects for facts that are not kept. */
  @Post(':id/decide')
  @HttpCode(200)
  @Action('scheme.read')
  @ApiOkResponse({ standardSchema: DecideTryView })
  async try(@Param('id') id: string, @Body({ schema: DecideTry }) facts: DecideTry): Promise<DecideTryView> {
    return DecideTryView.parse(await this.schemes.try(id, facts));
  }
}
