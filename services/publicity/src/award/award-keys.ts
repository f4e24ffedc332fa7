import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { CLOCK, DATABASE, isDuplicate, PUBLIC_URL, type Clock, type Database } from '@xingchuang/server';
import { didOf, secure, signAddress, type Securable } from '@xingchuang/transparency';
import type { Award } from './award-rule.ts';

interface AwardKey {
  readonly id: string;
  /** PKCS 8, DER, base64. */
  readonly privateKey: string;
  readonly since: string;
}
const schema = new Schema({ _id: String, privateKey: String, since: String });

/** With more the modules of a printed code grow too fine for phones. */
const LONGEST = 330;
const CURRENT = 'award-1';

/** Signs what stands on awards (codes and badges) with a key of its own, made when it is first needed. */
@Injectable()
export class AwardKeys {
  readonly #keys;
  #current: AwardKey | undefined;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PUBLIC_URL) readonly publicUrl: () => string,
  ) {
    this.#keys = database.model<AwardKey>('award-keys', schema);
  }

  /** Where everybody sees how the award stands. */
  verifyUrl = ({ number }: Pick<Award, 'number'>): string => `${this.publicUrl()}/verify/${encodeURIComponent(number)}`;

  /** The same with the signed statement behind it, which a stranger can check without asking us. */
  async qrText(award: Award): Promise<string> {
    return signAddress(this.verifyUrl(award), award, await this.#private(), LONGEST);
  }

  async did(): Promise<string> {
    return didOf(await this.#private());
  }

  async secure(document: Securable, created: string): Promise<Securable> {
    return secure(document, await this.#private(), created);
  }

  async published(): Promise<{ id: string; pem: string; since: string }[]> {
    const pem = createPublicKey(createPrivateKey({ key: await this.#private(), format: 'der', type: 'pkcs8' })).export({ format: 'pem', type: 'spki' });
    return [{ id: CURRENT, pem: String(pem), since: this.#current!.since }];
  }

  async #private(): Promise<Buffer> {
    this.#current ??= (await this.#keys.find(CURRENT)) ?? (await this.#make());
    return Buffer.from(this.#current.privateKey, 'base64');
  }

  /** Of two processes that begin at once one makes the key, both take it. */
  async #make(): Promise<AwardKey> {
    const privateKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    await this.#keys.insert({ id: CURRENT, privateKey, since: this.clock.now().toISOString() }).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
    });
    return (await this.#keys.find(CURRENT))!;
  }
}
