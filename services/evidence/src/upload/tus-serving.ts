import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '@xingchuang/rules';
import { PROBLEM_TYPE, problemOf, problemOfStatus } from '@xingchuang/server';
import { tooLarge } from '../file/file-intake.ts';
import { codeOfStatus, TusFault } from './tus-fault.ts';
import { TusProtocol } from './tus-protocol.ts';
import { UploadQuota } from './upload-quota.ts';
import { UploadService } from './upload-service.ts';
import type { Becomes } from './upload-store.ts';

const PROTOCOL = { 'tus-resumable': '1.0.0', 'cache-control': 'no-store' };

/** Answers the requests of the protocol, whatever the upload is to become. */
@Injectable()
export class TusServing {
  constructor(
    @Inject(TusProtocol) readonly tus: TusProtocol,
    @Inject(UploadService) readonly uploads: UploadService,
    @Inject(UploadQuota) readonly quota: UploadQuota,
  ) {}

  async create(request: FastifyRequest, reply: FastifyReply, by: Actor, becomes: Becomes): Promise<void> {
    await this.quota.during(by, by.unitId, () => this.serve(request, reply, by, becomes, this.uploads.expiry()));
  }

  async head(id: string, request: FastifyRequest, reply: FastifyReply, by: Actor, becomes: Becomes): Promise<void> {
    void reply.headers(PROTOCOL);
    const upload = await this.uploads.get(id, by, becomes);
    await this.serve(request, reply, by, becomes, upload.fileId === undefined ? upload.expiresAt : undefined, () => this.uploads.settle(upload, by));
  }

  async patch(id: string, request: FastifyRequest, reply: FastifyReply, by: Actor, becomes: Becomes): Promise<void> {
    const { unitId, expiresAt } = await this.uploads.get(id, by, becomes);
    await this.quota.during(by, unitId, () => this.serve(request, reply, by, becomes, expiresAt));
  }

  async remove(id: string, request: FastifyRequest, reply: FastifyReply, by: Actor, becomes: Becomes): Promise<void> {
    await this.uploads.get(id, by, becomes);
    await this.serve(request, reply, by, becomes);
  }

  /** What the protocol refuses keeps the protocol's number and gets our words; what we refuse goes the way of every refusal. */
  async serve(request: FastifyRequest, reply: FastifyReply, by: Actor, becomes: Becomes, expiresAt?: string, first?: () => Promise<unknown>): Promise<void> {
    void reply.headers(PROTOCOL);
    try {
      await first?.();
      const { status, headers } = await this.tus.serve(request.raw, by, becomes);
      const isDone = 'upload-file-id' in headers || 'upload-import-id' in headers;
      const expires = expiresAt === undefined || isDone ? {} : { 'upload-expires': new Date(expiresAt).toUTCString() };
      await reply.status(status).headers({ ...headers, ...expires }).send();
    } catch (error) {
      request.raw.resume(); // what was refused unread is still on its way
      if (!(error instanceof TusFault)) throw error;
      const problem = error.status_code === 413 ? problemOf(tooLarge(this.tus.limits[becomes])) : problemOfStatus(error.status_code, codeOfStatus(error.status_code));
      await reply.status(error.status_code).header('content-type', PROBLEM_TYPE).send(JSON.stringify({ ...problem, status: error.status_code }));
    }
  }
}
