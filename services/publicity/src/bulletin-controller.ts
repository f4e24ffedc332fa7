import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { BulletinDraft, BulletinEdit, BulletinList, BulletinView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { BulletinService } from './bulletin-service.ts';
import { bulletinView } from './views.ts';

@ApiTags('publicity')
@Controller('api/publicity/bulletins')
export class BulletinController {
  constructor(@Inject(BulletinService) readonly bulletins: BulletinService) {}

  @Post()
  @Action('bulletin.write')
  @ApiCreatedResponse({ standardSchema: BulletinView })
  async draft(@Body({ schema: BulletinDraft }) input: BulletinDraft, @By() by: Actor) {
    return BulletinView.parse(bulletinView(await this.bulletins.draft(input, by)));
  }

  @Get()
  @Action('bulletin.read')
  @ApiOkResponse({ standardSchema: BulletinList })
  async list() {
    return BulletinList.parse({ items: (await this.bulletins.list()).map(bulletinView) });
  }

  @Get(':id')
  @Action('bulletin.read')
  @ApiOkResponse({ standardSchema: BulletinView })
  async get(@Param('id') id: string) {
    return BulletinView.parse(bulletinView(await this.bulletins.get(id)));
  }

  @Put(':id')
  @Action('bulletin.write')
  @ApiOkResponse({ standardSchema: BulletinView })
  async edit(@Param('id') id: string, @Body({ schema: BulletinEdit }) input: BulletinEdit, @By() by: Actor) {
    return BulletinView.parse(bulletinView(await this.bulletins.edit(id, input, by)));
  }

  @Post(':id/approval')
  @HttpCode(200)
  @Action('bulletin.write')
  @ApiOkResponse({ standardSchema: BulletinView })
  async approve(@Param('id') id: string, @By() by: Actor) {
    return BulletinView.parse(bulletinView(await this.bulletins.approve(id, by)));
  }

  @Get(':id/document')
  @Action('bulletin.read')
  async document(@Param('id') id: string) {
    return new StreamableFile(await this.bulletins.document(id), { type: 'application/pdf' });
  }
}
