import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { TodoList } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { TodoService } from './todo-service.ts';

@ApiTags('assessment')
@Controller('api/assessment/todo')
export class TodoController {
  constructor(@Inject(TodoService) readonly todos: TodoService) {}

  /** What this seat can do now. */
  @Get()
  @Action('session.own')
  @ApiOkResponse({ standardSchema: TodoList })
  async list(@By() by: Actor): Promise<TodoList> {
    return TodoList.parse({ items: await this.todos.of(by) });
  }
}
