import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PostEstablish, PostFill, PostKindView, PostList, PostQuery, PostVacate, PostView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { POST_KINDS } from '../tokens.ts';
import type { PostKinds } from './post-rule.ts';
import { PostService } from './post-service.ts';

const IfMatch = () => Headers('if-match');

@ApiTags('registry')
@Controller('api/registry')
export class PostController {
  constructor(
    @Inject(PostService) readonly service: PostService,
    @Inject(POST_KINDS) readonly postKinds: PostKinds,
  ) {}

  @Get('post-kinds')
  @Action('unit.read')
  @ApiOkResponse({ standardSchema: PostKindView, isArray: true })
  kinds(): PostKindView[] {
    return [...this.postKinds].map(([kind, rest]) => PostKindView.parse({ kind, ...rest }));
  }

  @Get('posts')
  @Action('person.read')
  @ApiOkResponse({ standardSchema: PostList })
  async list(@Query({ schema: PostQuery }) query: PostQuery, @By() by: Actor): Promise<PostList> {
    return PostList.parse({ items: await this.service.list(by, query) });
  }

  @Post('posts')
  @Action('person.manage')
  @ApiCreatedResponse({ standardSchema: PostView })
  async establish(@Body({ schema: PostEstablish }) input: PostEstablish, @By() by: Actor): Promise<PostView> {
    return PostView.parse(await this.service.establish(by, input));
  }

  @Post('posts/:id/fill')
  @HttpCode(200)
  @Action('person.manage')
  @ApiOkResponse({ standardSchema: PostView })
  async fill(@Param('id') id: string, @Body({ schema: PostFill }) input: PostFill, @IfMatch() ifMatch: string | undefined, @By() by: Actor): Promise<PostView> {
    return PostView.parse(await this.service.fill(by, id, input, ifMatch));
  }

  @Post('posts/:id/vacate')
  @HttpCode(200)
  @Action('person.manage')
  @ApiOkResponse({ standardSchema: PostView })
  async vacate(@Param('id') id: string, @Body({ schema: PostVacate }) input: PostVacate, @IfMatch() ifMatch: string | undefined, @By() by: Actor): Promise<PostView> {
    return PostView.parse(await this.service.vacate(by, id, input, ifMatch));
  }
}
