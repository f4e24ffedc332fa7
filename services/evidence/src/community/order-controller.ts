import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { OrderClaim, OrderDispatch, OrderFinish, OrderPosting, OrderRating, OrderReason, OrderWithdrawal, ServiceOrderPage, ServiceOrderQuery, ServiceOrderView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { OrderService } from './order-service.ts';

const IfMatch = () => Headers('if-match');

@ApiTags('evidence')
@Controller('api/evidence/community/orders')
export class OrderController {
  constructor(@Inject(OrderService) readonly orders: OrderService) {}

  @Post()
  @Action('order.post')
  @ApiCreatedResponse({ standardSchema: ServiceOrderView })
  async post(@Body({ schema: OrderPosting }) input: OrderPosting, @By() by: Actor) {
    return ServiceOrderView.parse(await this.orders.post(input, by));
  }

  @Get()
  @Action('community.read')
  @ApiOkResponse({ standardSchema: ServiceOrderPage })
  async list(@Query({ schema: ServiceOrderQuery }) query: ServiceOrderQuery, @By() by: Actor) {
    return ServiceOrderPage.parse(await this.orders.list(query, by));
  }

  @Get(':id')
  @Action('community.read')
  @ApiOkResponse({ standardSchema: ServiceOrderView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return ServiceOrderView.parse(await this.orders.get(id, by));
  }

  @Post(':id/dispatch')
  @HttpCode(200)
  @Action('order.dispatch')
  @ApiOkResponse({ standardSchema: ServiceOrderView })
  async dispatch(@Param('id') id: string, @Body({ schema: OrderDispatch }) input: OrderDispatch, @IfMatch() ifMatch: string | undefined, @By() by: Actor) {
    return ServiceOrderView.parse(await this.orders.dispatch(id, input, ifMatch, by));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Action('order.dispatch')
  @ApiOkResponse({ standardSchema: ServiceOrderView })
  async withdraw(@Param('id') id: string, @Body({ schema: OrderWithdrawal }) input: OrderWithdrawal, @IfMatch() ifMatch: string | undefined, @By() by: Actor) {
    return ServiceOrderView.parse(await this.orders.withdraw(id, input, ifMatch, by));
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Action('order.serve')
  @ApiOkResponse({ standardSchema: ServiceOrderView })
  async accept(@Param('id') id: string, @IfMatch() ifMatch: string | undefined, @By() by: Actor) {
    return ServiceOrderView.parse(await this.orders.accept(id, ifMatch, by));
  }

  @Post(':id/return')
  @HttpCode(200)
  @Action('order.serve')
  @ApiOkResponse({ standardSchema: ServiceOrderView })
  async giveBack(@Param('id') id: string, @Body({ schema: OrderReason }) input: OrderReason, @IfMatch() ifMatch: string | undefined, @By() by: Actor) {
    return ServiceOrderView.parse(await this.orders.giveBack(id, input, ifMatch, by));
  }

  @Post(':id/claim')
  @HttpCode(200)
  @Action('order.serve')
  @ApiOkResponse({ standardSchema: ServiceOrderView })
  async claim(@Param('id') id: string, @Body({ schema: OrderClaim }) input: OrderClaim, @IfMatch() ifMatch: string | undefined, @By() by: Actor) {
    return ServiceOrderView.parse(await this.orders.claim(id, input, ifMatch, by));
  }

  @Post(':id/finish')
  @HttpCode(200)
  @Action('order.serve')
  @ApiOkResponse({ standardSchema: ServiceOrderView })
  async finish(@Param('id') id: string, @Body({ schema: OrderFinish }) input: OrderFinish, @IfMatch() ifMatch: string | undefined, @By() by: Actor) {
    return ServiceOrderView.parse(await this.orders.finish(id, input, ifMatch, by));
  }

  @Post(':id/rate')
  @HttpCode(200)
  @Action('order.post')
  @ApiOkResponse({ standardSchema: ServiceOrderView })
  async rate(@Param('id') id: string, @Body({ schema: OrderRating }) input: OrderRating, @IfMatch() ifMatch: string | undefined, @By() by: Actor) {
    return ServiceOrderView.parse(await this.orders.rate(id, input, ifMatch, by));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Action('order.post')
  @ApiOkResponse({ standardSchema: ServiceOrderView })
  async cancel(@Param('id') id: string, @Body({ schema: OrderReason }) input: OrderReason, @IfMatch() ifMatch: string | undefined, @By() by: Actor) {
    return ServiceOrderView.parse(await this.orders.cancel(id, input, ifMatch, by));
  }
}
