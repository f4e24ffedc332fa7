import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AccountOpen, AccountPage, AccountQuery, AccountSecretView, AccountView, SeatGive } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, Confidential } from '@xingchuang/server';
import { AccountService } from './account-service.ts';

@ApiTags('registry')
@Controller('api/registry/accounts')
export class AccountController {
  constructor(@Inject(AccountService) readonly service: AccountService) {}

  @Get()
  @Action('account.manage')
  @ApiOkResponse({ standardSchema: AccountPage })
  async list(@Query({ schema: AccountQuery }) query: AccountQuery, @By() by: Actor): Promise<AccountPage> {
    return AccountPage.parse(await this.service.list(by, query));
  }

  @Post()
  @Action('account.manage')
  @Confidential()
  @Header('cache-control', 'no-store')
  @ApiCreatedResponse({ standardSchema: AccountSecretView })
  async open(@Body({ schema: AccountOpen }) input: AccountOpen, @By() by: Actor): Promise<AccountSecretView> {
    return AccountSecretView.parse(await this.service.open(by, input));
  }

  @Get(':id')
  @Action('account.manage')
  @ApiOkResponse({ standardSchema: AccountView })
  async get(@Param('id') id: string, @By() by: Actor): Promise<AccountView> {
    return AccountView.parse(await this.service.get(by, id));
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Action('account.manage')
  @ApiOkResponse({ standardSchema: AccountView })
  async disable(@Param('id') id: string, @By() by: Actor): Promise<AccountView> {
    return AccountView.parse(await this.service.disable(by, id));
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Action('account.manage')
  @ApiOkResponse({ standardSchema: AccountView })
  async enable(@Param('id') id: string, @By() by: Actor): Promise<AccountView> {
    return AccountView.parse(await this.service.enable(by, id));
  }

  @Post(':id/reset-password')
  @HttpCode(200)
  @Action('account.manage')
  @Confidential()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: AccountSecretView })
  async resetPassword(@Param('id') id: string, @By() by: Actor): Promise<AccountSecretView> {
    return AccountSecretView.parse(await this.service.resetPassword(by, id));
  }

  @Post(':id/seats')
  @Action('account.manage')
  @ApiCreatedResponse({ standardSchema: AccountView })
  async giveSeat(@Param('id') id: string, @Body({ schema: SeatGive }) input: SeatGive, @By() by: Actor): Promise<AccountView> {
    return AccountView.parse(await this.service.giveSeat(by, id, input));
  }

  @Delete(':id/seats/:seatId')
  @Action('account.manage')
  @ApiOkResponse({ standardSchema: AccountView })
  async takeSeat(@Param('id') id: string, @Param('seatId') seatId: string, @By() by: Actor): Promise<AccountView> {
    return AccountView.parse(await this.service.takeSeat(by, id, seatId));
  }
}
