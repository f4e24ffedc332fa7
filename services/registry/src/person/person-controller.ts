import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PersonChange, PersonEnter, PersonLeave, PersonPage, PersonQuery, PersonTransfer, PersonView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { lastMembership, type Person } from './person-rule.ts';
import { PersonService } from './person-service.ts';

const IfMatch = () => Headers('if-match');

@ApiTags('registry')
@Controller('api/registry/people')
export class PersonController {
  constructor(@Inject(PersonService) readonly service: PersonService) {}

  @Get()
  @Action('person.read')
  @ApiOkResponse({ standardSchema: PersonPage })
  async list(@Query({ schema: PersonQuery }) query: PersonQuery, @By() by: Actor): Promise<PersonPage> {
    const { items, ...rest } = await this.service.list(by, query);
    return PersonPage.parse({ items: items.map(view), ...rest });
  }

  @Post()
  @Action('person.manage')
  @ApiCreatedResponse({ standardSchema: PersonView })
  async enter(@Body({ schema: PersonEnter }) input: PersonEnter, @By() by: Actor): Promise<PersonView> {
    return view(await this.service.enter(by, input));
  }

  @Get(':id')
  @Action('person.read')
  @ApiOkResponse({ standardSchema: PersonView })
  async get(@Param('id') id: string, @By() by: Actor): Promise<PersonView> {
    return view(await this.service.get(by, id));
  }

  @Post(':id/change')
  @HttpCode(200)
  @Action('person.manage')
  @ApiOkResponse({ standardSchema: PersonView })
  async change(@Param('id') id: string, @Body({ schema: PersonChange }) input: PersonChange, @IfMatch() ifMatch: string | undefined, @By() by: Actor): Promise<PersonView> {
    return view(await this.service.change(by, id, input, ifMatch));
  }

  @Post(':id/transfer')
  @HttpCode(200)
  @Action('person.manage')
  @ApiOkResponse({ standardSchema: PersonView })
  async transfer(@Param('id') id: string, @Body({ schema: PersonTransfer }) input: PersonTransfer, @IfMatch() ifMatch: string | undefined, @By() by: Actor): Promise<PersonView> {
    return view(await this.service.transfer(by, id, input, ifMatch));
  }

  @Post(':id/leave')
  @HttpCode(200)
  @Action('person.manage')
  @ApiOkResponse({ standardSchema: PersonView })
  async leave(@Param('id') id: string, @Body({ schema: PersonLeave }) input: PersonLeave, @IfMatch() ifMatch: string | undefined, @By() by: Actor): Promise<PersonView> {
    return view(await this.service.leave(by, id, input, ifMatch));
  }
}

const view = (person: Person): PersonView => PersonView.parse({ ...person, ...lastMembership(person) });
