import { readFileSync } from 'node:fs';
import { create, toBinary } from '@bufbuild/protobuf';
import type { Inbox } from '@xingchuang/bus/mongo';
import { TrustRequestSchema, type ServiceStateView } from '@xingchuang/contracts';
import type { Platform } from './platform.ts';
import { TRUST_SUBJECT } from './token-verifier.ts';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
/** Longer than this nobody looks at a page that does not come. */
const PATIENCE_MS = 3_000;

/** Asks what the service stands on; whatever does not answer in time is said to be down. */
export async function stateOf(name: string, platform: Platform, inbox: Inbox): Promise<ServiceStateView> {
  const database = platform.databases.get(name)!;
  const [isThere, bus, blobs] = await Promise.all([
    answers(() => database.connection.db!.admin().ping()),
    answers(() => platform.bus.request(TRUST_SUBJECT, toBinary(TrustRequestSchema, create(TrustRequestSchema)), PATIENCE_MS)),
    answers(() => platform.blobs.list({ limit: 1 })),
  ]);
  const [unsent, unsentSince, parked] = isThere ? await Promise.all([database.outbox.lag(), database.outbox.waitingSince(), inbox.listParked()]) : [0, '', []];
  const { last } = platform.ticker;
  return {
    service: name,
    version,
    upSince: new Date(Date.now() - process.uptime() * 1_000).toISOString(),
    database: isThere,
    bus,
    blobs,
    unsent,
    unsentSince,
    parked: parked.length,
    lastTick: last?.at.toISOString() ?? '',
    failing: [...(last?.failing ?? [])],
  };
}

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, false)));
  const answered = await Promise.race([ask().then(() => true, () => false), late]);
  clearTimeout(timer);
  return answered;
}
