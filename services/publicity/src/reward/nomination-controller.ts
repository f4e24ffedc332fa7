import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { NominationCheck, NominationCheckQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { NominationChecks } from './nomination-check.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@ApiTags('publicity')
@Controller('api/publicity/nomination-check')
export class NominationController {
  constructor(@Inject(NominationChecks) readonly checks: NominationChecks) {}

  /** What holds today for units and people who are to be nominated, each with its source. */
  @Get()
  @Action('effect.read')
  @ApiOkResponse({ standardSchema: NominationCheck })
  async check(@Query({ schema: NominationCheckQuery }) query: NominationCheckQuery, @By() by: Actor) {
    return NominationCheck.parse(await this.checks.check(query, by));
  }

  @Get('workbook')
  @Action('effect.read')
  @ApiProduces(XLSX)
  async workbook(@Query({ schema: NominationCheckQuery }) query: NominationCheckQuery, @By() by: Actor) {
    return new StreamableFile(await this.checks.sheet(query, by), { type: XLSX, disposition: 'attachment; filename="nomination-check.xlsx"' });
  }
}
