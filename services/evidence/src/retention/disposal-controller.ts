import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  DisposalCandidatePage, DisposalCandidateQuery, DisposalPage, DisposalProposal, DisposalQuery, DisposalView, DisposalWord, LegalHoldOrder, LegalHoldPage, LegalHoldQuery, LegalHoldView,
} from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { DisposalService } from './disposal-service.ts';

@ApiTags('evidence')
@Controller('api/evidence')
export class DisposalController {
  constructor(@Inject(DisposalService) readonly disposals: DisposalService) {}

  /** What a unit keeps beyond its term. */
  @Get('disposal-candidates')
  @Action('disposal.propose')
  @ApiOkResponse({ standardSchema: DisposalCandidatePage })
  async candidates(@Query({ schema: DisposalCandidateQuery }) { unitId, pageToken }: DisposalCandidateQuery, @By() by: Actor) {
    return DisposalCandidatePage.parse(await this.disposals.candidates(unitId, pageToken, by));
  }

  @Post('disposals')
  @Action('disposal.propose')
  @ApiCreatedResponse({ standardSchema: DisposalView })
  async propose(@Body({ schema: DisposalProposal }) input: DisposalProposal, @By() by: Actor) {
    return DisposalView.parse(await this.disposals.propose(input, by));
  }

  @Get('disposals')
  @Action('archive.read')
  @ApiOkResponse({ standardSchema: DisposalPage })
  async list(@Query({ schema: DisposalQuery }) query: DisposalQuery, @By() by: Actor) {
    return DisposalPage.parse(await this.disposals.list(query, by));
  }

  @Get('disposals/:id')
  @Action('archive.read')
  @ApiOkResponse({ standardSchema: DisposalView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return DisposalView.parse(await this.disposals.get(id, by));
  }

  /** The second one, by another person, begins the waiting time. */
  @Post('disposals/:id/approval')
  @HttpCode(200)
  @Action('disposal.approve')
  @ApiOkResponse({ standardSchema: DisposalView })
  async approve(@Param('id') id: string, @Body({ schema: DisposalWord }) { note }: DisposalWord, @By() by: Actor) {
    return DisposalView.parse(await this.disposals.approve(id, note, by));
  }

  @Post('disposals/:id/rejection')
  @HttpCode(200)
  @Action('disposal.approve')
  @ApiOkResponse({ standardSchema: DisposalView })
  async reject(@Param('id') id: string, @Body({ schema: DisposalWord }) { note }: DisposalWord, @By() by: Actor) {
    return DisposalView.parse(await this.disposals.reject(id, note, by));
  }

  /** Keeps a thing whatever its term, until the hold is lifted. */
  @Post('legal-holds')
  @Action('disposal.approve')
  @ApiCreatedResponse({ standardSchema: LegalHoldView })
  async hold(@Body({ schema: LegalHoldOrder }) input: LegalHoldOrder, @By() by: Actor) {
    return LegalHoldView.parse(await this.disposals.hold(input, by));
  }

  @Get('legal-holds')
  @Action('archive.read')
  @ApiOkResponse({ standardSchema: LegalHoldPage })
  async holds(@Query({ schema: LegalHoldQuery }) query: LegalHoldQuery, @By() by: Actor) {
    return LegalHoldPage.parse(await this.disposals.listHolds(query, by));
  }

  @Post('legal-holds/:id/lifting')
  @HttpCode(200)
  @Action('disposal.approve')
  @ApiOkResponse({ standardSchema: LegalHoldView })
  async lift(@Param('id') id: string, @By() by: Actor) {
    return LegalHoldView.parse(await this.disposals.lift(id, by));
  }
}
