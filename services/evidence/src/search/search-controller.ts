import { Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { SearchCount, SearchCountQuery, SearchPage, SearchQuery, SearchRebuildView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { SearchRebuild } from './search-rebuild.ts';
import { SearchService } from './search-service.ts';

@ApiTags('evidence')
@Controller('api/evidence/search')
export class SearchController {
  constructor(
    @Inject(SearchService) readonly searches: SearchService,
    @Inject(SearchRebuild) readonly rebuilds: SearchRebuild,
  ) {}

  @Get()
  @Action('evidence.search')
  @ApiOkResponse({ standardSchema: SearchPage })
  async search(@Query({ schema: SearchQuery }) query: SearchQuery, @By() by: Actor) {
    return SearchPage.parse(await this.searches.search(query, by));
  }

  /** How many there are, apart from the pages: it takes longer than the first of them. */
  @Get('count')
  @Action('evidence.search')
  @ApiOkResponse({ standardSchema: SearchCount })
  async count(@Query({ schema: SearchCountQuery }) query: SearchCountQuery, @By() by: Actor) {
    return SearchCount.parse(await this.searches.count(query, by));
  }

  /** Makes the index anew from the files and records, behind what people do; asked again while it runs, it goes on. */
  @Post('rebuild')
  @HttpCode(202)
  @Action('integrity.run')
  @ApiAcceptedResponse({ standardSchema: SearchRebuildView })
  async rebuild() {
    return SearchRebuildView.parse(await this.rebuilds.begin());
  }

  @Get('rebuild')
  @Action('integrity.run')
  @ApiOkResponse({ standardSchema: SearchRebuildView })
  async rebuildState() {
    return SearchRebuildView.parse(await this.rebuilds.state());
  }
}
