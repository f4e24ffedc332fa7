import { MyVisits, SyncAnswer, type SessionView, type SyncEntry } from '@xingchuang/contracts';
import { get, send } from '../api/http.ts';
import { asProblem } from '../api/problem-error.ts';
import { UploadQueue } from '../evidence/upload-queue.ts';
import { bookDb, noteId, type KeptEntry, type KeptVisit } from './book-db.ts';
import { withTaken } from './sheet-state.ts';

export interface BookState {
  readonly ready: boolean;
  readonly visits: readonly KeptVisit[];
  readonly entries: readonly KeptEntry[];
  readonly syncing: boolean;
  /** Why the last try did not get through; empty where it did. */
  readonly away: string;
}

type Draft = {
  [What in SyncEntry['what']]: Omit<Extract<SyncEntry, { what: What }>, 'id' | 'visitId' | 'sequence' | 'at'>;
}[SyncEntry['what']];
type Person = Pick<SessionView, 'person' | 'seat'>;

const PATH = '/api/assessment/onsite';
const SOON_MS = 600;
const AGAIN_MS = 10_000;
const AT_ONCE = 100;
/** Stands in for the id of a file that is not uploaded yet. */
const NO_FILE = '00000000-0000-7000-8000-000000000000';

/**
 * The notebook of an inspector: everything is written on this device first and sent when there is a network, each note once and in
 * order. It lives outside of pages and is found again after the tab died.
 */
export class Book {
  #state: BookState = { ready: false, visits: [], entries: [], syncing: false, away: '' };
  readonly #listeners = new Set<() => void>();
  readonly #photos: UploadQueue;
  readonly #sending = new Map<File, string>();
  readonly #onTheWay = new Set<string>();
  #writing: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #device = '';

  constructor(readonly who: Person) {
    this.#photos = new UploadQueue({ unitId: who.seat.unitId, batches: false });
    this.#photos.whenReceived(({ id }, file) => void this.#uploaded(file, id));
    this.#photos.subscribe(() => this.#noticeRefused());
    addEventListener('online', () => this.syncSoon(0));
    void this.#open();
  }

  read = (): BookState => this.#state;
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks anew which visits there are; without a network those known stay. */
  refresh = async (): Promise<void> => {
    try {
      const { items } = await get(MyVisits, `${PATH}/mine`);
      await this.#write(async () => {
        const known = new Map(this.#state.visits.map((kept) => [kept.id, kept]));
        const visits = items.map((visit): KeptVisit => ({
          id: visit.id,
          personId: this.who.person.id,
          visit,
          over: known.get(visit.id)?.over ?? {},
        }));
        const waiting = new Set(this.#state.entries.map(({ entry }) => entry.visitId));
        const gone = this.#state.visits.filter(({ id }) => !items.some((one) => one.id === id) && !waiting.has(id));
        await bookDb.saveVisits(
          visits,
          gone.map(({ id }) => id),
        );
        const kept = this.#state.visits.filter(({ id }) => waiting.has(id) && !items.some((one) => one.id === id));
        this.#set({ visits: [...visits, ...kept], away: '' });
      });
    } catch (error) {
      this.#set({ away: asProblem(error)!.title });
    }
  };

