import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { day } from '@xingchuang/calendar';
import type { ApiKeyMake } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, SessionRequired, TOKEN_SECONDS, type Clock, type Database } from '@xingchuang/server';
import { isSeatActive } from '../account/account-rule.ts';
import { LoginGate } from '../account/login-gate.ts';
import { isAlive, placeOf } from '../unit/unit-rule.ts';
import { UnitStore } from '../unit/unit-store.ts';
import { ApiKeyStore, type ApiKey } from './api-key-store.ts';
import { SessionEnder } from './session-ender.ts';
import type { Session } from './session-rule.ts';
import { actorOf, digest } from './session-service.ts';
import { SessionStore } from './session-store.ts';
import { TokenSigner, type Token } from './token-signer.ts';

const SECRET = /^xck_([0-9a-f-]{36})_[A-Za-z0-9_-]{43}$/;

/** Machines get a seat of their own and a key, which they exchange for tokens. */
@Injectable()
export class ApiKeyService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(ApiKeyStore) readonly keys: ApiKeyStore,
    @Inject(UnitStore) readonly units: UnitStore,
    @Inject(SessionStore) readonly sessions: SessionStore,
    @Inject(SessionEnder) readonly ender: SessionEnder,
    @Inject(TokenSigner) readonly signer: TokenSigner,
    @Inject(LoginGate) readonly gate: LoginGate,
  ) {}

  /** A new key; the secret is told once and not kept. */
  async make(by: Actor, { name, role, unitId, until, areas, readOnly }: ApiKeyMake): Promise<{ key: ApiKey; secret: string }> {
    const unit = await this.units.get(unitId, 'unitId');
    allow(by, 'account.manage', placeOf(unit));
    const since = this.clock.today();
    if (!isAlive(unit, since)) throw new Refusal('conflict', 'unit.closed', { code: unit.code, closedOn: unit.closedOn }, 'unitId');
    const last = until === undefined ? '' : day(until, 'until');
    if (last !== '' && last < since) throw new Refusal('invalid', 'seat.ends-before-it-begins', { since, until: last }, 'until');
    const id = newId();
    const secret = `xck_${id}_${randomBytes(32).toString('base64url')}`;
    const key = await this.keys.insert({ id, version: 1, name, role, unitId, since, until: last, secretHash: digest(secret), revoked: false, areas, readOnly, usedAt: null });
    return { key, secret };
  }

  list(by: Actor): Promise<ApiKey[]> {
    allow(by, 'account.manage');
    return this.keys.list();
  }

  async revoke(by: Actor, id: string): Promise<void> {
    await this.database.transaction(async () => {
      const key = await this.keys.get(id);
      allow(by, 'account.manage', placeOf(await this.units.get(key.unitId)));
      if (key.revoked) return;
      await this.keys.save({ ...key, revoked: true });
      await this.ender.endOfKey(id);
    });
  }

  /** A token for five minutes; each exchange is a short session, so that a revoked key is refused everywhere at once. */
  async exchange(authorization: string | undefined, address: string): Promise<Token> {
    await this.gate.checkAddress(address);
    const secret = /^ApiKey (\S+)$/.exec(authorization ?? '')?.[1] ?? '';
    const id = SECRET.exec(secret)?.[1];
    const known = id === undefined ? undefined : await this.keys.find(id);
    if (!known || !timingSafeEqual(Buffer.from(known.secretHash), Buffer.from(digest(secret)))) {
      await this.gate.failed(address);
      throw new SessionRequired('key.wrong');
    }
    const { session, unit, limits } = await this.database.transaction(async () => {
      await this.keys.touch(known.id);
      const key = await this.keys.get(known.id);
      const at = await this.units.find(key.unitId);
      if (key.revoked || !at || !isSeatActive(key, at, this.clock.today())) throw new SessionRequired('key.wrong');
      return { session: await this.sessions.insert(sessionOf(key, new Date())), unit: at, limits: { areas: key.areas ?? [], readOnly: key.readOnly ?? false } };
    });
    return this.signer.sign({ ...actorOf(session, unit), limits });
  }
}

function sessionOf({ id, role, unitId }: ApiKey, now: Date): Session {
  const endsAt = new Date(now.getTime() + TOKEN_SECONDS * 1_000);
  const whose = { accountId: '', keyId: id, personId: id, seatId: id, role, unitId };
  return { id: newId(), version: 1, ...whose, secretHash: '', agent: '', openedAt: now, usedAt: now, endsAt, endedAt: null };
}
