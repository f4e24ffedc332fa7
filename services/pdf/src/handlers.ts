import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { RenderReplySchema, RenderRequestSchema, type RenderRequest } from '@xingchuang/contracts';
import { create } from '@bufbuild/protobuf';
import { Answers, PLATFORM, problemOf, type Platform } from '@xingchuang/server';
import { Refusal } from '@xingchuang/rules';
import { render } from './render.ts';

/** The one question this service answers: a template and its data in, a document or the reason why not out. */
@Controller()
export class Handlers {
  constructor(@Inject(PLATFORM) readonly platform: Platform) {}

  @Answers('pdf.render', RenderRequestSchema, RenderReplySchema)
  async render(@Payload() { template, dataJson }: RenderRequest) {
    try {
      return create(RenderReplySchema, { pdf: await render(template, JSON.parse(dataJson)) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return create(RenderReplySchema, { refusalJson: JSON.stringify(problemOf(error)) });
    }
  }
}
