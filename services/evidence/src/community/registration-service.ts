import { Inject, Injectable } from '@nestjs/common';
import type { RegistrationEnd, RegistrationFiling, RegistrationQuery } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, scopeFor, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { FileStore } from '../file/file-store.ts';
import { pageOf } from '../keyset.ts';
import { Ledger } from '../log/ledger.ts';
import { isMemberOn, PeopleDirectory } from '../record/people-directory.ts';
import { reachable, sameVersion } from '../scope.ts';
import { checkRegistration, endRegistration, type Registration } from './registration-rule.ts';
import { RegistrationStore } from './registration-store.ts';

/** 双报到: branches report to the community they sit in, members to the one they live in (S0 L105). */
@Injectable()
export class RegistrationService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RegistrationStore) readonly registrations: RegistrationStore,
    @Inject(PeopleDirectory) readonly people: PeopleDirectory,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(Ledger) readonly ledger: Ledger,
  ) {}

  async register({ unitId, communityId, personId, basis, from, fileIds }: RegistrationFiling, by: Actor): Promise<Registration> {
    const place = await this.units.place(unitId);
    allow(by, 'community.register', place);
    const community = await this.units.get(communityId);
    const kind = personId === undefined ? 'unit' : 'member';
    checkRegistration({ kind, basis, from }, community.kind, await this.#isMember(personId, unitId, from), this.clock.today());
    await this.#checkFiles(unitId, fileIds);
    const registration: Registration = {
      ...place, id: newId(), version: 1, kind, communityId, communityPath: community.path, basis, from, fileIds, registeredBy: by.personId, registeredAt: this.clock.now().toISOString(),
      ...(personId === undefined ? { open: `${unitId}@${communityId}` } : { personId, open: personId }),
    };
    return this.database.transaction(async () => {
      await this.ledger.note({ act: 'registration.made', objectId: registration.id, content: { unitId, communityId, kind, from, ...(personId !== undefined && { personId }) }, by: by.personId });
      return this.registrations.insert(registration);
    });
  }

  async end(id: string, { on, reason }: RegistrationEnd, ifMatch: string | undefined, by: Actor): Promise<Registration> {
    const was = reachable(await this.registrations.find(id), by, 'community.register');
    sameVersion(was.version, ifMatch);
    const next = endRegistration(was, on, reason, this.clock.today());
    return this.database.transaction(async () => {
      await this.ledger.note({ act: 'registration.ended', objectId: id, content: { on, reason }, by: by.personId });
      return this.registrations.save(next);
    });
  }

  async list(query: RegistrationQuery, by: Actor): Promise<{ items: Registration[]; nextPageToken?: string }> {
    const scope = await scopeFor(by, 'community.read', query, this.units);
    return pageOf(await this.registrations.page(scope, query), query.limit, ({ from }) => from);
  }

  async #isMember(personId: string | undefined, unitId: string, on: string): Promise<boolean> {
    const [person] = personId === undefined ? [] : await this.people.byIds([personId]);
    return person !== undefined && person.memberInService && person.unitId === unitId && isMemberOn(person, on);
  }

  async #checkFiles(unitId: string, fileIds: readonly string[]): Promise<void> {
    const known = await this.files.idsOf(unitId, fileIds);
    const index = fileIds.findIndex((id) => !known.has(id));
    if (index >= 0) throw new Refusal('invalid', 'registration.file-unknown', {}, `fileIds[${index}]`);
  }
}
