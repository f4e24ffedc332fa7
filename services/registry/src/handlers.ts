import { Controller, Inject } from '@nestjs/common';
import { create } from '@bufbuild/protobuf';
import { TrustReplySchema, TrustRequestSchema, type TrustReply } from '@xingchuang/contracts';
import { Answers, TRUST_SUBJECT } from '@xingchuang/server';
import { SessionStore } from './session/session-store.ts';
import { TokenSigner } from './session/token-signer.ts';

/** What other services ask the registry. */
@Controller()
export class Handlers {
  constructor(
    @Inject(TokenSigner) readonly signer: TokenSigner,
    @Inject(SessionStore) readonly sessions: SessionStore,
  ) {}

  @Answers(TRUST_SUBJECT, TrustRequestSchema, TrustReplySchema)
  async trust(): Promise<TrustReply> {
    const [publicJwks, endedSessions] = await Promise.all([this.signer.publicJwks(), this.sessions.recentlyEnded(new Date())]);
    return create(TrustReplySchema, { publicJwks, endedSessions });
  }
}
