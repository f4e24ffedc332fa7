import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { PersonChangedSchema, type PersonChanged } from '@xingchuang/contracts';
import { eventsFor } from '@xingchuang/server';
import { PeopleDirectory } from './record/people-directory.ts';

const On = eventsFor('evidence');

/** What evidence hears beyond units and schemes. */
@Controller()
export class Handlers {
  constructor(@Inject(PeopleDirectory) readonly people: PeopleDirectory) {}

  @On(PersonChangedSchema)
  async personChanged(@Payload() event: PersonChanged): Promise<void> {
    await this.people.apply(event);
  }
}
