import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  ChannelsSet, ChannelsView, InboxQuery, MailConfirm, NotificationKindList, NotificationPage, NotificationView, ReadAll, ReadDone, ToldPage, ToldQuery, ToldSheetQuery, UnreadView,
} from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, Confidential } from '@xingchuang/server';
import { ChannelService } from './channel-service.ts';
import { InboxService } from './inbox-service.ts';
import { KindCatalogue } from './kind-catalogue.ts';
import { ToldService } from './told-service.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@ApiTags('notifications')
@Controller('api/publicity')
export class NotificationController {
  constructor(
    @Inject(KindCatalogue) readonly kinds: KindCatalogue,
    @Inject(InboxService) readonly inbox: InboxService,
    @Inject(ChannelService) readonly channels: ChannelService,
    @Inject(ToldService) readonly told: ToldService,
  ) {}

  @Get('notification-kinds')
  @Action('notification.own')
  @ApiOkResponse({ standardSchema: NotificationKindList })
  kindList() {
    return NotificationKindList.parse({ items: this.kinds.all });
  }

  @Get('notifications')
  @Action('notification.own')
  @ApiOkResponse({ standardSchema: NotificationPage })
  async list(@Query({ schema: InboxQuery }) query: InboxQuery, @By() by: Actor) {
    return NotificationPage.parse(await this.inbox.list(query, by));
  }

  @Get('notifications/unread')
  @Action('notification.own')
  @ApiOkResponse({ standardSchema: UnreadView })
  async unread(@By() by: Actor) {
    return UnreadView.parse({ count: await this.inbox.unread(by) });
  }

  @Post('notifications/reading')
  @HttpCode(200)
  @Action('notification.own')
  @ApiOkResponse({ standardSchema: ReadDone })
  async readAll(@Body({ schema: ReadAll }) input: ReadAll, @By() by: Actor) {
    return ReadDone.parse({ read: await this.inbox.readAll(input, by) });
  }

  @Post('notifications/:id/reading')
  @HttpCode(200)
  @Action('notification.own')
  @ApiOkResponse({ standardSchema: NotificationView })
  async read(@Param('id') id: string, @By() by: Actor) {
    return NotificationView.parse(await this.inbox.read(id, by));
  }

  @Get('channels')
  @Action('notification.own')
  @ApiOkResponse({ standardSchema: ChannelsView })
  async view(@By() by: Actor) {
    return ChannelsView.parse(await this.channels.view(by));
  }

  @Put('channels')
  @Action('notification.own')
  @ApiOkResponse({ standardSchema: ChannelsView })
  async set(@Body({ schema: ChannelsSet }) input: ChannelsSet, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return ChannelsView.parse(await this.channels.set(input, ifMatch, by));
  }

  /** Confidential, so that a repeated key does not hold a transaction open while a server is talked to. */
  @Post('channels/test')
  @HttpCode(200)
  @Action('notification.own')
  @Confidential()
  @ApiOkResponse({ standardSchema: ChannelsView })
  async test(@By() by: Actor) {
    return ChannelsView.parse(await this.channels.test(by));
  }

  /** Confidential: a wrong code is counted although it is refused. */
  @Post('channels/confirmation')
  @HttpCode(200)
  @Action('notification.own')
  @Confidential()
  @ApiOkResponse({ standardSchema: ChannelsView })
  async confirm(@Body({ schema: MailConfirm }) { code }: MailConfirm, @By() by: Actor) {
    return ChannelsView.parse(await this.channels.confirm(code, by));
  }

  @Get('told')
  @Action('notification.report')
  @ApiOkResponse({ standardSchema: ToldPage })
  async report(@Query({ schema: ToldQuery }) query: ToldQuery, @By() by: Actor) {
    return ToldPage.parse(await this.told.list(query, by));
  }

  @Get('told/sheet')
  @Action('notification.report')
  @Header('cache-control', 'no-store')
  async sheet(@Query({ schema: ToldSheetQuery }) query: ToldSheetQuery, @By() by: Actor) {
    return new StreamableFile(await this.told.sheet(query, by), { type: XLSX, disposition: `attachment; filename*=UTF-8''${encodeURIComponent('告知情况.xlsx')}` });
  }
}
