import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PersonChange, PersonEnter, PersonImportQuery, PersonImportView, PersonLeave, PersonNames, PersonNamesQuery, PersonPage, PersonQuery, PersonTransfer, PersonView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { decodeFileName, readWhole } from '../unit/read-whole.ts';
import { PersonImportService } from './person-import-service.ts';
import { lastMembership, type Person } from './person-rule.ts';
import { PersonService } from './person-service.ts';

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const IfMatch = () => Headers('if-match');

@ApiTags('registry')
@Controller('api/registry/people')
export class PersonController {
  constructor(
    @Inject(PersonService) readonly service: PersonService,
    @Inject(PersonImportService) readonly imports: PersonImportService,
  ) {}

  @Get()
  @Action('person.read')
  @ApiOkResponse({ standardSchema: PersonPage })
  async list(@Query({ schema: PersonQuery }) query: PersonQuery, @By() by: Actor): Promise<PersonPage> {
    const { items, ...rest } = await this.service.list(by, query);
    return PersonPage.parse({ items: items.map(view), ...rest });
  }

  /** Names alone; whom the seat may not see is absent. */
  @Get('names')
  @Action('person.read')
  @ApiOkResponse({ standardSchema: PersonNames })
  async names(@Query({ schema: PersonNamesQuery }) { ids }: PersonNamesQuery, @By() by: Actor): Promise<PersonNames> {
    return { names: await this.service.names(ids, by) };
  }

  @Post()
  @Action('person.manage')
  @ApiCreatedResponse({ standardSchema: PersonView })
  async enter(@Body({ schema: PersonEnter }) input: PersonEnter, @By() by: Actor): Promise<PersonView> {
    return view(await this.service.enter(by, input));
  }

  /** CSV or XLSX with the columns 姓名, 单位编码, 在职党员 and, if wanted, 起始日期. */
  @Post('import')
  @HttpCode(200)
  @Action('unit.manage')
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ standardSchema: PersonImportView })
  async importPeople(
    @Query({ schema: PersonImportQuery }) { dryRun }: PersonImportQuery,
    @Headers('x-file-name') encodedName: string | undefined,
    @By() by: Actor,
    @Req() request: FastifyRequest,
  ): Promise<PersonImportView> {
    return PersonImportView.parse(await this.imports.importPeople(by, await readWhole(request.raw), decodeFileName(encodedName), dryRun));
  }

  /** Of the same table: only the rows that have a fault, with its words beside them. */
  @Post('import/faulty-rows')
  @HttpCode(200)
  @Action('unit.manage')
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiProduces(SHEET)
  async faultyRows(@Headers('x-file-name') encodedName: string | undefined, @By() by: Actor, @Req() request: FastifyRequest): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.faultyRows(by, await readWhole(request.raw), decodeFileName(encodedName)), { type: SHEET });
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
