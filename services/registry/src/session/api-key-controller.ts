import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiKeyList, ApiKeyMake, ApiKeySecretView, TokenView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, Confidential } from '@xingchuang/server';
import { ApiKeyService } from './api-key-service.ts';
import type { ApiKey } from './api-key-store.ts';

const viewOf = ({ usedAt, areas = [], readOnly = false, ...key }: ApiKey) => ({ ...key, areas: [...areas], readOnly, usedAt: usedAt?.toISOString() ?? '' });

@ApiTags('registry')
@Controller('api/registry/keys')
export class ApiKeyController {
  constructor(@Inject(ApiKeyService) readonly service: ApiKeyService) {}

  @Post()
  @Action('account.manage')
  @Confidential()
  @Header('cache-control', 'no-store')
  @ApiCreatedResponse({ standardSchema: ApiKeySecretView })
  async make(@Body({ schema: ApiKeyMake }) input: ApiKeyMake, @By() by: Actor): Promise<ApiKeySecretView> {
    const { key, secret } = await this.service.make(by, input);
    return ApiKeySecretView.parse({ key: viewOf(key), secret });
  }

  @Get()
  @Action('account.manage')
  @ApiOkResponse({ standardSchema: ApiKeyList })
  async list(@By() by: Actor): Promise<ApiKeyList> {
    return ApiKeyList.parse({ items: (await this.service.list(by)).map(viewOf) });
  }

  @Delete(':id')
  @HttpCode(204)
  @Action('account.manage')
  async revoke(@Param('id') id: string, @By() by: Actor): Promise<void> {
    await this.service.revoke(by, id);
  }

  /** `Authorization: ApiKey xck_…` for a token of five minutes. */
  @Post('token')
  @HttpCode(200)
  @Action('session.open')
  @Confidential()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: TokenView })
  async exchange(@Req() request: FastifyRequest): Promise<TokenView> {
    return TokenView.parse(await this.service.exchange(request.headers.authorization, request.ip));
  }
}
