import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query, type Provider, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CalendarYearLoadedSchema, CampaignCancelledSchema, CampaignOpenedSchema, ClockMove, ClockView, HealthView, ParkedMessageList, ReplayView, SchemePublishedSchema, ServiceStateView, SessionEndedSchema, StepPage, StepQuery, UnitChangedSchema, type SchemePublished, type SessionEnded, type UnitChanged, type CalendarYearLoaded, type CampaignCancelled, type CampaignOpened } from '@xingchuang/contracts';
import { Payload } from '@nestjs/microservices';
import type { z } from 'zod';
import { reasonOf, type Inbox } from '@xingchuang/bus/mongo';
import { Refusal, type Actor } from '@xingchuang/rules';
import { Action, By } from './access-guard.ts';
import { eventsFor } from './bus-strategy.ts';
import { parseConfig } from './config.ts';
import type { Database } from './database.ts';
import { BLOBS, BUS, CALENDARS, CAMPAIGNS, CLOCK, DATABASE, PLATFORM, PUBLIC_URL, SCHEMES, STEPS, TICKER, UNITS, type Platform } from './platform.ts';
import { CalendarDirectory } from './calendar-directory.ts';
import { CampaignDirectory } from './campaign-directory.ts';
import { Confidential } from './idempotency-interceptor.ts';
import { keptBlobs } from './kept-blobs.ts';
import { pageById } from './page.ts';
import { shownContent } from './parked-content.ts';
import { stateOf } from './service-state.ts';
import { SchemeDirectory } from './scheme-directory.ts';
import { within } from './scope.ts';
import { STEPS_PAGE, StepLog } from './step-log.ts';
import { UnitDirectory } from './unit-directory.ts';

export const INBOXES = Symbol('inboxes');

/** What every service module needs: its own database, its copy of the unit tree, and the process's surroundings. */
export function plumbing(name: string): Provider[] {
  const part = <T>(token: symbol, take: (platform: Platform) => T): Provider => ({ provide: token, useFactory: take, inject: [PLATFORM] });
  return [
    part(DATABASE, (platform) => platform.databases.get(name)),
    part(CLOCK, (platform) => platform.clock),
    part(BUS, (platform) => platform.bus),
    // evidence knows the names of its own bytes and is the one that clears the store
    { provide: BLOBS, useFactory: ({ blobs }: Platform, database: Database) => (name === 'evidence' ? blobs : keptBlobs(blobs, database)), inject: [PLATFORM, DATABASE] },
    part(TICKER, (platform) => platform.ticker.of(name)),
    part(PUBLIC_URL, (platform) => platform.publicUrl),
    { provide: SCHEMES, useFactory: (database: Database) => new SchemeDirectory(database), inject: [DATABASE] },
    { provide: CAMPAIGNS, useFactory: (database: Database, schemes: SchemeDirectory) => new CampaignDirectory(database, schemes), inject: [DATABASE, SCHEMES] },
    { provide: CALENDARS, useFactory: (database: Database) => new CalendarDirectory(database), inject: [DATABASE] },
    { provide: UNITS, useFactory: (database: Database) => new UnitDirectory(database), inject: [DATABASE] },
    { provide: STEPS, useFactory: ({ clock }: Platform, database: Database) => new StepLog(database, clock), inject: [PLATFORM, DATABASE] },
  ];
}

/** What a service takes from the configuration of its process beyond the platform. */
export const settings = (token: symbol, schema: z.ZodType): Provider => ({
  provide: token,
  useFactory: ({ config }: Platform) => parseConfig(schema, config),
  inject: [PLATFORM],
});

