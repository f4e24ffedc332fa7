import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { EvidenceTodo } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { TodoService } from './todo-service.ts';

@ApiTags('evidence')
@Controller('api/evidence/todo')
export class TodoController {
  constructor(@Inject(TodoService) readonly todos: TodoService) {}

  @Get()
  @Action('file.read')
  @ApiOkResponse({ standardSchema: EvidenceTodo })
  async list(@By() by: Actor) {
    return EvidenceTodo.parse({ items: await this.todos.list(by) });
  }
}