  /** Writes a note on this device; the promise is kept once it cannot be lost any more. */
  note = (visitId: string, draft: Draft): Promise<void> =>
    this.#write(async () => {
      const { device, sequence } = await bookDb.next();
      this.#device = device;
      const entry = { ...draft, id: noteId(), visitId, sequence, at: new Date().toISOString() } as SyncEntry;
      const same = this.#state.entries
        .filter((one) => isReplacedBy(one, entry) && !this.#onTheWay.has(one.id))
        .map(({ id }) => id);
      await this.#keep([{ id: entry.id, personId: this.who.person.id, entry, state: 'waiting', refusal: '' }], same);
    }).then(() => this.syncSoon());

  photograph = (visitId: string, itemId: string, picture: Blob): Promise<void> =>
    this.#write(async () => {
      const { device, sequence } = await bookDb.next();
      this.#device = device;
      const entry: SyncEntry = {
        what: 'photo',
        id: noteId(),
        visitId,
        itemId,
        fileId: NO_FILE,
        sequence,
        at: new Date().toISOString(),
      };
      await this.#keep([{ id: entry.id, personId: this.who.person.id, entry, state: 'waiting', refusal: '', picture }], []);
    }).then(() => this.syncSoon());

  /** Takes back a note that is still on this device only. */
  forget = (id: string): Promise<void> => this.#write(() => this.#keep([], [id]));

  syncSoon = (afterMs = SOON_MS): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#sync(), afterMs);
  };

  async #open(): Promise<void> {
    const isMine = ({ personId }: { readonly personId: string }) => personId === this.who.person.id;
    const [visits, entries] = await Promise.all([bookDb.visits(), bookDb.entries()]);
    this.#set({ ready: true, visits: visits.filter(isMine), entries: entries.filter(isMine).sort(bySequence) });
    await this.refresh();
    this.syncSoon(0);
  }

  async #sync(): Promise<void> {
    if (this.#state.syncing) return;
    this.#sendPictures();
    const batch = ready(this.#state.entries).slice(0, AT_ONCE);
    if (batch.length === 0) return this.#sayAgain();
    this.#set({ syncing: true });
    for (const { id } of batch) this.#onTheWay.add(id);
    try {
      this.#device ||= (await bookDb.next()).device;
      const entries = batch.map(({ entry }) => entry);
      const { answers } = await send(
        SyncAnswer,
        'POST',
        `${PATH}/sync`,
        { device: this.#device, entries },
        `sync-${crypto.randomUUID()}`,
      );
      await this.#write(() => this.#settle(batch, answers));
      this.#set({ away: '' });
    } catch (error) {
      this.#set({ away: asProblem(error)!.title });
    } finally {
      for (const { id } of batch) this.#onTheWay.delete(id);
      this.#set({ syncing: false });
      if (this.#state.away === '' && ready(this.#state.entries).length > 0) this.syncSoon(0);
      else this.#sayAgain();
    }
  }

  #sayAgain(): void {
    if (this.#state.entries.some(({ state }) => state === 'waiting')) this.syncSoon(AGAIN_MS);
  }

  async #settle(batch: readonly KeptEntry[], answers: SyncAnswer['answers']): Promise<void> {
    const visits = new Map(this.#state.visits.map((kept) => [kept.id, kept]));
    const refused: KeptEntry[] = [];
    const gone: string[] = [];
    for (const [index, answer] of answers.entries()) {
      const one = batch[index]!;
      if (answer.refusal) {
        refused.push({ ...one, state: 'refused', refusal: answer.refusal.zh });
        continue;
      }
      gone.push(one.id);
      const kept = visits.get(one.entry.visitId);
      if (!kept || !answer.current) continue;
      const { entry } = one;
      const over = answer.over && 'itemId' in entry ? { ...kept.over, [entry.itemId]: answer.over.value } : kept.over;
      visits.set(kept.id, {
        ...kept,
        over,
        visit: withTaken(kept.visit, entry, answer.version, new Date().toISOString(), this.who.person.id),
      });
    }
    await bookDb.settle([...visits.values()], refused, gone);
    this.#set({ visits: [...visits.values()], entries: replaced(this.#state.entries, refused, gone) });
  }

  #sendPictures(): void {
    const isOnTheWay = new Set(this.#sending.values());
    const fresh = this.#state.entries.filter(
      ({ id, picture, isUploaded, state }) => state === 'waiting' && picture && !isUploaded && !isOnTheWay.has(id),
    );
    const files = fresh.map(({ id, picture, entry }) => {
      const file = new File([picture!], `现场照片-${entry.at.slice(0, 19).replaceAll(/[-:T]/g, '')}.jpg`, {
        type: picture!.type || 'image/jpeg',
      });
      this.#sending.set(file, id);
      return file;
    });
    this.#photos.add(files);
  }

  /** A picture that the archive will not take is said at its item. */
  #noticeRefused(): void {
    for (const { file, state, problem } of this.#photos.read().sendings) {
      const id = this.#sending.get(file);
      const was = this.#state.entries.find((one) => one.id === id && one.state === 'waiting');
      if (state !== 'refused' || !was) continue;
      this.#sending.delete(file);
      void this.#write(() => this.#keep([{ ...was, state: 'refused', refusal: problem?.title ?? '照片没有上传成功' }], []));
    }
  }

  async #uploaded(file: File, fileId: string): Promise<void> {
    const id = this.#sending.get(file);
    await this.#write(async () => {
      const was = this.#state.entries.find((one) => one.id === id);
      if (was?.entry.what !== 'photo') return;
      await this.#keep([{ ...was, entry: { ...was.entry, fileId }, isUploaded: true }], []);
    });
    this.#photos.clear();
    this.syncSoon(0);
  }

  async #keep(entries: readonly KeptEntry[], gone: readonly string[]): Promise<void> {
    await bookDb.saveEntries(entries, gone);
    this.#set({ entries: replaced(this.#state.entries, entries, gone) });
  }

  /** One after the other: what is written rests on what was written before. */
  #write(work: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => undefined);
    return done;
  }

  #set(change: Partial<BookState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const bySequence = (a: KeptEntry, b: KeptEntry): number => a.entry.sequence - b.entry.sequence;

function replaced(entries: readonly KeptEntry[], fresh: readonly KeptEntry[], gone: readonly string[]): KeptEntry[] {
  const out = new Set([...gone, ...fresh.map(({ id }) => id)]);
  return [...entries.filter(({ id }) => !out.has(id)), ...fresh].sort(bySequence);
}

/** A newer note of the same item takes the place of one that was not sent yet, or was refused. */
function isReplacedBy({ entry: was, state }: KeptEntry, next: SyncEntry): boolean {
  if (was.visitId !== next.visitId || was.what !== next.what) return false;
  if (next.what === 'hand-in') return true;
  if (next.what === 'answer' && was.what === 'answer') return was.itemId === next.itemId;
  return state === 'refused' && next.what === 'photo' && was.what === 'photo' && was.itemId === next.itemId;
}

/** What can go now: a photo after its picture, a handing-in after everything else of its visit. */
function ready(entries: readonly KeptEntry[]): KeptEntry[] {
  const waiting = entries.filter(({ state }) => state === 'waiting');
  const late = new Set(waiting.filter(({ picture, isUploaded }) => picture && !isUploaded).map(({ entry }) => entry.visitId));
  return waiting.filter(({ entry, picture, isUploaded }) =>
    entry.what === 'hand-in' ? !late.has(entry.visitId) : !picture || isUploaded,
  );
}
