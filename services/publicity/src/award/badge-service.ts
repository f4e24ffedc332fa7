import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, PUBLIC_URL, type Clock } from '@xingchuang/server';
import type { Securable } from '@xingchuang/transparency';
import { AwardKeys } from './award-keys.ts';
import { AwardRegister } from './award-register.ts';
import { AwardStore } from './award-store.ts';
import { badgeOf, LISTED, statusList, type BadgeList } from './badge.ts';

/** Awards as signed credentials that other systems can read, and the lists that say which of them do not stand. */
@Injectable()
export class BadgeService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PUBLIC_URL) readonly publicUrl: () => string,
    @Inject(AwardKeys) readonly keys: AwardKeys,
    @Inject(AwardRegister) readonly register: AwardRegister,
    @Inject(AwardStore) readonly store: AwardStore,
  ) {}

  async badge(number: string): Promise<Securable> {
    const award = await this.register.byNumber(number);
    return this.keys.secure(badgeOf(award, await this.#issuer()), award.issuedAt);
  }

  async list(list: BadgeList): Promise<Securable> {
    const at = this.clock.now().toISOString();
    return this.keys.secure(statusList(list, await this.store.serials(LISTED[list]), { ...(await this.#issuer()), at }), at);
  }

  async #issuer(): Promise<{ publicUrl: string; did: string }> {
    return { publicUrl: this.publicUrl(), did: await this.keys.did() };
  }
}
