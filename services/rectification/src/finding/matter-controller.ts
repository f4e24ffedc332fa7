import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { MatterLink, MatterOpen, MatterPage, MatterQuery, MatterStudy, MatterView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { MatterService } from './matter-service.ts';

@ApiTags('rectification')
@Controller('api/rectification/matters')
export class MatterController {
  constructor(@Inject(MatterService) readonly matters: MatterService) {}

  @Post()
  @Action('finding.open')
  @ApiCreatedResponse({ standardSchema: MatterView })
  async open(@Body({ schema: MatterOpen }) input: MatterOpen, @By() by: Actor) {
    return MatterView.parse(await this.matters.open(input, by));
  }

  @Get()
  @Action('matter.read')
  @ApiOkResponse({ standardSchema: MatterPage })
  async list(@Query({ schema: MatterQuery }) query: MatterQuery, @By() by: Actor) {
    return MatterPage.parse(await this.matters.list(query, by));
  }

  /** Its lines are the findings that name it. */
  @Get(':id')
  @Action('matter.read')
  @ApiOkResponse({ standardSchema: MatterView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return MatterView.parse(await this.matters.get(id, by));
  }

  @Post(':id/findings')
  @HttpCode(200)
  @Action('finding.open')
  @ApiOkResponse({ standardSchema: MatterView })
  async link(@Param('id') id: string, @Body({ schema: MatterLink }) { findingIds }: MatterLink, @By() by: Actor) {
    return MatterView.parse(await this.matters.link(id, findingIds, by));
  }

  /** What came of studying it for all units together. */
  @Post(':id/study')
  @HttpCode(200)
  @Action('finding.open')
  @ApiOkResponse({ standardSchema: MatterView })
  async study(@Param('id') id: string, @Body({ schema: MatterStudy }) input: MatterStudy, @By() by: Actor) {
    return MatterView.parse(await this.matters.study(id, input, by));
  }
}
