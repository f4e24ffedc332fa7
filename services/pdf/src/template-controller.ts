import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Previewing, SampleQuery, TemplateList } from '@xingchuang/contracts';
import { Action, Confidential } from '@xingchuang/server';
import { DocumentMaker } from './document-maker.ts';
import { fieldsOf } from './template/layout-file.ts';

const PDF = 'application/pdf';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

@ApiTags('pdf')
@Controller('api/pdf')
export class TemplateController {
  constructor(@Inject(DocumentMaker) readonly documents: DocumentMaker) {}

  @Get('templates')
  @Action('template.read')
  @ApiOkResponse({ standardSchema: TemplateList })
  list() {
    const items = Array.from(this.documents.renderer.layouts.values(), (layout) => ({
      id: layout.id,
      kind: layout.kind,
      ...layout.name,
      fields: Object.entries(fieldsOf(layout)).map(([name, { zh, type, optional }]) => ({ name, zh, type, optional })),
      sample: layout.sample,
    }));
    return TemplateList.parse({ items });
  }

  /** The template with its sample data. */
  @Get('templates/:id/sample')
  @Action('template.read')
  @ApiProduces(PDF, DOCX)
  async sample(@Param('id') id: string, @Query({ schema: SampleQuery }) { format }: SampleQuery) {
    if (format === 'docx') return new StreamableFile(await this.documents.sampleDocx(id), { type: DOCX });
    return new StreamableFile(await this.documents.preview({ template: id }), { type: PDF });
  }

  /** Changes nothing, so that it may simply run again. */
  @Post('previews')
  @HttpCode(200)
  @Action('template.preview')
  @Confidential()
  @ApiProduces(PDF)
  async preview(@Body({ schema: Previewing }) input: Previewing) {
    return new StreamableFile(await this.documents.preview(input, input.data), { type: PDF });
  }
}
