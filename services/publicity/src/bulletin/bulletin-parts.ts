import type { Provider } from '@nestjs/common';
import { settings } from '@xingchuang/server';
import { BulletinCases } from './bulletin-cases.ts';
import { BulletinDrafts } from './bulletin-draft.ts';
import { BulletinPlans } from './bulletin-plans.ts';
import { BulletinPrinter } from './bulletin-printer.ts';
import { BulletinQueries } from './bulletin-queries.ts';
import { BulletinService } from './bulletin-service.ts';
import { BulletinStore } from './bulletin-store.ts';
import { BULLETIN_CONFIG, BulletinConfig, Kinds } from './kinds.ts';
import { LevelHistories } from './level-history.ts';
import { LevelQueries } from './level-queries.ts';
import { OtherQueries } from './other-queries.ts';
import { Printing } from './printing.ts';
import { PublicQueries } from './public-queries.ts';
import { RankingService } from './ranking-service.ts';

/** Bulletins and rankings. */
export const bulletinProviders: Provider[] = [
  settings(BULLETIN_CONFIG, BulletinConfig),
  { provide: Kinds, useFactory: (config: BulletinConfig) => new Kinds(config), inject: [BULLETIN_CONFIG] },
  ...[LevelHistories, LevelQueries, PublicQueries, RankingService, OtherQueries, BulletinQueries],
  ...[BulletinStore, BulletinDrafts, Printing, BulletinService, BulletinPlans, BulletinCases, BulletinPrinter],
];
