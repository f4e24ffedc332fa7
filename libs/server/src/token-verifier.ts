import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { importJWK, jwtVerify, decodeProtectedHeader, type CryptoKey } from 'jose';
import { TrustReplySchema, TrustRequestSchema } from '@xingchuang/contracts';
import type { Bus } from '@xingchuang/bus';
import { ROLES, type Actor, type KeyLimits, type Role } from '@xingchuang/rules';

export const TRUST_SUBJECT = 'registry.trust';
export const TOKEN_ISSUER = 'xingchuang';
/** Access tokens live this long; an ended session need be remembered no longer. */
export const TOKEN_SECONDS = 300;

/**
 * Checks access tokens without asking the registry each time: keys and ended sessions come over the bus once, later endings
 * arrive as events. A process that never reached the registry trusts nobody.
 */
export class TokenVerifier {
  readonly #keys = new Map<string, CryptoKey>();
  readonly #ended = new Map<string, number>();
  #asking: Promise<void> | undefined;
  #askedAt = 0;

  constructor(readonly bus: Bus) {}

  /** The actor of a token, or undefined when it is not to be trusted (bad signature, expired, ended session, unknown key). */
  async verify(token: string): Promise<Actor | undefined> {
    try {
      const key = await this.#key(decodeProtectedHeader(token).kid ?? '');
      if (!key) return undefined;
      const { payload } = await jwtVerify(token, key, { issuer: TOKEN_ISSUER, algorithms: ['EdDSA'], typ: 'at+jwt' });
      const actor = payload as unknown as { sub: string; sid: string; role: Role; unit: string; kind: string; jur: string; lim?: KeyLimits };
      if (!ROLES.includes(actor.role) || this.#ended.has(actor.sid)) return undefined;
      return {
        role: actor.role,
        personId: actor.sub,
        sessionId: actor.sid,
        unitId: actor.unit,
        unitKind: actor.kind,
        jurisdictionId: actor.jur,
        ...(actor.lim ? { limits: actor.lim } : {}),
      };
    } catch {
      return undefined;
    }
  }

  /** Refuses every token of the session from now on. */
  end(sessionId: string): void {
    const now = Date.now();
    for (const [id, until] of this.#ended) if (until < now) this.#ended.delete(id);
    this.#ended.set(sessionId, now + 2 * TOKEN_SECONDS * 1_000);
  }

  async #key(kid: string): Promise<CryptoKey | undefined> {
    if (!this.#keys.has(kid) && Date.now() - this.#askedAt > 1_000) {
      await (this.#asking ??= this.#ask().finally(() => (this.#asking = undefined)));
    }
    return this.#keys.get(kid);
  }

  async #ask(): Promise<void> {
    const asked = await this.bus.request(TRUST_SUBJECT, toBinary(TrustRequestSchema, create(TrustRequestSchema)), 3_000);
    const trust = fromBinary(TrustReplySchema, asked);
    for (const session of trust.endedSessions) this.end(session);
    for (const text of trust.publicJwks) {
      const jwk = JSON.parse(text) as { kid: string };
      this.#keys.set(jwk.kid, (await importJWK(jwk, 'EdDSA')) as CryptoKey);
    }
    this.#askedAt = Date.now();
  }
}
