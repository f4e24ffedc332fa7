import { Inject, Injectable } from '@nestjs/common';
import { addDays, dayOf, type Day } from '@xingchuang/calendar';
import { duties, dutyPeriods } from '@xingchuang/schemes';
import { CAMPAIGNS, CLOCK, SCHEMES, UNITS, type CampaignDirectory, type Clock, type KnownUnit, type SchemeDirectory, type UnitDirectory } from '@xingchuang/server';
import { DerivedStore } from '../derived/derived-store.ts';
import { Likeness } from '../derived/likeness/likeness.ts';
import { AdoptionDirectory, isRun } from '../duty/adoption-directory.ts';
import { FileStore, type EvidenceFile } from '../file/file-store.ts';
import { RecordStore } from '../record/record-store.ts';
import { SearchIndex } from '../search/search-index.ts';
import { FLAG_CONFIG, type FlagConfig } from './flag-config.ts';
import { markOfFile, markOfRecord } from './flag-marks.ts';
import { attachedTwice, burst, copiedTexts, lateFiling, photoAway, photoDate, photoPlaces, sameDay, usedTwice, type Photo } from './flag-rule.ts';
import { FlagStore } from './flag-store.ts';
import type { FlagKind, Hint, Mark } from './flag.ts';
import { MarkStore } from './mark-store.ts';

const OF_FILES: readonly FlagKind[] = ['near-duplicate', 'copied-text'];
const OF_RECORDS: readonly FlagKind[] = ['near-duplicate', 'late-filing', 'same-day', 'copied-text', 'photo-date', 'photo-place'];
const HOUR_MS = 3_600_000;
/** Who sends thousands at once need not be asked about at each. */
const FRESH_MS = 1_000;

