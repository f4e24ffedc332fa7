import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { BackupsView } from '@xingchuang/contracts';
import { Action, Confidential } from '@xingchuang/server';
import { BackupService } from './backup-service.ts';

@ApiTags('registry')
@Controller('api/registry/backups')
export class BackupController {
  constructor(@Inject(BackupService) readonly service: BackupService) {}

  @Get()
  @Action('backup.run')
  @ApiOkResponse({ standardSchema: BackupsView })
  list(): BackupsView {
    return BackupsView.parse(this.service.list());
  }

  /** Begins one; whether it has ended, the list says. */
  @Post()
  @HttpCode(202)
  @Action('backup.run')
  @Confidential()
  @ApiAcceptedResponse({ standardSchema: BackupsView })
  start(): BackupsView {
    return BackupsView.parse(this.service.start());
  }
}
