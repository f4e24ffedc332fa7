import { Controller, Get, HttpCode, Inject, Param, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { WorkbookView } from '@xingchuang/contracts';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '@xingchuang/rules';
import { parseScheme } from '@xingchuang/schemes';
import { Action, By } from '@xingchuang/server';
import { DraftService } from './draft-service.ts';
import { SchemeService } from './scheme-service.ts';
import { Version } from './scheme-views.ts';
import { workbookOf, XLSX } from './scheme-workbook.ts';
import { bytesOf } from './workbook-body.ts';

const FILE = { schema: { type: 'string', format: 'binary' } } as const;

/** Schemes as Excel workbooks, out and in. */
@ApiTags('assessment')
@Controller('api/assessment/scheme-workbooks')
export class WorkbookController {
  constructor(
    @Inject(SchemeService) readonly schemes: SchemeService,
    @Inject(DraftService) readonly drafts: DraftService,
  ) {}

  /** The empty template. */
  @Get('template')
  @Action('scheme.read')
  @ApiProduces(XLSX)
  @ApiOkResponse(FILE)
  async template(): Promise<StreamableFile> {
    return download('评定办法模板', await workbookOf());
  }

  @Get('drafts/:id')
  @Action('scheme.draft')
  @ApiProduces(XLSX)
  @ApiOkResponse(FILE)
  async draft(@Param('id') id: string, @By() by: Actor): Promise<StreamableFile> {
    const { text, title } = await this.drafts.get(id, by);
    return download(title, await workbookOf(parseScheme(text)));
  }

  @Get('schemes/:id/:version')
  @Action('scheme.read')
  @ApiProduces(XLSX)
  @ApiOkResponse(FILE)
  async scheme(@Param('id') id: string, @Param('version', { schema: Version }) version: number): Promise<StreamableFile> {
    const scheme = await this.schemes.get(id, version);
    return download(`${scheme.name.zh}（第${version}版）`, await workbookOf(scheme));
  }

  /** A filled-in workbook to the file it makes and its faults by cell; nothing is kept. */
  @Post()
  @HttpCode(200)
  @Action('scheme.draft')
  @ApiConsumes('application/octet-stream')
  @ApiBody(FILE)
  @ApiOkResponse({ standardSchema: WorkbookView })
  async read(@Req() request: FastifyRequest): Promise<WorkbookView> {
    const { text, problems } = await this.drafts.read(await bytesOf(request.raw));
    return WorkbookView.parse({ ok: problems.length === 0, text, problems });
  }
}

const download = (name: string, bytes: Uint8Array): StreamableFile =>
  new StreamableFile(bytes, { type: XLSX, disposition: `attachment; filename*=UTF-8''${encodeURIComponent(`${name || '评定办法'}.xlsx`)}`, length: bytes.length });
