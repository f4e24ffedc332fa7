import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PublicityTodo } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { WorkService } from './work-service.ts';

@ApiTags('publicity')
@Controller('api/publicity/todo')
export class WorkController {
  constructor(@Inject(WorkService) readonly work: WorkService) {}

  /** What this seat can do now. */
  @Get()
  @Action('award.read')
  @ApiOkResponse({ standardSchema: PublicityTodo })
  async todo(@By() by: Actor) {
    return PublicityTodo.parse({ items: await this.work.of(by) });
  }
}
