import { startSystem, type System } from '../system.ts';
import { allPlays, routeOf, type Row } from './play.ts';
import { holds, isRefusal, Player } from './player.ts';

/** One line of the log: what happened by itself on a day, in which service, to what, and to how many. */
export interface AutomaticStep {
  readonly service: string;
  readonly day: string;
  readonly what: string;
  readonly kind: string;
  readonly unitId: string;
  readonly count: number;
}
export interface Year {
  readonly units: number;
  /** As many days as the system itself said it was, one after the other. */
  readonly days: number;
  readonly rows: number;
  readonly seconds: number;
  /** Those of this process alone, which say more than the clock on the wall where others work too. */
  readonly processorSeconds: number;
  readonly log: readonly AutomaticStep[];
  readonly refused: readonly string[];
}
interface Dated {
  readonly day: string;
  readonly row: Row;
  readonly player: Player;
}

/** People of different units act at the same time. */
const AT_ONCE = 6;
const YEAR = ['2026-01-01', '2026-12-31'] as const;
const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/**
 * Plays all scenarios together in one system: what lies before the year first, then every day of the year on the rehearsal clock with whatever people do on it.
 * Commands only: what must come of each is held by the plays themselves.
 */
export async function playYear(schemes: readonly string[]): Promise<Year> {
  const plays = allPlays();
  const starts = plays.map((play) => play.starts).sort()[0]!;
  const system = await startSystem({ now: `${starts}T02:00:00Z`, config: { SCHEMES: schemes.join(), DERIVE: 'off' } });
  try {
    const dated: Dated[] = [];
    for (const [index, play] of plays.entries()) {
      const player = await Player.join(play, system, schemes.length, `y${index}-`);
      let day = play.starts;
      for (const row of play.rows) {
        day = row.on ?? day;
        if (isWanted(row)) dated.push({ day, row: without(row), player });
      }
    }
    dated.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
    const refused: string[] = [];
    const doOn = async (some: readonly Dated[]) => {
      for (const { day, row, player } of some) {
        const answered = await player.do(row, (given) => !isRefusal(given) && (row.gives === undefined || row.of !== undefined || holds(given, row.gives)), AT_ONCE).catch((error: unknown) => ({ status: 0, refused: String(error) }));
        if (isRefusal(answered)) refused.push(`${day} ${row.by} ${row.do} ${row.unit ?? row.units ?? ''}: ${JSON.stringify(answered)}`);
      }
    };
    for (const [day, some] of Map.groupBy(dated.filter((one) => one.day < YEAR[0]), (one) => one.day)) {
      await system.quiet(); // what happens on a day is heard on it
      await system.moveClock(`${day}T02:00:00Z`);
      await doOn(some);
    }
    const [began, used, ofYear] = [performance.now(), process.cpuUsage(), dated.filter(({ day }) => day >= YEAR[0] && day <= YEAR[1])];
    const days = new Set<string>();
    for (let day: string = YEAR[0]; day <= YEAR[1]; day = nextDay(day)) {
      await system.quiet();
      await system.moveClock(`${day}T02:00:00Z`);
      days.add(((await (await system.as('c.admin')).get('/api/registry/clock')).body as { today: string }).today);
      await doOn(ofYear.filter((one) => one.day === day));
    }
    const seconds = (performance.now() - began) / 1_000;
    const { user, system: own } = process.cpuUsage(used);
    return { units: await countUnits(system), days: days.size, rows: ofYear.length, seconds, processorSeconds: (user + own) / 1_000_000, log: await logOf(system), refused };
  } finally {
    await system.stop();
  }
}

/** A row without its day, which the year sets itself. What it must give is only waited for where later rows need something of it. */
const without = ({ on: _, ...row }: Row): Row => (row.keep ? row : { ...row, gives: undefined });
/** Questions are asked by the plays; here only those whose answer later rows need. */
const isWanted = ({ do: verb, refused, keep }: Row): boolean => verb !== undefined && refused === undefined && (keep !== undefined || routeOf(verb).method !== 'GET');

const countUnits = async (system: System): Promise<number> => system.running.platform.databases.get('registry')!.connection.collection('units').countDocuments();

/** Every automatic step of the year that the services logged, each log in its order. */
async function logOf(system: System): Promise<AutomaticStep[]> {
  const logs: AutomaticStep[] = [];
  for (const [service, { connection }] of system.running.platform.databases) {
    const steps = connection.collection<AutomaticStep & { by: string; _id: string }>('steps');
    const found = await steps.find({ by: '', day: { $gte: YEAR[0], $lte: YEAR[1] } } as never).sort({ _id: 1 }).toArray();
    logs.push(...found.map(({ day, what, kind, unitId, count }) => ({ service, day, what, kind, unitId, count })));
  }
  return logs;
}
