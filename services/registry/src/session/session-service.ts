import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { PasswordChange, SessionOpen } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, SessionRequired, type Clock, type Database } from '@xingchuang/server';
import { isSeatActive, type Account, type Seat } from '../account/account-rule.ts';
import { AccountStore } from '../account/account-store.ts';
import { LoginGate } from '../account/login-gate.ts';
import { PasswordHasher } from '../account/password-hasher.ts';
import { checkPassword } from '../account/password-rule.ts';
import { REGISTRY_CONFIG, type RegistryConfig } from '../config.ts';
import { PersonStore } from '../person/person-store.ts';
import type { Unit } from '../unit/unit-rule.ts';
import { UnitStore } from '../unit/unit-store.ts';
import { SessionEnder } from './session-ender.ts';
import { idleEnd, isSessionOpen, type Session, type SessionLimits } from './session-rule.ts';
import { SessionStore } from './session-store.ts';
import { TokenSigner, type Token } from './token-signer.ts';

/** Where a request comes from. */
export interface Origin {
  readonly address: string;
  readonly agent: string;
}
interface SeatAt {
  readonly seat: Seat;
  readonly unit: Unit;
}
/** A session as its owner sees it. */
export interface OwnSession {
  readonly session: Session;
  readonly account: Account;
  readonly name: string;
  readonly seats: readonly SeatAt[];
  readonly idleEndsAt: Date;
}
export interface SignedIn {
  readonly own: OwnSession;
  readonly token: Token;
}

