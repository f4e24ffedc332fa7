import { Inject, Injectable } from '@nestjs/common';
import type { Blobs } from '@xingchuang/blobs';
import { Spool } from '@xingchuang/blobs';
import type { FileCheckRequest } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { BLOBS } from '@xingchuang/server';
import { createReadStream } from 'node:fs';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { incoming } from './file-intake.ts';
import { fileName } from './file-name-rule.ts';
import { FileProbe } from './file-probe.ts';
import { usable } from './file-scan-rule.ts';
import { sniff } from './file-sniff.ts';
import { agreedType } from './file-type-rule.ts';
import { Scanner } from './scanner.ts';

/** Looks at bytes that another service was sent, by the very rules of evidence; keeps nothing of them. */
@Injectable()
export class FileCheck {
  constructor(
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(Spool) readonly spool: Spool,
    @Inject(FileProbe) readonly probe: FileProbe,
    @Inject(Scanner) readonly scanner: Scanner,
    @Inject(EVIDENCE_CONFIG) readonly config: EvidenceConfig,
  ) {}

  /** A refusal is an answer here. */
  async ask(request: FileCheckRequest): Promise<{ mediaType: string; name: string } | { refusal: string }> {
    try {
      return await this.#look(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { kind, code, facts, field } = error;
      return { refusal: JSON.stringify({ kind, code, facts, field }) };
    }
  }

  /** Refuses as an upload would; what a required scanner has not seen is refused as well, since nobody would look again. */
  async #look({ sha256, from, name: header }: FileCheckRequest): Promise<{ mediaType: string; name: string }> {
    const name = fileName(header);
    const bytes = await this.blobs.get(sha256, { from: Number(from) });
    return this.spool.with(incoming(bytes, this.config.FILE_LIMIT_MIB * 1024 * 1024), undefined, async ({ path, size }) => {
      const mediaType = agreedType(await sniff(path, size, this.probe), name);
      usable({ scan: await this.scanner.scan(async () => createReadStream(path)) });
      return { mediaType, name };
    });
  }
}
