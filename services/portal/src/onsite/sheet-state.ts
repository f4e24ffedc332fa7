import { Mark, type FormItem, type SheetView, type SyncEntry, type VisitDetail } from '@xingchuang/contracts';
import type { KeptEntry } from './book-db.ts';

/** One answer as its writer sees it: what the server has, and over it what is still on this device. */
export interface Shown {
  readonly value: string;
  readonly note: string;
  readonly version: number;
  readonly photos: readonly { readonly id: string; readonly fileId?: string; readonly picture?: Blob }[];
  /** Whether something of it is not yet uploaded. */
  readonly isLocal: boolean;
  readonly refusal: string;
}

/** The sheet that one fills in: it stands first. */
export const ownSheet = ({ sheets }: VisitDetail): SheetView | undefined => sheets[0];
export const itemsOf = (visit: VisitDetail): FormItem[] => visit.form.sections.flatMap(({ items }) => items);
export const isHandedIn = (visit: VisitDetail, notes: readonly KeptEntry[]): boolean =>
  !!ownSheet(visit)?.handedIn || notes.some(({ entry, state }) => entry.what === 'hand-in' && state === 'waiting');

export function shownAnswer(visit: VisitDetail, itemId: string, notes: readonly KeptEntry[]): Shown {
  const kept = ownSheet(visit)?.answers.find((answer) => answer.itemId === itemId);
  let shown: Shown = {
    value: kept?.value ?? '',
    note: kept?.note ?? '',
    version: kept?.version ?? 0,
    photos: kept?.photos ?? [],
    isLocal: false,
    refusal: '',
  };
  for (const { entry, state, refusal, picture } of notes) {
    if (!('itemId' in entry) || entry.itemId !== itemId) continue;
    if (state === 'refused') shown = { ...shown, refusal };
    if (entry.what === 'answer') shown = { ...shown, value: entry.value, note: entry.note, isLocal: true };
    else if (entry.what === 'photo')
      shown = {
        ...shown,
        photos: [...shown.photos, { id: entry.id, ...(picture ? { picture } : { fileId: entry.fileId }) }],
        isLocal: true,
      };
    else if (entry.what === 'photo-removed')
      shown = { ...shown, photos: shown.photos.filter(({ id }) => id !== entry.photoId), isLocal: true };
  }
  return shown;
}

/** Why a value will not be taken, in words; empty where it will. */
export function faultOf(item: FormItem, value: string): string {
  if (value === '' || item.kind === 'text' || item.kind === 'yes-no') return '';
  if (item.kind === 'count') return /^(0|[1-9]\d{0,6})$/.test(value) ? '' : '请填整数';
  return Mark.safeParse(value).success && Number(value) <= Number(item.most) ? '' : `请填 0 至 ${item.most} 的分数，最多两位小数`;
}

/** What keeps the sheet from being handed in. */
export function lacking(visit: VisitDetail, notes: readonly KeptEntry[]): string[] {
  return itemsOf(visit).flatMap((item) => {
    const { value, photos } = shownAnswer(visit, item.id, notes);
    if (!item.optional && value === '') return [`${item.zh}（未填）`];
    if (faultOf(item, value)) return [`${item.zh}（填写有误）`];
    return item.photo && photos.length === 0 ? [`${item.zh}（缺照片）`] : [];
  });
}

/** The visit after the server took an entry. */
export function withTaken(visit: VisitDetail, entry: SyncEntry, version: number, at: string, by: string): VisitDetail {
  const own = ownSheet(visit);
  if (!own) return visit;
  const put = (sheet: SheetView): VisitDetail => ({ ...visit, sheets: [sheet, ...visit.sheets.slice(1)] });
  if (entry.what === 'hand-in') return put({ ...own, handedIn: { at, by } });
  if (entry.what === 'finding') {
    const { id, itemId, title, detail } = entry;
    return {
      ...visit,
      findings: [
        ...visit.findings.filter((one) => one.id !== id),
        { id, itemId, title, detail, aspect: '', by, clientAt: entry.at, solved: null },
      ],
    };
  }
  const blank = { itemId: entry.itemId, version: 0, value: '', note: '', photos: [], by, clientAt: entry.at };
  const was = own.answers.find(({ itemId }) => itemId === entry.itemId) ?? blank;
  const next =
    entry.what === 'answer'
      ? { ...was, value: entry.value, note: entry.note, version }
      : entry.what === 'photo'
        ? { ...was, photos: [...was.photos.filter(({ id }) => id !== entry.id), { id: entry.id, fileId: entry.fileId }] }
        : { ...was, photos: was.photos.filter(({ id }) => id !== entry.photoId) };
  return put({ ...own, answers: [...own.answers.filter(({ itemId }) => itemId !== entry.itemId), next] });
}
