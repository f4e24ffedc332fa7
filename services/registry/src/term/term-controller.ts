import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { TermEnter, TermQuery, TermsView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { TermService } from './term-service.ts';

@ApiTags('registry')
@Controller('api/registry/terms')
export class TermController {
  constructor(@Inject(TermService) readonly terms: TermService) {}

  /** The committees of a unit, and the days on which one stayed past its term. */
  @Get()
  @Action('person.read')
  @ApiOkResponse({ standardSchema: TermsView })
  async of(@Query({ schema: TermQuery }) query: TermQuery, @By() by: Actor): Promise<TermsView> {
    return TermsView.parse(await this.terms.of(query, by));
  }

  /** A committee was elected; the same day again corrects the end of its term. */
  @Post()
  @Action('person.manage')
  @ApiCreatedResponse({ standardSchema: TermsView })
  async elect(@Body({ schema: TermEnter }) input: TermEnter, @By() by: Actor): Promise<TermsView> {
    return TermsView.parse(await this.terms.elect(input, by));
  }
}
