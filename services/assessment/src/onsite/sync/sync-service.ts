import { Inject, Injectable } from '@nestjs/common';
import { wordsOf, type InspectionForm, type SyncAnswer, type SyncBatch, type SyncEntry } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, type Clock, type Database } from '@xingchuang/server';
import { FormService } from '../form/form-service.ts';
import { apply, emptySheet, itemOf, sheetId, type Applied, type Sheet } from '../visit/sheet-rule.ts';
import { SheetStore, type KeptEntry } from '../visit/sheet-store.ts';
import { after, type Visit } from '../visit/visit-rule.ts';
import { VisitStore } from '../visit/visit-store.ts';
import { PhotoOwner } from './photo-owner.ts';

type Line = SyncAnswer['answers'][number];

/** One visit while a batch is applied to it. */
interface Bench {
  visit: Visit;
  sheet: Sheet;
  readonly form: InspectionForm;
  readonly isNew: boolean;
  count: number;
  touched: { visit: boolean; sheet: boolean };
}

/** Takes what phones noted on site, each entry exactly once and in the order of the device, whenever the network brings it. */
@Injectable()
export class SyncService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(FormService) readonly forms: FormService,
    @Inject(VisitStore) readonly visits: VisitStore,
    @Inject(SheetStore) readonly sheets: SheetStore,
    @Inject(PhotoOwner) readonly photos: PhotoOwner,
  ) {}

  async take({ device, entries }: SyncBatch, by: Actor): Promise<SyncAnswer> {
    const inOrder = [...entries].sort((a, b) => a.sequence - b.sequence);
    const known = await this.photos.known(by.unitId, inOrder.flatMap((entry) => (entry.what === 'photo' ? [entry.fileId] : [])));
    return this.database.transaction(async () => {
      const already = await this.sheets.knownEntries(inOrder.map(({ id }) => id));
      const benches = new Map<string, Bench>();
      const kept = new Map<string, KeptEntry>(already);
      const fresh: KeptEntry[] = [];
      const lines = new Map<string, Line>();
      for (const entry of inOrder) {
        const before = kept.get(entry.id);
        if (before) {
          lines.set(entry.id, { id: entry.id, outcome: 'already', version: before.version, current: before.current, over: null, refusal: null });
          continue;
        }
        try {
          const bench = benches.get(entry.visitId) ?? (await this.#bench(entry.visitId, by));
          benches.set(entry.visitId, bench);
          const applied = this.#apply(bench, entry, { personId: by.personId, device, at: this.clock.now().toISOString() }, known);
          const one = this.#kept(entry, device, by, applied, bench.count++);
          kept.set(one.id, one);
          fresh.push(one);
          lines.set(entry.id, { id: entry.id, outcome: 'taken', version: applied.version, current: applied.current, over: applied.over, refusal: null });
        } catch (error) {
          if (!(error instanceof Refusal)) throw error; // one refused entry changes nothing and must not keep back the others
          lines.set(entry.id, { id: entry.id, outcome: 'refused', version: 0, current: false, over: null, refusal: { code: error.code, ...wordsOf(error.code, error.facts), field: error.field ?? '' } });
        }
      }
      for (const { visit, sheet, isNew, touched } of benches.values()) {
        if (touched.sheet) await (isNew ? this.sheets.insert(sheet) : this.sheets.save(sheet));
        if (touched.visit) await this.visits.save(visit);
      }
      await this.sheets.keep(fresh);
      return { answers: entries.map(({ id }) => lines.get(id)!) };
    });
  }

  /** Refuses like something that does not exist where the person is not named for the visit. */
  async #bench(visitId: string, by: Actor): Promise<Bench> {
    const visit = await this.visits.find(visitId);
    if (visit?.inspectorIds.includes(by.personId) !== true) throw new Refusal('missing', 'thing.missing');
    const { form } = await this.forms.get(visit.formId, visit.formVersion);
    const id = sheetId(visitId, form, by.personId);
    const sheet = await this.sheets.find(id);
    const count = await this.sheets.countEntries(visitId);
    return { visit, form, sheet: sheet ?? emptySheet(id, visitId, form, by.personId), isNew: !sheet, count, touched: { visit: false, sheet: false } };
  }

  #apply(bench: Bench, entry: SyncEntry, writer: { personId: string; device: string; at: string }, photos: ReadonlySet<string>): Applied {
    const { form } = bench;
    after(bench.visit, 'work');
    if (entry.what === 'finding') {
      const { aspect = '' } = itemOf(form, entry.itemId);
      const { id, itemId, title, detail, at: clientAt } = entry;
      bench.visit = { ...bench.visit, findings: [...bench.visit.findings, { id, itemId, title, detail, aspect, by: writer.personId, clientAt, solved: null }] };
      bench.touched.visit = true;
      return { sheet: bench.sheet, version: 0, current: true, over: null };
    }
    if (entry.what === 'photo' && !photos.has(entry.fileId)) throw new Refusal('invalid', 'entry.photo-unknown', {}, 'fileId');
    const applied = apply(bench.sheet, form, entry, writer);
    bench.sheet = applied.sheet;
    bench.touched.sheet = true;
    bench.touched.visit ||= entry.what === 'hand-in'; // so that a filing at the same moment cannot miss the sheet
    return applied;
  }

  #kept(entry: SyncEntry, device: string, by: Actor, { version, current }: Applied, order: number): KeptEntry {
    const { id, visitId, what, sequence, at: clientAt } = entry;
    const value = entry.what === 'answer' ? entry.value : entry.what === 'photo' ? entry.fileId : entry.what === 'photo-removed' ? entry.photoId : entry.what === 'finding' ? entry.title : '';
    const note = entry.what === 'answer' ? entry.note : entry.what === 'finding' ? entry.detail : '';
    const itemId = 'itemId' in entry ? entry.itemId : '';
    return { id, visitId, what, itemId, value, note, by: by.personId, device, sequence, clientAt, receivedAt: this.clock.now().toISOString(), version, current, order };
  }
}
