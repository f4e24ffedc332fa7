import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  DeliveryPage, DeliveryQuery, DeliveryView, NodeReminderPage, NodeReminderQuery, NodeReminderSet, NodeReminderView, RobotAdd, RobotChange, RobotPage, RobotQuery, RobotTested, RobotView,
} from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, Confidential } from '@xingchuang/server';
import { NodeReminderService } from './node-reminder-service.ts';
import { RobotService } from './robot-service.ts';
import { ToldService } from './told-service.ts';

/** What is set up for others: robots of units, messages that could not be sent, reminders at nodes. */
@ApiTags('notifications')
@Controller('api/publicity')
export class RobotController {
  constructor(
    @Inject(RobotService) readonly robots: RobotService,
    @Inject(ToldService) readonly told: ToldService,
    @Inject(NodeReminderService) readonly reminders: NodeReminderService,
  ) {}

  @Get('robots')
  @Action('robot.manage')
  @ApiOkResponse({ standardSchema: RobotPage })
  async list(@Query({ schema: RobotQuery }) query: RobotQuery, @By() by: Actor) {
    return RobotPage.parse(await this.robots.list(query, by));
  }

  @Post('robots')
  @Action('robot.manage')
  @Confidential()
  @ApiCreatedResponse({ standardSchema: RobotView })
  async add(@Body({ schema: RobotAdd }) input: RobotAdd, @By() by: Actor) {
    return RobotView.parse(await this.robots.add(input, by));
  }

  @Put('robots/:id')
  @Action('robot.manage')
  @Confidential()
  @ApiOkResponse({ standardSchema: RobotView })
  async change(@Param('id') id: string, @Body({ schema: RobotChange }) input: RobotChange, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return RobotView.parse(await this.robots.change(id, input, ifMatch, by));
  }

  @Delete('robots/:id')
  @HttpCode(204)
  @Action('robot.manage')
  async remove(@Param('id') id: string, @By() by: Actor): Promise<void> {
    await this.robots.remove(id, by);
  }

  @Post('robots/:id/test')
  @HttpCode(200)
  @Action('robot.manage')
  @Confidential()
  @ApiOkResponse({ standardSchema: RobotTested })
  async test(@Param('id') id: string, @By() by: Actor) {
    return RobotTested.parse({ reason: await this.robots.test(id, by) });
  }

  @Get('deliveries')
  @Action('delivery.manage')
  @ApiOkResponse({ standardSchema: DeliveryPage })
  async messages(@Query({ schema: DeliveryQuery }) query: DeliveryQuery, @By() by: Actor) {
    return DeliveryPage.parse(await this.told.messages(query, by));
  }

  @Post('deliveries/:id/retry')
  @HttpCode(200)
  @Action('delivery.manage')
  @ApiOkResponse({ standardSchema: DeliveryView })
  async retry(@Param('id') id: string, @By() by: Actor) {
    return DeliveryView.parse(await this.told.retry(id, by));
  }

  @Get('node-reminders')
  @Action('node.remind')
  @ApiOkResponse({ standardSchema: NodeReminderPage })
  async nodes(@Query({ schema: NodeReminderQuery }) query: NodeReminderQuery, @By() by: Actor) {
    return NodeReminderPage.parse(await this.reminders.list(query, by));
  }

  @Post('node-reminders')
  @Action('node.remind')
  @ApiCreatedResponse({ standardSchema: NodeReminderView })
  async remind(@Body({ schema: NodeReminderSet }) input: NodeReminderSet, @By() by: Actor) {
    return NodeReminderView.parse(await this.reminders.set(input, by));
  }

  @Post('node-reminders/:id/cancellation')
  @HttpCode(200)
  @Action('node.remind')
  @ApiOkResponse({ standardSchema: NodeReminderView })
  async cancel(@Param('id') id: string, @By() by: Actor) {
    return NodeReminderView.parse(await this.reminders.cancel(id, by));
  }
}
