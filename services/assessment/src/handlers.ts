import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ComplaintUpheldSchema, NoticeConfirmedSchema, type ComplaintUpheld, type NoticeConfirmed } from '@xingchuang/contracts';
import { eventsFor } from '@xingchuang/server';
import { Outcome } from './candidacy/outcome.ts';

const On = eventsFor('assessment');

/** What became of the public notice. */
@Controller()
export class Handlers {
  constructor(@Inject(Outcome) readonly outcome: Outcome) {}

  @On(ComplaintUpheldSchema)
  async complaintUpheld(@Payload() event: ComplaintUpheld): Promise<void> {
    await this.outcome.disqualified(event);
  }

  @On(NoticeConfirmedSchema)
  async noticeConfirmed(@Payload() event: NoticeConfirmed): Promise<void> {
    await this.outcome.confirmed(event);
  }
}
