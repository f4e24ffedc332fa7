import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { LevelDecidedSchema, LevelLoweredSchema, LevelSettledSchema, type LevelDecided, type LevelLowered, type LevelSettled } from '@xingchuang/contracts';
import { eventsFor } from '@xingchuang/server';
import { AwardService } from './award-service.ts';

const On = eventsFor('publicity');

/** Levels, as assessment tells them. */
@Controller()
export class Handlers {
  constructor(@Inject(AwardService) readonly awards: AwardService) {}

  @On(LevelDecidedSchema)
  async levelDecided(@Payload() event: LevelDecided): Promise<void> {
    await this.awards.levelDecided(event);
  }

  @On(LevelSettledSchema)
  async levelSettled(@Payload() event: LevelSettled): Promise<void> {
    await this.awards.levelSettled(event);
  }

  @On(LevelLoweredSchema)
  async levelLowered(@Payload() event: LevelLowered): Promise<void> {
    await this.awards.levelLowered(event);
  }
}
