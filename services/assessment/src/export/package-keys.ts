import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { CLOCK, DATABASE, isDuplicate, PUBLIC_URL, type Clock, type Database } from '@xingchuang/server';
import { keyOf, keyText } from '@xingchuang/transparency';
import { signPackage } from '@xingchuang/transparency/campaign';

interface PackageKey {
  readonly id: string;
  readonly version: number;
  /** `name+id+key`, as it is published. */
  readonly verifier: string;
  /** PKCS 8, DER, in base64. */
  readonly privateKey: string;
  readonly since: string;
}
const CURRENT = 'current';

/** The key with which this installation signs the packages that it hands out: made when it is first asked for. */
@Injectable()
export class PackageKeys {
  readonly #keys;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PUBLIC_URL) readonly publicUrl: () => string,
  ) {
    this.#keys = database.model<PackageKey>('package-keys', new Schema({ _id: String, version: Number, verifier: String, privateKey: String, since: String }));
  }

  async current(): Promise<PackageKey> {
    const known = await this.#keys.find(CURRENT);
    if (known) return known;
    const host = URL.parse(this.publicUrl())?.host ?? '';
    const name = `${host === '' || /^(localhost|127\.|\[)/.test(host) ? `xingchuang-${randomBytes(4).toString('hex')}` : host}/packages`;
    const privateKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
    const made = { id: CURRENT, version: 1, verifier: keyText(keyOf(name, privateKey)), privateKey: privateKey.toString('base64'), since: this.clock.now().toISOString() };
    return this.#keys.insert(made).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error; // another process was quicker
      return this.#keys.get(CURRENT);
    });
  }

  /** Signs the digest of a package. */
  async signer(): Promise<(digest: string) => string> {
    const { verifier, privateKey } = await this.current();
    return (digest) => signPackage(digest, verifier.split('+')[0]!, Buffer.from(privateKey, 'base64'));
  }
}
