import { Inject, Injectable } from '@nestjs/common';
import type { DraftBegin } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { changesBetween, checkScheme, headOfScheme, parseScheme, schemeOfSheets, type Problem, type Scheme, type SchemeChange, type SchemeReading } from '@xingchuang/schemes';
import { CLOCK, DATABASE, newId, UNITS, within, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { DraftStore, type DraftRevision, type SchemeDraft, type SchemeVersion } from './draft-store.ts';
import { SchemeService } from './scheme-service.ts';
import { sheetsIn } from './scheme-workbook.ts';

/** Keeps schemes that are being written, says what they would change, and publishes them. */
@Injectable()
export class DraftService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SchemeService) readonly schemes: SchemeService,
    @Inject(DraftStore) readonly drafts: DraftStore,
  ) {}

  async begin({ from, text }: DraftBegin, by: Actor): Promise<SchemeDraft> {
    const place = await this.units.place(by.unitId);
    allow(by, 'scheme.draft', place);
    const base = from && (await this.schemes.text(from.schemeId, from.version));
    const now = this.clock.now().toISOString();
    const whole = base?.text ?? text!;
    return this.database.transaction(() =>
      this.drafts.insert({
        ...place, id: newId(), version: 1, ...headed(whole), text: whole, from: base ? { schemeId: base.schemeId, version: base.version } : null, begunAt: now, savedAt: now, savedBy: who(by), published: null,
      }),
    );
  }

  /** A draft from a filled-in workbook. Refuses a workbook with faults, and names the first. */
  async beginFrom(bytes: Uint8Array, by: Actor): Promise<SchemeDraft> {
    const { text, problems } = await this.read(bytes);
    const [first] = problems;
    if (first) throw new Refusal('invalid', 'scheme.faulty-workbook', { count: problems.length, sheet: first.sheet, cell: `${first.column}${first.row ?? ''}`, zh: first.zh, en: first.en, problems }, 'file');
    return this.begin({ text }, by);
  }

  /** What a workbook says; nothing is kept. */
  async read(bytes: Uint8Array): Promise<SchemeReading> {
    return schemeOfSheets(await sheetsIn(bytes));
  }

  async list(by: Actor): Promise<SchemeDraft[]> {
    return this.drafts.list(await within(by, 'scheme.draft', undefined, this.units));
  }

  async get(id: string, by: Actor): Promise<SchemeDraft> {
    const draft = await this.drafts.get(id);
    allow(by, 'scheme.draft', draft);
    return draft;
  }

  /** The version that the scheme of a draft may be published as. */
  async nextVersion({ schemeId }: SchemeDraft): Promise<number> {
    return ((await this.schemes.newest(schemeId))?.version ?? 0) + 1;
  }

  revisions = (id: string): Promise<Omit<DraftRevision, 'text'>[]> => this.drafts.revisions(id);

  async revision(id: string, version: number, by: Actor): Promise<DraftRevision> {
    await this.get(id, by);
    const found = await this.drafts.revision(id, version);
    if (!found) throw new Refusal('missing', 'thing.missing');
    return found;
  }

  async save(id: string, text: string, ifMatch: string | undefined, by: Actor): Promise<SchemeDraft> {
    return this.database.transaction(async () => {
      const was = await this.#open(id, ifMatch, by, 'scheme.draft');
      return this.drafts.save({ ...was, ...headed(text), text, savedAt: this.clock.now().toISOString(), savedBy: who(by) });
    });
  }

  async discard(id: string, ifMatch: string | undefined, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      await this.#open(id, ifMatch, by, 'scheme.draft');
      await this.drafts.remove(id);
    });
  }

  /** What it would change against the newest published version of its scheme. */
  async changes(id: string, by: Actor): Promise<{ against: SchemeVersion | null; problems: readonly Problem[]; items: readonly SchemeChange[] }> {
    const { text, schemeId } = await this.get(id, by);
    const published = await this.schemes.newest(schemeId);
    const against = published ? { schemeId, version: published.version } : null;
    const problems = checkScheme(text);
    return { against, problems, items: problems.length > 0 || !published ? [] : changesBetween(published, parseScheme(text)) };
  }

  /** Publishes what was seen, as the next version of its scheme: it never changes any more, and the draft neither. */
  async publish(id: string, ifMatch: string | undefined, by: Actor): Promise<SchemeDraft> {
    return this.database.transaction(async () => {
      const was = await this.#open(id, ifMatch, by, 'scheme.publish');
      const next: Scheme = parseScheme(was.text);
      const newest = await this.schemes.newest(next.id);
      if (newest && changesBetween(newest, { ...next, version: newest.version }).length === 0 && newest.name.zh === next.name.zh) throw new Refusal('conflict', 'scheme.unchanged', { version: newest.version }, 'text');
      const { schemeId, version, publishedAt } = await this.schemes.publish(was.text, who(by));
      return this.drafts.mark({ ...was, published: { schemeId, version, at: publishedAt, by: who(by) } });
    });
  }

  /** A draft that may still change, at the version that was seen. */
  async #open(id: string, ifMatch: string | undefined, by: Actor, action: 'scheme.draft' | 'scheme.publish'): Promise<SchemeDraft> {
    const was = await this.drafts.get(id);
    allow(by, action, was);
    if (was.published) throw new Refusal('conflict', 'draft.published', { version: was.published.version });
    if (ifMatch?.replaceAll('"', '') !== String(was.version)) throw new Refusal('stale', 'thing.stale', { id, version: was.version }, 'If-Match');
    return was;
  }
}

const who = ({ personId, role, unitId }: Actor): SchemeDraft['savedBy'] => ({ personId, role, unitId });
function headed(text: string): Pick<SchemeDraft, 'schemeId' | 'schemeVersion' | 'title'> {
  const { id, version, title } = headOfScheme(text);
  return { schemeId: id, schemeVersion: version, title };
}
