import { Controller, Delete, Get, Head, Inject, Options, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UploadView, ZipReceipt } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { TusFault } from './tus-fault.ts';
import { TusServing } from './tus-serving.ts';
import { UploadService } from './upload-service.ts';
import { ZipService } from './zip-service.ts';

/** Resumable uploads by the tus 1.0 protocol (https://tus.io/protocols/resumable-upload). */
@ApiTags('evidence')
@ApiHeader({ name: 'Tus-Resumable', required: true, description: '1.0.0' })
@Controller('api/evidence/tus')
export class TusController {
  constructor(
    @Inject(TusServing) readonly serving: TusServing,
    @Inject(UploadService) readonly uploads: UploadService,
  ) {}

  @Options()
  @Action('file.upload')
  @ApiNoContentResponse()
  async options(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.serve(request, reply, by, 'file');
  }

  /** Begins an upload. `Upload-Metadata` names `filename`, `unit`, and may name `title`, `eventDate`, `period`, `sha256`, `batch`. */
  @Post()
  @Action('file.upload')
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.create(request, reply, by, 'file');
  }

  /** Where an upload stands. One whose bytes are all here becomes its file now at the latest. */
  @Head(':id')
  @Action('file.upload')
  async head(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.head(id, request, reply, by, 'file');
  }

  /** Takes bytes. The last one is answered when the file is durably kept, with its id in `Upload-File-Id`. */
  @Patch(':id')
  @Action('file.upload')
  @ApiNoContentResponse()
  async patch(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.patch(id, request, reply, by, 'file');
  }

  @Delete(':id')
  @Action('file.upload')
  @ApiNoContentResponse()
  async remove(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.remove(id, request, reply, by, 'file');
  }

  @Get(':id/receipt')
  @Action('file.upload')
  @ApiOkResponse({ standardSchema: UploadView })
  async receipt(@Param('id') id: string, @By() by: Actor) {
    const upload = await this.uploads.get(id, by);
    const outcome = await this.uploads.settle(upload, by).catch((error: unknown) => {
      throw error instanceof TusFault ? new Refusal('conflict', 'upload.busy') : error;
    });
    return UploadView.parse({ ...upload, offset: outcome ? upload.size : await this.uploads.parts.lengthOf(id), ...outcome });
  }
}

/** Packages of another system by the same protocol: a line that breaks costs none of what has come. */
@ApiTags('evidence')
@ApiHeader({ name: 'Tus-Resumable', required: true, description: '1.0.0' })
@Controller('api/evidence/bag-uploads')
export class BagUploadController {
  constructor(@Inject(TusServing) readonly serving: TusServing) {}

  @Options()
  @Action('archive.import')
  @ApiNoContentResponse()
  async options(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.serve(request, reply, by, 'package');
  }

  /** Begins the upload of a package. `Upload-Metadata` names `filename`. */
  @Post()
  @Action('archive.import')
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.create(request, reply, by, 'package');
  }

  @Head(':id')
  @Action('archive.import')
  async head(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.head(id, request, reply, by, 'package');
  }

  /** Takes bytes. The last one is answered with the id of the import in `Upload-Import-Id`; it is checked in the background. */
  @Patch(':id')
  @Action('archive.import')
  @ApiNoContentResponse()
  async patch(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.patch(id, request, reply, by, 'package');
  }

  @Delete(':id')
  @Action('archive.import')
  @ApiNoContentResponse()
  async remove(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.remove(id, request, reply, by, 'package');
  }
}

/** Zips by the same protocol; all there, one is unpacked when its sender says so. */
@ApiTags('evidence')
@ApiHeader({ name: 'Tus-Resumable', required: true, description: '1.0.0' })
@Controller('api/evidence/zip-tus')
export class ZipUploadController {
  constructor(
    @Inject(TusServing) readonly serving: TusServing,
    @Inject(ZipService) readonly zips: ZipService,
  ) {}

  @Options()
  @Action('file.upload')
  @ApiNoContentResponse()
  async options(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.serve(request, reply, by, 'zip');
  }

  /** Begins the upload of a zip. `Upload-Metadata` names `filename`, `unit`, and may name `eventDate`, `period`, `sha256`, `batch`. */
  @Post()
  @Action('file.upload')
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.create(request, reply, by, 'zip');
  }

  @Head(':id')
  @Action('file.upload')
  async head(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.head(id, request, reply, by, 'zip');
  }

  /** Takes bytes. */
  @Patch(':id')
  @Action('file.upload')
  @ApiNoContentResponse()
  async patch(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.patch(id, request, reply, by, 'zip');
  }

  @Delete(':id')
  @Action('file.upload')
  @ApiNoContentResponse()
  async remove(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply, @By() by: Actor) {
    await this.serving.remove(id, request, reply, by, 'zip');
  }

  /** Takes in the members of a zip that is here whole, each as if it were sent alone; asked again, the answer is the same. */
  @Post(':id/unpacking')
  @Action('file.upload')
  @ApiCreatedResponse({ standardSchema: ZipReceipt })
  async unpack(@Param('id') id: string, @By() by: Actor) {
    return ZipReceipt.parse(await this.zips.unpackUpload(id, by));
  }
}
