import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DutyPage, DutyQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { DutyService } from './duty-service.ts';

@ApiTags('evidence')
@Controller('api/evidence/duties')
export class DutyController {
  constructor(@Inject(DutyService) readonly duties: DutyService) {}

  /** What is expected and what is there, by the duties of the published schemes and the clock. */
  @Get()
  @Action('duty.read')
  @ApiOkResponse({ standardSchema: DutyPage })
  async list(@Query({ schema: DutyQuery }) query: DutyQuery, @By() by: Actor) {
    return DutyPage.parse(await this.duties.list(query, by));
  }
}
