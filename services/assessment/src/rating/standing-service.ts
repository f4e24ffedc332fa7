import { Inject, Injectable } from '@nestjs/common';
import type { StandingCorrect, StandingEnter, StandingPreview, StandingRow } from '@xingchuang/contracts';
import { allow, covers, Refusal, scopeOf, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, pageById, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { readScoreSheet } from './score-sheet.ts';
import { readStanding, type NumberedRow, type Ranked, type Reading } from './standing-rule.ts';
import { StandingStore, type Standing, type StandingLine } from './standing-store.ts';

const PAGE = 50;

/** Scores and ranks that others gave: read from their sheet, ranked again, corrected without losing what stood before (S0 L115–117, S3 L48). */
@Injectable()
export class StandingService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(StandingStore) readonly standings: StandingStore,
  ) {}

  /** What would come of a sheet; nothing is kept. */
  async preview(bytes: Buffer, by: Actor): Promise<StandingPreview> {
    allow(by, 'standing.import', await this.units.place(by.unitId));
    const rows = await readScoreSheet(bytes);
    const { faults, differences } = await this.#read(rows, by);
    return { total: rows.length, rows, faults, differences };
  }

  async enter({ rows, ...input }: StandingEnter, by: Actor): Promise<Standing> {
    const place = await this.units.place(by.unitId);
    allow(by, 'standing.import', place);
    const { ranked, differences } = await this.#whole(rows, input.on, by);
    const standing: Standing = { ...input, ...place, id: newId(), version: 1, edition: 1, editions: [this.#edition(1, input, '', by)], count: ranked.length, differences: differences.length };
    return this.database.transaction(() => this.#keep(standing, ranked, () => this.standings.insert(standing)));
  }

  async correct(id: string, { rows, reason, on, fileId }: StandingCorrect, ifMatch: string | undefined, by: Actor): Promise<Standing> {
    const { ranked, differences } = await this.#whole(rows, on, by);
    return this.database.transaction(async () => {
      const was = await this.standings.get(id);
      allow(by, 'standing.import', was);
      if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== String(was.version)) throw new Refusal('stale', 'thing.stale', { id, version: was.version }, 'If-Match');
      const edition = was.edition + 1;
      const next: Standing = { ...was, on, fileId, edition, editions: [...was.editions, this.#edition(edition, { on, fileId }, reason, by)], count: ranked.length, differences: differences.length };
      return this.#keep(next, ranked, () => this.standings.save(next));
    });
  }

  async list(pageToken: string | undefined, by: Actor): Promise<{ items: Standing[]; nextPageToken?: string }> {
    const scope = scopeOf(by.role, 'standing.read');
    const about = scope === 'any' ? [] : await this.standings.linesAbout([by.jurisdictionId]);
    const seen = scope === 'any' ? {} : { $or: [...(scope === 'subtree' ? [{ path: by.jurisdictionId }] : []), { _id: { $in: [...new Set(about.map(({ standingId }) => standingId))] } }] };
    return pageById(await this.standings.list(seen, pageToken, PAGE + 1), PAGE);
  }

  /** The list, for who oversees it and for units that are on it. */
  async get(id: string, edition: number | undefined, by: Actor): Promise<{ standing: Standing; lines: StandingLine[] }> {
    const standing = await this.standings.get(id);
    const lines = await this.standings.linesOf(id, edition ?? standing.edition);
    if (!covers(by, 'standing.read', standing) && !lines.some(({ path }) => path.includes(by.jurisdictionId))) throw new Refusal('missing', 'thing.missing');
    if (edition !== undefined && !standing.editions.some((one) => one.edition === edition)) throw new Refusal('missing', 'thing.missing');
    return { standing, lines };
  }

  async #keep(standing: Standing, ranked: readonly Ranked[], save: () => Promise<Standing>): Promise<Standing> {
    const saved = await save();
    await this.standings.keep(standing, ranked);
    return saved;
  }

  #edition(edition: number, { on, fileId }: { on: string; fileId: string }, reason: string, by: Actor): Standing['editions'][number] {
    return { edition, on, fileId, enteredOn: this.clock.today(), by: by.personId, reason };
  }

  async #whole(rows: readonly StandingRow[], on: string, by: Actor): Promise<Reading> {
    const today = this.clock.today();
    if (on > today) throw new Refusal('invalid', 'standing.future', { on, today }, 'on');
    const reading = await this.#read(rows.map((row, index) => ({ ...row, row: index + 2 })), by);
    const [fault] = reading.faults;
    if (fault) throw new Refusal('invalid', 'standing.faulty', { count: reading.faults.length, row: fault.row, column: fault.column, zh: fault.zh, en: fault.en }, `rows.${fault.row - 2}`);
    return reading;
  }

  async #read(rows: readonly NumberedRow[], by: Actor): Promise<Reading> {
    const known = rows.some(({ code }) => code !== '') ? await this.units.everUnder(by.jurisdictionId) : [];
    return readStanding(rows, new Map(known.map((unit) => [unit.code, unit])));
  }
}
