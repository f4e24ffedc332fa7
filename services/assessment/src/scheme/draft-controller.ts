import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Put, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DraftBegin, DraftChanges, DraftDetail, DraftList, DraftSave, DraftView, DryRun, DryRunView, RevisionView } from '@xingchuang/contracts';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '@xingchuang/rules';
import { wordsOfChange, type Scheme } from '@xingchuang/schemes';
import { Action, By, UNITS, type UnitDirectory } from '@xingchuang/server';
import { levelName } from '../views.ts';
import { DraftService } from './draft-service.ts';
import type { SchemeDraft } from './draft-store.ts';
import { DryRunService, type DryRunOfCampaign } from './dry-run-service.ts';
import { clauseWords, Version } from './scheme-views.ts';
import { bytesOf } from './workbook-body.ts';

const SEEN = { name: 'If-Match', required: true, description: 'the version of the draft that was seen' };

/** Schemes being written: kept with their faults, compared with what is published, tried on old rounds, published. */
@ApiTags('assessment')
@Controller('api/assessment/scheme-drafts')
export class DraftController {
  constructor(
    @Inject(DraftService) readonly drafts: DraftService,
    @Inject(DryRunService) readonly dryRuns: DryRunService,
    @Inject(UNITS) readonly units: UnitDirectory,
  ) {}

  @Get()
  @Action('scheme.draft')
  @ApiOkResponse({ standardSchema: DraftList })
  async list(@By() by: Actor): Promise<DraftList> {
    return DraftList.parse({ items: await this.#views(await this.drafts.list(by)) });
  }

  @Post()
  @Action('scheme.draft')
  @ApiCreatedResponse({ standardSchema: DraftView })
  async begin(@Body({ schema: DraftBegin }) input: DraftBegin, @By() by: Actor): Promise<DraftView> {
    return this.#view(await this.drafts.begin(input, by));
  }

  /** A draft from a filled-in workbook without faults. */
  @Post('from-workbook')
  @Action('scheme.draft')
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ standardSchema: DraftView })
  async beginFrom(@Req() request: FastifyRequest, @By() by: Actor): Promise<DraftView> {
    return this.#view(await this.drafts.beginFrom(await bytesOf(request.raw), by));
  }

  @Get(':id')
  @Action('scheme.draft')
  @ApiOkResponse({ standardSchema: DraftDetail })
  async get(@Param('id') id: string, @By() by: Actor): Promise<DraftDetail> {
    return this.#detail(await this.drafts.get(id, by));
  }

  @Put(':id')
  @Action('scheme.draft')
  @ApiHeader(SEEN)
  @ApiOkResponse({ standardSchema: DraftView })
  async save(@Param('id') id: string, @Body({ schema: DraftSave }) { text }: DraftSave, @Headers('if-match') seen: string | undefined, @By() by: Actor): Promise<DraftView> {
    return this.#view(await this.drafts.save(id, text, seen, by));
  }

  @Delete(':id')
  @HttpCode(204)
  @Action('scheme.draft')
  @ApiHeader(SEEN)
  @ApiNoContentResponse()
  async discard(@Param('id') id: string, @Headers('if-match') seen: string | undefined, @By() by: Actor): Promise<void> {
    await this.drafts.discard(id, seen, by);
  }

  /** A text as it was saved once. */
  @Get(':id/revisions/:version')
  @Action('scheme.draft')
  @ApiOkResponse({ standardSchema: RevisionView })
  async revision(@Param('id') id: string, @Param('version', { schema: Version }) version: number, @By() by: Actor): Promise<RevisionView> {
    return RevisionView.parse(await this.drafts.revision(id, version, by));
  }

  @Get(':id/changes')
  @Action('scheme.draft')
  @ApiOkResponse({ standardSchema: DraftChanges })
  async changes(@Param('id') id: string, @By() by: Actor): Promise<DraftChanges> {
    const { items, ...rest } = await this.drafts.changes(id, by);
    return DraftChanges.parse({ ...rest, items: items.map((item) => ({ ...item, ...wordsOfChange(item) })) });
  }

  /** Old rounds decided again by the draft; nothing of them changes. */
  @Post(':id/dry-run')
  @HttpCode(200)
  @Action('scheme.draft')
  @ApiOkResponse({ standardSchema: DryRunView })
  async dryRun(@Param('id') id: string, @Body({ schema: DryRun }) input: DryRun, @By() by: Actor): Promise<DryRunView> {
    const { problems, after, campaigns } = await this.dryRuns.run(id, input, by);
    return DryRunView.parse({ problems, catalogue: after ?? null, campaigns: campaigns.map((one) => tried(one, after!)) });
  }

  @Post(':id/publication')
  @Action('scheme.publish')
  @ApiHeader(SEEN)
  @ApiCreatedResponse({ standardSchema: DraftView })
  async publish(@Param('id') id: string, @Headers('if-match') seen: string | undefined, @By() by: Actor): Promise<DraftView> {
    return this.#view(await this.drafts.publish(id, seen, by));
  }

  async #views(drafts: readonly SchemeDraft[]) {
    const units = await this.units.byIds(drafts.map(({ unitId }) => unitId));
    return drafts.map((draft) => ({ ...draft, unit: units.get(draft.unitId) }));
  }

  async #view(draft: SchemeDraft): Promise<DraftView> {
    return DraftView.parse((await this.#views([draft]))[0]);
  }

  async #detail(draft: SchemeDraft): Promise<DraftDetail> {
    const [view] = await this.#views([draft]);
    return DraftDetail.parse({ ...view, nextVersion: await this.drafts.nextVersion(draft), revisions: await this.drafts.revisions(draft.id) });
  }
}

function tried({ campaign, before, changed, ...rest }: DryRunOfCampaign, after: Scheme) {
  const words = clauseWords(before, after);
  return {
    ...rest,
    id: campaign.id,
    title: campaign.title,
    schemeVersion: campaign.schemeVersion,
    changed: changed.map((one) => ({ ...one, from: levelName(before, one.from), to: levelName(after, one.to), clauses: one.clauses.map((id) => words.get(id) ?? { id, zh: id }) })),
  };
}
