import { Inject, Injectable } from '@nestjs/common';
import { BagProofs } from './bag-proofs.ts';
import { BagStore } from './bag-store.ts';
import { ImportStore } from './import-store.ts';

/** Which bytes of the store belong to packages: what checks or tidies the store must know them. */
@Injectable()
export class ArchiveBlobs {
  constructor(
    @Inject(BagStore) readonly bags: BagStore,
    @Inject(ImportStore) readonly imports: ImportStore,
    @Inject(BagProofs) readonly proofs: BagProofs,
  ) {}

  async named(): Promise<Set<string>> {
    return new Set([...(await this.bags.named()), ...(await this.imports.named()), ...(await this.proofs.named())]);
  }
}