/** The controllers that every service has: its health, its clock, its parked messages, what it did by itself, and what it hears from the others. */
export function operations(name: string): Type[] {
  const On = eventsFor(name);

  @ApiTags(name)
  @Controller(`api/${name}`)
  class Operations {
    constructor(
      @Inject(PLATFORM) readonly platform: Platform,
      @Inject(INBOXES) readonly inboxes: ReadonlyMap<string, Inbox>,
      @Inject(UNITS) readonly units: UnitDirectory,
      @Inject(STEPS) readonly log: StepLog,
    ) {}

    @Get('health')
    @Action('public.read')
    @ApiOkResponse({ standardSchema: HealthView })
    async health(): Promise<HealthView> {
      const unsent = await this.platform.databases.get(name)!.outbox.lag();
      const parked = await this.inboxes.get(name)!.listParked();
      return { service: name, ok: true, unsent, parked: parked.length };
    }

    @Get('clock')
    @Action('public.read')
    @ApiOkResponse({ standardSchema: ClockView })
    clock(): ClockView {
      const { clock } = this.platform;
      return { now: clock.now().toISOString(), today: clock.today(), rehearsal: clock.rehearsal };
    }

    /** Sets the rehearsal clock and runs what falls due, so that the answer already sees it done. */
    @Put('clock')
    @Action('clock.move')
    @ApiOkResponse({ standardSchema: ClockView })
    async move(@Body({ schema: ClockMove }) { now }: ClockMove): Promise<ClockView> {
      this.platform.clock.move(new Date(now));
      await this.platform.ticker.tick();
      return this.clock();
    }

    /** How the service is, for administrators: what it stands on, and what waits. */
    @Get('state')
    @Action('message.replay')
    @ApiOkResponse({ standardSchema: ServiceStateView })
    state(): Promise<ServiceStateView> {
      return stateOf(name, this.platform, this.inboxes.get(name)!);
    }

    /** What the service did by itself, and every last day that was moved, the newest first. */
    @Get('steps')
    @Action('step.read')
    @ApiOkResponse({ standardSchema: StepPage })
    async steps(@Query({ schema: StepQuery }) query: StepQuery, @By() by: Actor) {
      return StepPage.parse(pageById(await this.log.page(await within(by, 'step.read', query.unitId, this.units), query), STEPS_PAGE));
    }

    @Get('parked')
    @Action('message.replay')
    @ApiOkResponse({ standardSchema: ParkedMessageList })
    async parked(): Promise<ParkedMessageList> {
      const parked = await this.inboxes.get(name)!.listParked();
      const items = parked.map(({ message, reason, attempts, parkedAt }) => {
        const { id, type, key } = message;
        return { id, type, key, reason, attempts, parkedAt: parkedAt.toISOString(), ...shownContent(message) };
      });
      return ParkedMessageList.parse({ items });
    }

    /** All of them, the oldest first; one that fails again stays, and the others go on. */
    @Post('parked/replay')
    @HttpCode(200)
    @Action('message.replay')
    @Confidential()
    @ApiOkResponse({ standardSchema: ReplayView })
    async replayAll(): Promise<ReplayView> {
      const inbox = this.inboxes.get(name)!;
      const failed: ReplayView['failed'] = [];
      const parked = await inbox.listParked();
      for (const { message } of parked) await inbox.replayParked(message.id).catch((error: unknown) => failed.push({ id: message.id, reason: reasonOf(error) }));
      return { replayed: parked.length - failed.length, failed };
    }

    @Post('parked/:id/replay')
    @HttpCode(204)
    @Action('message.replay')
    @Confidential()
    async replay(@Param('id') id: string): Promise<void> {
      await this.inboxes
        .get(name)!
        .replayParked(id)
        .catch((error: unknown) => {
          if (error instanceof Refusal && error.code === 'message.missing') throw error;
          throw new Refusal('conflict', 'message.still-fails', { reason: reasonOf(error) });
        });
    }
  }

  @Controller()
  class News {
    constructor(
      @Inject(PLATFORM) readonly platform: Platform,
      @Inject(UNITS) readonly units: UnitDirectory,
      @Inject(SCHEMES) readonly schemes: SchemeDirectory,
      @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
      @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    ) {}

    @On(SessionEndedSchema)
    async sessionEnded(@Payload() event: SessionEnded): Promise<void> {
      this.platform.tokens.end(event.sessionId);
    }

    @On(UnitChangedSchema)
    async unitChanged(@Payload() event: UnitChanged): Promise<void> {
      await this.units.apply(event);
    }

    @On(SchemePublishedSchema)
    async schemePublished(@Payload() event: SchemePublished): Promise<void> {
      await this.schemes.apply(event);
    }

    @On(CalendarYearLoadedSchema)
    async calendarYearLoaded(@Payload() event: CalendarYearLoaded): Promise<void> {
      await this.calendars.apply(event);
    }

    @On(CampaignOpenedSchema)
    async campaignOpened(@Payload() event: CampaignOpened): Promise<void> {
      await this.campaigns.apply(event);
    }

    @On(CampaignCancelledSchema)
    async campaignCancelled(@Payload() event: CampaignCancelled): Promise<void> {
      await this.campaigns.cancel(event);
    }
  }

  return [Operations, News];
}
