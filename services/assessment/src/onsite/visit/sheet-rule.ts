import type { InspectionForm, SyncEntry } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';
import { checkValue, itemsOf } from '../form/form-rule.ts';

export interface Photo {
  /** The id of the entry that brought it. */
  readonly id: string;
  readonly fileId: string;
}

export interface Answer {
  readonly itemId: string;
  /** Rises with each value entered; 0 where only photos came. */
  readonly version: number;
  readonly value: string;
  readonly note: string;
  readonly photos: readonly Photo[];
  readonly by: string;
  readonly device: string;
  readonly sequence: number;
  readonly clientAt: string;
}

/** What is filled in of a form: one for all of a checklist, one of each judge in an observation. */
export interface Sheet extends Stored {
  readonly visitId: string;
  /** Empty where it is shared. */
  readonly judgeId: string;
  readonly answers: readonly Answer[];
  readonly handedIn: { readonly at: string; readonly by: string } | null;
}

/** One and the same address for whoever fills it in. */
export const sheetId = (visitId: string, form: InspectionForm, personId: string): string => (form.kind === 'observation' ? `${visitId}:${personId}` : visitId);
export const emptySheet = (id: string, visitId: string, form: InspectionForm, personId: string): Sheet => ({ id, version: 1, visitId, judgeId: form.kind === 'observation' ? personId : '', answers: [], handedIn: null });

export interface Writer {
  readonly personId: string;
  readonly device: string;
  readonly at: string;
}
export interface Applied {
  readonly sheet: Sheet;
  readonly version: number;
  readonly current: boolean;
  readonly over: { readonly by: string; readonly value: string } | null;
}

type SheetEntry = Exclude<SyncEntry, { what: 'finding' }>;

/**
 * The sheet with one entry more. The last writer wins, item by item, and is told whose value it replaced unseen; of one device
 * what it noted later wins, whatever arrives first. Times of the device are kept and decide nothing.
 */
export function apply(sheet: Sheet, form: InspectionForm, entry: SheetEntry, writer: Writer): Applied {
  if (sheet.handedIn) throw new Refusal('conflict', 'entry.handed-in');
  if (entry.what === 'hand-in') return unchanging({ ...sheet, handedIn: { at: writer.at, by: writer.personId } }, () => refuseIncomplete(sheet, form));
  const item = itemOf(form, entry.itemId);
  const was = sheet.answers.find(({ itemId }) => itemId === entry.itemId);
  const blank: Answer = { itemId: entry.itemId, version: 0, value: '', note: '', photos: [], by: writer.personId, device: writer.device, sequence: 0, clientAt: entry.at };
  const base = was ?? blank;
  if (entry.what === 'photo') return unchanging(put(sheet, { ...base, photos: [...base.photos, { id: entry.id, fileId: entry.fileId }] }));
  if (entry.what === 'photo-removed') return unchanging(put(sheet, { ...base, photos: base.photos.filter(({ id }) => id !== entry.photoId) }));
  checkValue(item, entry.value);
  if (base.device === writer.device && base.sequence > entry.sequence) return { sheet, version: base.version, current: false, over: null };
  const over = base.by !== writer.personId && base.version > entry.base ? { by: base.by, value: base.value } : null;
  const next: Answer = { ...base, version: base.version + 1, value: entry.value, note: entry.note, by: writer.personId, device: writer.device, sequence: entry.sequence, clientAt: entry.at };
  return { sheet: put(sheet, next), version: next.version, current: true, over };
}

export function itemOf(form: InspectionForm, itemId: string) {
  const item = itemsOf(form).find(({ id }) => id === itemId);
  if (!item) throw new Refusal('invalid', 'entry.no-item', { item: itemId }, 'itemId');
  return item;
}

/** What each answered item says. */
export const valuesOf = ({ answers }: Sheet): Map<string, string> => new Map(answers.map(({ itemId, value }) => [itemId, value]));

function unchanging(sheet: Sheet, check: () => void = () => undefined): Applied {
  check();
  return { sheet, version: 0, current: true, over: null };
}

function put(sheet: Sheet, answer: Answer): Sheet {
  const isKnown = sheet.answers.some(({ itemId }) => itemId === answer.itemId);
  return { ...sheet, answers: isKnown ? sheet.answers.map((one) => (one.itemId === answer.itemId ? answer : one)) : [...sheet.answers, answer] };
}

function refuseIncomplete(sheet: Sheet, form: InspectionForm): void {
  const answers = new Map(sheet.answers.map((answer) => [answer.itemId, answer]));
  const unanswered = itemsOf(form).filter(({ id, optional }) => !optional && (answers.get(id)?.value ?? '') === '');
  if (unanswered.length > 0) throw new Refusal('conflict', 'entry.unanswered', { items: unanswered.map(({ zh }) => zh) });
  const bare = itemsOf(form).filter(({ id, photo }) => photo && (answers.get(id)?.photos.length ?? 0) === 0);
  if (bare.length > 0) throw new Refusal('conflict', 'entry.photo-missing', { items: bare.map(({ zh }) => zh) });
}
