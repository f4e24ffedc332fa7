import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { create } from '@bufbuild/protobuf';
import { PersonNamesReplySchema, PersonNamesRequestSchema, TrustReplySchema, TrustRequestSchema, type PersonNamesReply, type PersonNamesRequest, type TrustReply } from '@xingchuang/contracts';
import type { Role } from '@xingchuang/rules';
import { Answers, TRUST_SUBJECT } from '@xingchuang/server';
import { PersonService } from './person/person-service.ts';
import { SessionStore } from './session/session-store.ts';
import { TokenSigner } from './session/token-signer.ts';

/** What other services ask the registry. */
@Controller()
export class Handlers {
  constructor(
    @Inject(TokenSigner) readonly signer: TokenSigner,
    @Inject(SessionStore) readonly sessions: SessionStore,
    @Inject(PersonService) readonly people: PersonService,
  ) {}

  @Answers(TRUST_SUBJECT, TrustRequestSchema, TrustReplySchema)
  async trust(): Promise<TrustReply> {
    const [publicJwks, endedSessions] = await Promise.all([this.signer.publicJwks(), this.sessions.recentlyEnded(new Date())]);
    return create(TrustReplySchema, { publicJwks, endedSessions });
  }

  /** For documents that people download elsewhere. */
  @Answers('registry.person-names', PersonNamesRequestSchema, PersonNamesReplySchema)
  async personNames(@Payload() { personIds, role, unitId, jurisdictionId }: PersonNamesRequest): Promise<PersonNamesReply> {
    return create(PersonNamesReplySchema, { names: await this.people.names(personIds, { role: role as Role, unitId, jurisdictionId }) });
  }
}
