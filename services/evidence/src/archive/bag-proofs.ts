import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';
import { canonicalJson } from '@xingchuang/transparency';
import { LogReader } from '../log/log-reader.ts';
import { LogStore } from '../log/log-store.ts';
import type { BagFile } from './bag-content.ts';

export const PROOF_FILES = ['checkpoint', 'keys.json', 'entries.jsonl'] as const;
export type ProofFile = (typeof PROOF_FILES)[number];

/** The proofs of a package that was taken in here: what another system's log says of things that are here now. Kept as they came, by digest. */
export interface CarriedProofs {
  /** The name of the other log and the size that it had. */
  readonly id: string;
  readonly unitId: string;
  readonly year: number;
  readonly files: readonly { readonly name: ProofFile; readonly sha256: string; readonly size: number }[];
}

const schema = new Schema({ _id: String, unitId: String, year: Number, files: [{ _id: false, name: String, sha256: String, size: Number }] });
schema.index({ unitId: 1, year: 1, _id: 1 }); // what goes along with a package

@Injectable()
export class BagProofs {
  readonly #carried;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(LogReader) readonly reader: LogReader,
    @Inject(LogStore) readonly log: LogStore,
  ) {
    this.#carried = database.model<CarriedProofs>('carried-proofs', schema);
  }

  /** What the log says of these things, and what other logs said of things that came from elsewhere. */
  async of(objectIds: readonly string[], unitId: string, year: number): Promise<BagFile[]> {
    const { checkpoint, entries } = await this.reader.proofsOf(objectIds);
    const keys = (await this.log.keys()).map(({ verifier, state }) => ({ name: verifier.split('+')[0]!, verifier, state }));
    const lines = entries.map(({ id, act, objectId, content, by, at, salt, index, leaf, proof }) => canonicalJson({ id, act, objectId, content, by, at, salt, index, leaf, proof: proof.map((hash) => hash.toString('hex')) }));
    const own: BagFile[] = [
      { path: 'proofs/log/checkpoint', text: checkpoint },
      { path: 'proofs/log/keys.json', text: `${canonicalJson(keys)}\n` },
      { path: 'proofs/log/entries.jsonl', text: lines.map((line) => `${line}\n`).join('') },
    ];
    const carried = await this.#carried.list({ unitId, year }, { _id: 1 });
    return [...own, ...carried.flatMap(({ files }, n) => files.map(({ name, sha256, size }) => ({ path: `proofs/carried/${n + 1}/${name}`, sha256, size })))];
  }

  /** The name of the log of this system. */
  origin = async (): Promise<string> => (await this.log.state()).origin;

  /** In the transaction that takes a package in; the bytes are in the store already. */
  async carry(proofs: CarriedProofs): Promise<void> {
    if (!(await this.#carried.find(proofs.id))) await this.#carried.insert(proofs);
  }

  /** Digests of the bytes that are named here. */
  async named(): Promise<string[]> {
    return (await this.#carried.list({}, { _id: 1 }, 100_000)).flatMap(({ files }) => files.map(({ sha256 }) => sha256));
  }
}
