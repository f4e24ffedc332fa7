import { randomUUID } from 'node:crypto';
import { create, toBinary } from '@bufbuild/protobuf';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Bus } from '@xingchuang/bus';
import { TrustReplySchema } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { TOKEN_ISSUER, TRUST_SUBJECT } from '@xingchuang/server';

export interface TestTrust {
  /** A token for a seat; what is left out is chance, and a seat governs its own unit. */
  token(seat: Pick<Actor, 'role'> & Partial<Actor>): Promise<string>;
}

/** Stands in for the registry where a service is tested alone: signs tokens and answers whom to trust. */
export async function testTrust(bus: Bus): Promise<TestTrust> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const kid = randomUUID();
  const publicJwks = [JSON.stringify({ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' })];
  await bus.answer(TRUST_SUBJECT, async () => toBinary(TrustReplySchema, create(TrustReplySchema, { publicJwks })));
  return {
    token({ role, unitId = randomUUID(), unitKind = 'branch', jurisdictionId = unitId, personId = randomUUID(), sessionId = randomUUID(), limits }) {
      return new SignJWT({ sid: sessionId, role, unit: unitId, kind: unitKind, jur: jurisdictionId, ...(limits && { lim: limits }) })
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'at+jwt' })
        .setIssuer(TOKEN_ISSUER)
        .setSubject(personId)
        .setIssuedAt()
        .setExpirationTime('2h') // the tests of a file share them, however long it takes
        .sign(privateKey);
    },
  };
}
