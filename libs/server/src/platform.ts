import type { Blobs } from '@xingchuang/blobs';
import type { Bus } from '@xingchuang/bus';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { PlatformConfig } from './config.ts';
import type { Database } from './database.ts';
import type { Ticker } from './ticker.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** The surroundings of every service in this process: one of each, embedded or real. */
export interface Platform {
  readonly config: PlatformConfig;
  readonly log: Logger;
  readonly clock: Clock;
  readonly bus: Bus;
  readonly blobs: Blobs;
  readonly tokens: TokenVerifier;
  readonly ticker: Ticker;
  /** Each service's own database, by its name. */
  readonly databases: ReadonlyMap<string, Database>;
  /** Where people reach the system, without a trailing slash. */
  readonly publicUrl: () => string;
}

export const PLATFORM = Symbol('platform');
export const DATABASE = Symbol('database');
export const CLOCK = Symbol('clock');
export const BUS = Symbol('bus');
export const BLOBS = Symbol('blobs');
export const UNITS = Symbol('units');
export const SCHEMES = Symbol('schemes');
export const CAMPAIGNS = Symbol('campaigns');
export const CALENDARS = Symbol('calendars');
export const TICKER = Symbol('ticker');
export const STEPS = Symbol('steps');
export const PUBLIC_URL = Symbol('public-url');
