import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Server } from '@tus/server';
import type { Actor } from '@xingchuang/rules';
import { newId } from '@xingchuang/server';
import { ImportService } from '../archive/import-service.ts';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { FileAdmission } from '../file/file-admission.ts';
import { CHECKSUMS, PartStore, type Checksum } from './part-store.ts';
import { TusFault } from './tus-fault.ts';
import { UploadLocks } from './upload-locks.ts';
import { checksumOf } from './upload-rule.ts';
import { UploadService, type Finished } from './upload-service.ts';
import { UploadStore, type Becomes } from './upload-store.ts';

/** Where uploads are sent that become a file, a package, or what a zip holds. */
export const TUS_PATHS: Readonly<Record<Becomes, string>> = { file: '/api/evidence/tus', package: '/api/evidence/bag-uploads', zip: '/api/evidence/zip-tus' };

/** One request of the protocol as it is served: who asks, and what went wrong inside the server, which tells it only as text. */
interface Asking {
  readonly by: Actor;
  readonly becomes: Becomes;
  readonly checksum: Checksum | undefined;
  fault?: unknown;
}

export interface TusAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** The tus 1.0 protocol over our uploads: who may, what is refused and what a file becomes is decided by them. */
@Injectable()
export class TusProtocol {
  readonly limits: Readonly<Record<Becomes, number>>;
  readonly #servers: Readonly<Record<Becomes, Server>>;
  readonly #asking = new AsyncLocalStorage<Asking>();

  constructor(
    @Inject(PartStore) parts: PartStore,
    @Inject(UploadStore) uploads: UploadStore,
    @Inject(UploadLocks) locker: UploadLocks,
    @Inject(UploadService) service: UploadService,
    @Inject(FileAdmission) admission: FileAdmission,
    @Inject(ImportService) imports: ImportService,
    @Inject(EVIDENCE_CONFIG) config: EvidenceConfig,
  ) {
    this.limits = { file: admission.limit, package: imports.limit, zip: config.ZIP_LIMIT_MIB * 1024 * 1024 };
    const asking = (): Asking => this.#asking.getStore()!;
    parts.owner = {
      enter: (upload) => service.begin(upload, asking().by, asking().becomes),
      find: (id) => uploads.find(id),
      drop: (id) => service.drop(id),
      announced: () => asking().checksum,
    };
    const serverFor = (becomes: Becomes): Server =>
      new Server({
        path: TUS_PATHS[becomes],
        datastore: parts,
        locker,
        maxSize: this.limits[becomes],
        relativeLocation: true,
        namingFunction: () => newId(),
        onUploadFinish: async (_, { id }) => ({ headers: outcomeHeaders(await service.finish(id, asking().by)) }),
        onResponseError: (_, fault) => {
          asking().fault = fault;
          return undefined;
        },
      });
    this.#servers = { file: serverFor('file'), package: serverFor('package'), zip: serverFor('zip') };
  }

  /** Serves one request; throws what it is refused with, in the protocol's numbers or in our own words. */
  async serve(request: IncomingMessage, by: Actor, becomes: Becomes): Promise<TusAnswer> {
    const asking: Asking = { by, becomes, checksum: checksumOf(request.headers['upload-checksum'] as string | undefined) };
    const answer = await this.#asking.run(asking, () => this.#servers[becomes].handleWeb(asWeb(request)));
    if (answer.status >= 400) throw asking.fault instanceof Error ? asking.fault : new TusFault(answer.status);
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => !/^(access-control-|content-)/.test(name))); // one origin, no text
    return { status: answer.status, headers: request.method === 'OPTIONS' ? { ...headers, 'tus-checksum-algorithm': CHECKSUMS.join(',') } : headers };
  }
}

function outcomeHeaders(outcome: Finished | undefined): Record<string, string> {
  if (!outcome) return {};
  return 'importId' in outcome ? { 'Upload-Import-Id': outcome.importId } : { 'Upload-File-Id': outcome.receipt.id, 'Upload-Sha256': outcome.receipt.sha256 };
}

function asWeb(request: IncomingMessage): Request {
  const { method = 'GET', url = '', headers } = request;
  const hasBody = method === 'PATCH' || (method === 'POST' && headers['content-type'] === 'application/offset+octet-stream');
  const { pathname } = new URL(url, 'http://tus'); // tus reads the id from all of the address, what follows the path included
  const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request(`http://tus${pathname}`, { method, headers: given, ...(hasBody && { body: Readable.toWeb(request) as ReadableStream<Uint8Array>, duplex: 'half' }) });
}