/** People sign in, act from a seat, and sign out. */
@Injectable()
export class SessionService {
  readonly #limits: SessionLimits;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(REGISTRY_CONFIG) settings: RegistryConfig,
    @Inject(LoginGate) readonly gate: LoginGate,
    @Inject(PasswordHasher) readonly hasher: PasswordHasher,
    @Inject(TokenSigner) readonly signer: TokenSigner,
    @Inject(SessionStore) readonly sessions: SessionStore,
    @Inject(SessionEnder) readonly ender: SessionEnder,
    @Inject(AccountStore) readonly accounts: AccountStore,
    @Inject(PersonStore) readonly people: PersonStore,
    @Inject(UnitStore) readonly units: UnitStore,
  ) {
    this.#limits = { idleMinutes: settings.SESSION_IDLE_MINUTES, totalMinutes: settings.SESSION_TOTAL_MINUTES };
  }

  /** Signs in; an unknown name, a wrong password and a disabled account get the same answer after the same work. */
  async open({ login, password, seat }: SessionOpen, origin: Origin): Promise<SignedIn & { readonly secret: string }> {
    await this.gate.enter(login, origin.address);
    const known = await this.accounts.findByLogin(login);
    const isRight = await this.hasher.verify(known?.passwordHash, password);
    if (!known || !isRight || known.disabled) {
      await this.gate.failed(origin.address);
      throw new SessionRequired('login.wrong');
    }
    await this.gate.succeeded(login, origin.address);
    const secret = randomBytes(32).toString('base64url');
    const opened = await this.database.transaction(async () => {
      await this.accounts.touch(known.id);
      const account = await this.accounts.get(known.id);
      if (account.disabled || account.passwordHash !== known.passwordHash) throw new SessionRequired('login.wrong');
      const chosen = this.#choose(await this.#activeSeats(account), seat);
      const now = new Date();
      const endsAt = new Date(now.getTime() + this.#limits.totalMinutes * 60_000);
      const whose = { accountId: account.id, keyId: '', personId: account.personId, ...standing(chosen) };
      const about = { secretHash: digest(secret), agent: origin.agent.slice(0, 200), openedAt: now, usedAt: now, endsAt, endedAt: null };
      return this.sessions.insert({ id: newId(), version: 1, ...whose, ...about });
    });
    return { ...(await this.#signedIn(opened)), secret };
  }

  /** A fresh access token for the session of a cookie; using it keeps the session from idling out. */
  async renew(secret: string | undefined): Promise<SignedIn> {
    const session = secret === undefined ? undefined : await this.sessions.findBySecret(digest(secret));
    const open = this.#checkOpen(session);
    const now = new Date();
    await this.sessions.touch(open.id, now);
    return this.#signedIn({ ...open, usedAt: now });
  }

  /** Goes on from another seat of the same person. */
  async switchSeat(by: Actor, seatId: string): Promise<SignedIn> {
    const switched = await this.database.transaction(async () => {
      const session = this.#checkOpen(await this.sessions.find(by.sessionId));
      await this.accounts.touch(session.accountId);
      const chosen = this.#choose(await this.#activeSeats(await this.accounts.get(session.accountId)), seatId);
      return this.sessions.save({ ...session, ...standing(chosen), usedAt: new Date() });
    });
    return this.#signedIn(switched);
  }

  async get(by: Actor): Promise<OwnSession> {
    return this.#own(this.#checkOpen(await this.sessions.find(by.sessionId)));
  }

  async listOwn(by: Actor): Promise<Session[]> {
    const { accountId } = this.#checkOpen(await this.sessions.find(by.sessionId));
    const open = await this.sessions.listOpen({ accountId }, new Date());
    return open.filter((session) => isSessionOpen(session, this.#limits, new Date()));
  }

  /** Ends one of one's own sessions; the present one where none is named. */
  async end(by: Actor, id = by.sessionId): Promise<void> {
    const own = await this.listOwn(by);
    if (!own.some((session) => session.id === id)) throw new Refusal('missing', 'session.missing', { id });
    await this.ender.endOne(id);
  }

  /** Sets one's own password; every other session of the account ends. */
  async changePassword(by: Actor, { password, newPassword }: PasswordChange, origin: Origin): Promise<void> {
    const session = this.#checkOpen(await this.sessions.find(by.sessionId));
    const { login, passwordHash } = await this.accounts.get(session.accountId);
    await this.gate.enter(login, origin.address);
    if (!(await this.hasher.verify(passwordHash, password))) throw new Refusal('invalid', 'password.wrong', {}, 'password');
    await this.gate.succeeded(login, origin.address);
    checkPassword(newPassword, login, 'newPassword');
    if (newPassword === password) throw new Refusal('invalid', 'password.unchanged', {}, 'newPassword');
    const nextHash = await this.hasher.hash(newPassword);
    await this.database.transaction(async () => {
      const account = await this.accounts.get(session.accountId);
      if (account.passwordHash !== passwordHash) throw new Refusal('invalid', 'password.wrong', {}, 'password'); // another was set while this one was checked
      await this.accounts.save({ ...account, passwordHash: nextHash, passwordIsTemporary: false });
      const others = (await this.sessions.listOpen({ accountId: account.id }, new Date())).filter((other) => other.id !== session.id);
      for (const other of others) await this.ender.endOne(other.id);
    });
  }

  #checkOpen(session: Session | undefined): Session {
    if (!session || session.accountId === '' || !isSessionOpen(session, this.#limits, new Date())) throw new SessionRequired();
    return session;
  }

  #choose(seats: readonly SeatAt[], seatId: string | undefined): SeatAt {
    if (seats.length === 0) throw new Refusal('forbidden', 'login.no-seat');
    const chosen = seatId === undefined ? seats[0] : seats.find(({ seat }) => seat.id === seatId);
    if (!chosen) throw new Refusal('invalid', 'seat.not-yours', {}, 'seat');
    return chosen;
  }

  async #activeSeats(account: Account): Promise<SeatAt[]> {
    const units = await this.units.byIds(account.seats.map((seat) => seat.unitId));
    const today = this.clock.today();
    return account.seats.flatMap((seat) => {
      const unit = units.get(seat.unitId);
      return unit && isSeatActive(seat, unit, today) ? [{ seat, unit }] : [];
    });
  }

  async #own(session: Session): Promise<OwnSession> {
    const account = await this.accounts.get(session.accountId);
    const seats = await this.#activeSeats(account);
    const name = (await this.people.find(account.personId))?.name ?? '';
    return { session, account, name, seats, idleEndsAt: idleEnd(session, this.#limits) };
  }

  /** A token for the session's seat, if the account and the seat still stand. */
  async #signedIn(session: Session): Promise<SignedIn> {
    const own = await this.#own(session);
    const at = own.seats.find(({ seat }) => seat.id === session.seatId);
    if (!at || own.account.disabled) throw new SessionRequired();
    return { own, token: await this.signer.sign(actorOf(session, at.unit)) };
  }
}

const standing = ({ seat }: SeatAt) => ({ seatId: seat.id, role: seat.role, unitId: seat.unitId });
/** A random secret of 256 bits needs no slow hash. */
export const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
export const actorOf = (session: Session, unit: Unit): Actor => ({
  role: session.role,
  personId: session.personId,
  sessionId: session.id,
  unitId: unit.id,
  unitKind: unit.kind,
  jurisdictionId: unit.jurisdictionId,
});
