import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { ScanView } from '@xingchuang/contracts';
import { CLOCK, type Clock } from '@xingchuang/server';
import { EVIDENCE_CONFIG, type EvidenceConfig } from '../config.ts';
import { askClamd, askSignatures, type ClamdOptions } from './clamd.ts';
import { scanOf } from './file-scan-rule.ts';

/** The malware scanner beside us, where the configuration names one. */
@Injectable()
export class Scanner {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(EVIDENCE_CONFIG) readonly config: EvidenceConfig,
  ) {}

  async scan(bytes: () => Promise<Readable>): Promise<ScanView> {
    const { SCANNER: mode } = this.config;
    const at = this.clock.now().toISOString();
    return mode === 'off' ? { state: 'clean', at } : scanOf(await askClamd(bytes, this.#clamd), mode, at);
  }

  /** The number of the signatures in force; empty where they have none, undefined where there is no scanner to ask. */
  async signatures(): Promise<string | undefined> {
    return this.config.SCANNER === 'off' ? undefined : askSignatures(this.#clamd);
  }

  get #clamd(): ClamdOptions {
    const { SCANNER_ADDRESS: address, SCANNER_SECONDS, SCANNER_OLDEST_DAYS: oldestDays } = this.config;
    return { address, withinMs: SCANNER_SECONDS * 1_000, oldestDays, now: () => this.clock.now() };
  }
}
