import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, type Provider, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Inbox } from '@xingchuang/bus/mongo';
import { CampaignOpenedSchema, ClockMove, ClockView, HealthView, ParkedView, SchemePublishedSchema, SessionEndedSchema, UnitChangedSchema, type SchemePublished, type SessionEnded, type UnitChanged, type CampaignOpened } from '@xingchuang/contracts';
import { Payload } from '@nestjs/microservices';
import type { z } from 'zod';
import { Action } from './access-guard.ts';
import { eventsFor } from './bus-strategy.ts';
import { parseConfig } from './config.ts';
import type { Database } from './database.ts';
import { BLOBS, BUS, CAMPAIGNS, CLOCK, DATABASE, PLATFORM, PUBLIC_URL, SCHEMES, TICKER, UNITS, type Platform } from './platform.ts';
import { CampaignDirectory } from './campaign-directory.ts';
import { SchemeDirectory } from './scheme-directory.ts';
import { UnitDirectory } from './unit-directory.ts';

export const INBOXES = Symbol('inboxes');

/** What every service module needs: its own database, its copy of the unit tree, and the process's surroundings. */
export function plumbing(name: string): Provider[] {
  const part = <T>(token: symbol, take: (platform: Platform) => T): Provider => ({ provide: token, useFactory: take, inject: [PLATFORM] });
  return [
    part(DATABASE, (platform) => platform.databases.get(name)),
    part(CLOCK, (platform) => platform.clock),
    part(BUS, (platform) => platform.bus),
    part(BLOBS, (platform) => platform.blobs),
    part(TICKER, (platform) => platform.ticker),
    part(PUBLIC_URL, (platform) => platform.publicUrl),
    { provide: SCHEMES, useFactory: (database: Database) => new SchemeDirectory(database), inject: [DATABASE] },
    { provide: CAMPAIGNS, useFactory: (database: Database, schemes: SchemeDirectory) => new CampaignDirectory(database, schemes), inject: [DATABASE, SCHEMES] },
    { provide: UNITS, useFactory: (database: Database) => new UnitDirectory(database), inject: [DATABASE] },
  ];
}

/** What a service takes from the configuration of its process beyond the platform. */
export const settings = (token: symbol, schema: z.ZodType): Provider => ({
  provide: token,
  useFactory: ({ config }: Platform) => parseConfig(schema, config),
  inject: [PLATFORM],
});

/** The controllers that every service has: its health, its clock, its parked messages, and what it hears from the others. */
export function operations(name: string): Type[] {
  const On = eventsFor(name);

  @ApiTags(name)
  @Controller(`api/${name}`)
  class Operations {
    constructor(
      @Inject(PLATFORM) readonly platform: Platform,
      @Inject(INBOXES) readonly inboxes: ReadonlyMap<string, Inbox>,
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

    @Get('parked')
    @Action('message.replay')
    @ApiOkResponse({ standardSchema: ParkedView, isArray: true })
    async parked(): Promise<ParkedView[]> {
      const parked = await this.inboxes.get(name)!.listParked();
      return parked.map(({ message, reason, attempts, parkedAt }) => ({ id: message.id, type: message.type, reason, attempts, parkedAt: parkedAt.toISOString() }));
    }

    @Post('parked/:id/replay')
    @HttpCode(204)
    @Action('message.replay')
    async replay(@Param('id') id: string): Promise<void> {
      await this.inboxes.get(name)!.replayParked(id);
    }
  }

  @Controller()
  class News {
    constructor(
      @Inject(PLATFORM) readonly platform: Platform,
      @Inject(UNITS) readonly units: UnitDirectory,
      @Inject(SCHEMES) readonly schemes: SchemeDirectory,
      @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
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

    @On(CampaignOpenedSchema)
    async campaignOpened(@Payload() event: CampaignOpened): Promise<void> {
      await this.campaigns.apply(event);
    }
  }

  return [Operations, News];
}
