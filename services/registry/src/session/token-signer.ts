import { Inject, Injectable } from '@nestjs/common';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { Schema } from 'mongoose';
import type { Actor } from '@xingchuang/rules';
import { DATABASE, isDuplicate, TOKEN_ISSUER, TOKEN_SECONDS, type Collection, type Database } from '@xingchuang/server';

interface SigningKey {
  readonly id: string;
  readonly kid: string;
  /** The whole pair as JWK text; nothing but this service reads its database. */
  readonly privateJwk: string;
  readonly publicJwk: string;
}

const schema = new Schema({ _id: String, kid: String, privateJwk: String, publicJwk: String });

export interface Token {
  readonly token: string;
  readonly expiresAt: string;
}

/** Signs access tokens with the one key of this system, made at the first start. */
@Injectable()
export class TokenSigner {
  readonly #keys: Collection<SigningKey>;
  #key: Promise<SigningKey> | undefined;

  constructor(@Inject(DATABASE) database: Database) {
    this.#keys = database.model('signingKeys', schema);
  }

  async sign(actor: Actor): Promise<Token> {
    const key = await this.#current();
    const now = Math.floor(Date.now() / 1_000); // the real time: verifiers compare with theirs, whatever a rehearsal shows
    const token = await new SignJWT({ sid: actor.sessionId, role: actor.role, unit: actor.unitId, kind: actor.unitKind, jur: actor.jurisdictionId, ...(actor.limits ? { lim: actor.limits } : {}) })
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'at+jwt' })
      .setIssuer(TOKEN_ISSUER)
      .setSubject(actor.personId)
      .setIssuedAt(now)
      .setExpirationTime(now + TOKEN_SECONDS)
      .sign(await importJWK(JSON.parse(key.privateJwk) as JWK, 'EdDSA'));
    return { token, expiresAt: new Date((now + TOKEN_SECONDS) * 1_000).toISOString() };
  }

  async publicJwks(): Promise<string[]> {
    return [(await this.#current()).publicJwk];
  }

  #current(): Promise<SigningKey> {
    return (this.#key ??= this.#findOrMake().catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    }));
  }

  async #findOrMake(): Promise<SigningKey> {
    const found = await this.#keys.find('current');
    if (found) return found;
    const pair = await generateKeyPair('EdDSA', { extractable: true });
    const [publicKey, privateKey] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
    const kid = await calculateJwkThumbprint(publicKey);
    const about = { kid, alg: 'EdDSA', use: 'sig' };
    const made = { id: 'current', kid, privateJwk: JSON.stringify({ ...privateKey, ...about }), publicJwk: JSON.stringify({ ...publicKey, ...about }) };
    try {
      return await this.#keys.insert(made);
    } catch (error) {
      if (isDuplicate(error)) return this.#keys.get('current', 'thing.missing'); // another process was quicker
      throw error;
    }
  }
}
