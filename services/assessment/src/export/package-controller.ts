import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { PackageKeyView } from '@xingchuang/contracts';
import type { FastifyReply } from 'fastify';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { PackageKeys } from './package-keys.ts';
import { PackageService } from './package-service.ts';

@ApiTags('assessment')
@Controller('api/assessment/campaigns')
export class PackageController {
  constructor(
    @Inject(PackageService) readonly packages: PackageService,
    @Inject(PackageKeys) readonly keys: PackageKeys,
  ) {}

  /** With what packages are signed, for anybody: `xingchuang verify --key` takes it. */
  @Get('package-key')
  @Action('public.read')
  @ApiOkResponse({ standardSchema: PackageKeyView })
  async key(): Promise<PackageKeyView> {
    return PackageKeyView.parse(await this.keys.current());
  }

  /** The whole campaign as one package (docs/campaign-package.md): `xingchuang verify` reckons it again without this system. */
  @Get(':id/package')
  @Action('campaign.export')
  @ApiProduces('application/zip')
  async package(@Param('id') id: string, @Res() reply: FastifyReply, @By() by: Actor): Promise<void> {
    const { name, content } = await this.packages.open(id, by);
    void reply.headers({ 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"`, 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' });
    void reply.send(content);
  }
}