/** Looks at each item as it comes in or changes and points out what does not fit. Runs behind the events, so nobody waits for it. */
@Injectable()
export class FlagRaiser {
  /** The next closing of units, by unit and day, for a moment. */
  #closings = new Map<string, string | undefined>();
  #closingsAt = -Infinity;

  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(AdoptionDirectory) readonly adoptions: AdoptionDirectory,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(DerivedStore) readonly derived: DerivedStore,
    @Inject(Likeness) readonly likeness: Likeness,
    @Inject(MarkStore) readonly marks: MarkStore,
    @Inject(FlagStore) readonly flags: FlagStore,
    @Inject(SearchIndex) readonly search: SearchIndex,
    @Inject(FLAG_CONFIG) readonly config: FlagConfig,
  ) {}

  /** Files came in. Nothing was derived from them or pointed out yet, so that little is asked: who sends thousands at once must not make everybody wait. */
  async lookAtNew(fileIds: readonly string[]): Promise<void> {
    const files = await this.files.byIds(fileIds);
    const marks = files.map((file) => markOfFile(file, undefined));
    await this.marks.keep(marks);
    const same = Map.groupBy(await this.marks.sameBytes(marks.map(({ sha256 }) => sha256!)), ({ sha256 }) => sha256);
    for (const [n, mark] of marks.entries()) {
      const twice = usedTwice(mark, same.get(mark.sha256) ?? [], this.config.FLAG_REUSE_DAYS);
      const misdated = this.#misdated(mark, files[n]!);
      if (twice.length > 0) await this.#replace(mark, OF_FILES, twice);
      if (misdated.length > 0) await this.#replace(mark, ['photo-date'], misdated, true);
      await this.#watchForBurst(mark);
    }
  }

  /** More was derived from a file. */
  async lookAtFile(fileId: string): Promise<void> {
    const file = await this.files.find(fileId);
    if (!file) return; // disposed of since
    const mark = markOfFile(file, await this.derived.textOf(fileId));
    await this.marks.keep([mark]);
    await this.#replace(mark, OF_FILES, [
      ...usedTwice(mark, await this.#alike(mark), this.config.FLAG_REUSE_DAYS),
      ...copiedTexts(mark, await this.marks.alike(mark.bands), this.config.FLAG_COPY_PERCENT),
    ]);
    await this.#replace(mark, ['photo-date'], this.#misdated(mark, file), true);
    for (const record of await this.marks.carrying([fileId])) await this.#lookAtPhotos(record);
  }

  #misdated = (mark: Mark, { hints, eventDate }: EvidenceFile): Hint[] => photoDate({ ...mark, hints }, eventDate, undefined, this.config.FLAG_PHOTO_DAYS);

  async lookAtRecord(recordId: string, isNew: boolean): Promise<void> {
    const record = await this.records.find(recordId);
    if (!record) return;
    const mark = markOfRecord(record);
    await this.marks.keep([mark]);
    const hints = [
      ...attachedTwice(mark, await this.marks.carrying(mark.fileIds)),
      ...lateFiling(mark, this.config.FLAG_LATE_DAYS),
      ...sameDay(mark, await this.marks.onDay(mark.people, mark.day)),
      ...copiedTexts(mark, await this.marks.alike(mark.bands), this.config.FLAG_COPY_PERCENT),
    ];
    await this.#replace(mark, OF_RECORDS, [...hints, ...(await this.#photoHints(mark))]);
    if (isNew) await this.#watchForBurst(mark);
  }

  /** What has the same bytes, and the pictures that look alike. */
  async #alike({ id, sha256 }: Mark): Promise<Mark[]> {
    const same = await this.marks.sameBytes([sha256!]);
    const near = await this.marks.byIds((await this.likeness.near(id)).map(({ fileId }) => fileId));
    return [...new Map([...same, ...near].map((mark) => [mark.id, mark])).values()];
  }

  async #lookAtPhotos(record: Mark): Promise<void> {
    await this.#replace(record, ['photo-date', 'photo-place'], await this.#photoHints(record));
  }

  async #photoHints(record: Mark): Promise<Hint[]> {
    const found: EvidenceFile[] = [];
    for (const id of record.fileIds) {
      const file = await this.files.find(id);
      if (file && (file.hints.takenAt !== undefined || file.hints.place)) found.push(file);
    }
    const photos: Photo[] = found.map((file) => ({ ...markOfFile(file, undefined), hints: file.hints }));
    const located = photos.some(({ hints }) => hints.place) ? await this.units.findLocated(record.path) : undefined;
    return [
      ...photos.flatMap((photo) => [...photoDate(photo, undefined, record, this.config.FLAG_PHOTO_DAYS), ...photoAway(photo, record, located, this.config.FLAG_UNIT_KM)]),
      ...photoPlaces(photos, this.config.FLAG_PHOTO_KM),
    ];
  }

  async #replace(mark: Mark, kinds: readonly FlagKind[], hints: readonly Hint[], alone = false): Promise<void> {
    const touched = await this.flags.replace(mark.id, kinds, alone, hints, this.clock.now().toISOString());
    await this.search.flagged(touched);
  }

  async #watchForBurst({ unitId, at }: Mark): Promise<void> {
    const { FLAG_BURST_DAYS: ahead, FLAG_BURST_HOURS: hours, FLAG_BURST_ITEMS: items, FLAG_BURST_SPREAD: spread } = this.config;
    const since = new Date(Date.parse(at) - hours * HOUR_MS).toISOString();
    const closing = await this.#closing(unitId, dayOf(new Date(at)), ahead);
    if (closing === undefined) return;
    if (!(await this.flags.extendBurst(unitId, closing, since, at))) {
      const unit = await this.units.get(unitId);
      const arrivals = await this.marks.arrivals(unitId, since);
      const hint = burst(unit, arrivals, closing, { items, spread })[0];
      if (!hint) return;
      await this.flags.raise(hint, at);
      await this.search.flagged(arrivals.map(({ id }) => id));
    }
  }

  async #closing(unitId: string, came: Day, ahead: number): Promise<string | undefined> {
    if (performance.now() - this.#closingsAt > FRESH_MS) [this.#closings, this.#closingsAt] = [new Map(), performance.now()];
    const key = `${unitId} ${came}`;
    if (this.#closings.has(key)) return this.#closings.get(key);
    const unit = await this.units.find(unitId);
    const closing = unit && (await this.#nextClosing(unit, came, addDays(came, ahead)));
    this.#closings.set(key, closing);
    return closing;
  }

  /** The first day in a span on which something closes for a unit: the declaring or the window of a campaign, the period of a duty. */
  async #nextClosing(unit: KnownUnit, from: string, to: string): Promise<string | undefined> {
    const campaigns = await this.campaigns.endingWithin(from, to);
    const runners = await this.units.byIds(campaigns.map(({ unitId }) => unitId));
    const ofCampaigns = campaigns
      .filter(({ unitId }) => unit.path.includes(runners.get(unitId)?.jurisdictionId ?? ''))
      .flatMap(({ windowTo, declaringTo }) => [windowTo, declaringTo]);
    const years = [...new Set([from, to].map((on) => Number(on.slice(0, 4))))];
    const run = new Set((await this.adoptions.all()).filter((one) => unit.path.includes(one.nodeId) && isRun(one, from, to)).map(({ schemeId }) => schemeId));
    const ofDuties = (await this.schemes.all())
      .filter(({ id }) => run.has(id))
      .flatMap((scheme) => duties(scheme).filter(({ each }) => each === unit.kind || scheme.kinds[each]?.is === 'person'))
      .flatMap((duty) => years.flatMap((year) => dutyPeriods(duty, year).map((period) => period.to)));
    return [...ofCampaigns, ...ofDuties].filter((on) => from <= on && on <= to).sort()[0];
  }
}
