import { BatchView, BatchLinePage, type FileReceipt, type ManifestLine, type Problem } from '@xingchuang/contracts';
import { get, send } from '../api/http.ts';
import { asProblem } from '../api/problem-error.ts';
import { upload, uploadZip } from '../api/upload.ts';
import { keptFiles } from './kept-files.ts';

/** One file on its way. */
export interface Sending {
  readonly key: number;
  readonly file: File;
  readonly sent: number;
  readonly state: 'waiting' | 'running' | 'offline' | 'received' | 'refused';
  readonly receipt?: FileReceipt;
  /** What a zip held: so many of so many members came in. */
  readonly members?: { readonly received: number; readonly announced: number; readonly batch: string };
  readonly problem?: Problem;
  /** Under this number it lies on this device too, for it was chosen without a network. */
  readonly kept?: number;
}

export interface QueueState {
  readonly sendings: readonly Sending[];
  readonly paused: boolean;
  readonly batch?: BatchView | undefined;
  /** The names that the batch still waits for, as far as is known when nothing runs. */
  readonly missing: readonly string[];
  /** Why a batch could not be opened or closed. */
  readonly problem?: Problem | undefined;
}

type Received = (receipt: FileReceipt, file: File) => void;

interface Options {
  readonly unitId: string;
  /** Whether files are announced, so that a receipt can say what is missing. */
  readonly batches: boolean;
}

/** So many files travel at once: enough to fill a line, few enough for a phone. */
const AT_ONCE = 3;
/** As many lines as one request can hold, whatever their names. */
const LINES_AT_ONCE = 500;
/** A connection that is gone is tried again after so long, or at once when the browser says that it is back. */
const AGAIN_MS = 5_000;
const BATCHES = '/api/evidence/batches';

/**
 * Sends any number of files, a few at a time, over lost connections and pauses, and keeps what became of each. It lives outside
 * of pages: who goes to another page does not stop it. A batch that is not finished is found again after a reload.
 */
export class UploadQueue {
  #received: Received | undefined;
  #state: QueueState = { sendings: [], paused: false, missing: [] };
  readonly #listeners = new Set<() => void>();
  readonly #running = new Map<number, AbortController>();
  #keys = 0;
  #opening: Promise<unknown> = Promise.resolve();
  #isDrawing = false;
  #recalled = false;

  constructor(readonly options: Options) {}

  read = (): QueueState => this.#state;
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Tells of each file that was received. */
  whenReceived(tell: Received | undefined): () => void {
    this.#received = tell;
    return () => {
      if (this.#received === tell) this.#received = undefined;
    };
  }

  /** Takes up the batch that was open when the page was left. */
  async recall(): Promise<void> {
    if (!this.options.batches || this.#recalled) return;
    this.#recalled = true;
    await this.#recallBatch();
    const kept = await keptFiles.of(this.options.unitId).catch(() => []); // a browser that keeps nothing has nothing
    this.#take(kept.map(({ id, file }): Sending => ({ key: ++this.#keys, file, sent: 0, state: 'waiting', kept: id })));
  }

  async #recallBatch(): Promise<void> {
    const id = localStorage.getItem(this.#memory());
    if (!id) return;
    const batch = await get(BatchView, `${BATCHES}/${id}`).catch(() => undefined);
    if (batch?.state !== 'open' || batch.missing === 0) return localStorage.removeItem(this.#memory());
    this.#follow(batch);
    await this.#settle();
  }

  /** Sends what comes from now on into this batch. */
  #follow(batch: BatchView): void {
    localStorage.setItem(this.#memory(), batch.id);
    this.#set({ batch });
  }

  /** Takes up a batch that a list has announced. */
  async await(batch: BatchView): Promise<void> {
    this.#follow(batch);
    await this.#settle();
  }

  add = (files: Iterable<File>): void => {
    const fresh = [...files].map((file): Sending => ({ key: ++this.#keys, file, sent: 0, state: 'waiting' }));
    if (this.options.batches && !navigator.onLine) for (const one of fresh) void this.#keep(one);
    this.#take(fresh);
  };

  /** A file that this browser cannot keep is sent all the same while the page stays open. */
  async #keep({ key, file }: Sending): Promise<void> {
    const kept = await keptFiles.keep(this.options.unitId, file).catch(() => undefined);
    if (kept === undefined) return;
    if (this.#find(key) && this.#find(key)!.state !== 'received') this.#change(key, { kept });
    else await keptFiles.drop(kept);
  }

  #take(fresh: readonly Sending[]): void {
    if (fresh.length === 0) return;
    this.#set({ sendings: [...this.#state.sendings, ...fresh], problem: undefined });
    this.#opening = this.#opening.then(() => this.#announce(fresh)).then(() => this.#pump());
  }

  pause = (): void => {
    this.#set({ paused: true });
    for (const [, run] of this.#running) run.abort();
  };
  resume = (): void => {
    this.#set({ paused: false });
    this.#pump();
  };

  again = (...keys: readonly number[]): void => {
    for (const key of keys) this.#change(key, { state: 'waiting' }, ['problem']);
    this.#pump();
  };

  /** Gives up what has not come; the receipt names it as missing. */
  finish = async (): Promise<void> => {
    for (const [, run] of this.#running) run.abort();
    for (const one of this.#state.sendings) if (one.kept !== undefined && one.state !== 'received') void keptFiles.drop(one.kept);
    this.#set({ sendings: this.#state.sendings.filter(({ state }) => state === 'received') });
    await this.#settle(true);
  };

  /** Forgets what is over, so that the next files are a batch of their own. */
  clear = (): void => this.#set({ sendings: this.#state.sendings.filter(({ state }) => state !== 'received'), ...(this.#state.batch?.state === 'closed' && { batch: undefined }) });

  /** Only a page that shows a batch can say what became of the members. */
  #isZip = ({ name }: File): boolean => this.options.batches && /\.zip$/i.test(name);
  #memory = (): string => `xingchuang.batch.${this.options.unitId}`;

  async #announce(fresh: readonly Sending[]): Promise<void> {
    if (!this.options.batches) return;
    try {
      const open = this.#state.batch?.state === 'open' ? this.#state.batch : undefined;
      const known = open ? await this.#missing(open) : [];
      const lines = fresh.filter(({ file }) => !this.#isZip(file)).map(({ file }): ManifestLine => ({ name: file.name, size: file.size, tasks: [] }));
      const unknown = lines.filter((line) => !take(known, line));
      if (lines.length === 0) return;
      let batch = open ?? (await send(BatchView, 'POST', BATCHES, { unitId: this.options.unitId, title: `网页上传 ${lines.length} 个文件`, lines: unknown.splice(0, LINES_AT_ONCE) }, crypto.randomUUID()));
      while (unknown.length > 0) batch = await send(BatchView, 'POST', `${BATCHES}/${batch.id}/lines`, { lines: unknown.splice(0, LINES_AT_ONCE) }, crypto.randomUUID());
      this.#follow(batch);
    } catch (error) {
      const problem = asProblem(error)!;
      if (problem.status !== 0) for (const { key } of fresh) this.#change(key, { state: 'refused', problem });
      else {
        for (const { key } of fresh) this.#change(key, { state: 'offline', problem });
        await networkAgain();
        for (const { key } of fresh) this.#change(key, { state: 'waiting' }, ['problem']);
        await this.#announce(fresh.filter(({ key }) => this.#find(key) !== undefined));
      }
    }
  }

  async #missing({ id }: BatchView): Promise<{ name: string; size?: number | undefined }[]> {
    const found: { name: string; size?: number | undefined }[] = [];
    for (let pageToken: string | undefined = ''; pageToken !== undefined; ) {
      const page: BatchLinePage = await get(BatchLinePage, `${BATCHES}/${id}/lines`, { pageToken: pageToken || undefined, limit: 1_000 });
      found.push(...page.items.filter(({ state }) => state === 'missing' || state === 'refused'));
      pageToken = page.nextPageToken;
    }
    return found;
  }

  #pump(): void {
    if (this.#state.paused) return;
    for (const { key, state } of this.#state.sendings) {
      if (this.#running.size >= AT_ONCE) return;
      if (state === 'waiting') void this.#run(key);
    }
    if (this.#running.size === 0 && this.#state.sendings.every(({ state }) => state === 'received' || state === 'refused')) void this.#settle();
  }

  async #run(key: number): Promise<void> {
    const { file } = this.#find(key)!;
    const run = new AbortController();
    this.#running.set(key, run);
    this.#change(key, { state: 'running' });
    const batch = this.#state.batch?.state === 'open' ? this.#state.batch.id : undefined;
    const to = { unitId: this.options.unitId, batch, signal: run.signal, progress: (sent: number) => this.#change(key, { sent }) };
    try {
      if (this.#isZip(file)) {
        const { received, announced, id } = await uploadZip(file, to);
        this.#change(key, { state: 'received', sent: file.size, members: { received, announced, batch: id } });
      } else {
        const receipt = await upload(file, to);
        this.#change(key, { state: 'received', sent: file.size, receipt });
        this.#received?.(receipt, file);
      }
    } catch (error) {
      this.#failed(key, error, run.signal.aborted);
    } finally {
      this.#running.delete(key);
      const now = this.#find(key);
      if (now?.state === 'received' && now.kept !== undefined) void keptFiles.drop(now.kept);
      this.#pump();
    }
  }

  #failed(key: number, error: unknown, isPaused: boolean): void {
    if (isPaused) return this.#change(key, { state: 'waiting' });
    const problem = asProblem(error)!;
    const isAway = problem.status === 0 || problem.status === 429;
    this.#change(key, isAway ? { state: 'offline', problem } : { state: 'refused', sent: 0, problem });
    if (!isAway) return;
    void networkAgain().then(() => this.#find(key)?.state === 'offline' && this.again(key));
  }

  /** Nothing runs: what has come of the batch? It ends when all has come, or when its sender says so. */
  async #settle(evenSo = false): Promise<void> {
    const { batch } = this.#state;
    if (batch?.state !== 'open') return;
    try {
      const now = await get(BatchView, `${BATCHES}/${batch.id}`);
      const isOver = now.missing === 0 || evenSo;
      const missing = now.missing === 0 ? [] : (await this.#missing(now)).map(({ name }) => name);
      this.#set({ batch: isOver ? await send(BatchView, 'POST', `${BATCHES}/${batch.id}/close`, {}, crypto.randomUUID()) : now, missing, problem: undefined });
      if (isOver) localStorage.removeItem(this.#memory());
    } catch (error) {
      this.#set({ problem: asProblem(error) });
    }
  }

  #find = (key: number): Sending | undefined => this.#state.sendings.find((one) => one.key === key);

  #change(key: number, with_: Partial<Sending>, without: readonly (keyof Sending)[] = []): void {
    const changed = (one: Sending): Sending => {
      const next = { ...one, ...with_ };
      for (const field of without) delete (next as Partial<Record<keyof Sending, unknown>>)[field];
      return next;
    };
    this.#set({ sendings: this.#state.sendings.map((one) => (one.key === key ? changed(one) : one)) });
  }

  /** Hundreds of changes in a moment are drawn once. */
  #set(change: Partial<QueueState>): void {
    this.#state = { ...this.#state, ...change };
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    setTimeout(() => {
      this.#isDrawing = false;
      for (const listener of this.#listeners) listener();
    }, 40);
  }
}

/** When the browser says that the network is back, or it is time to look. */
const networkAgain = (): Promise<void> =>
  new Promise((resolve) => {
    const back = (): void => {
      removeEventListener('online', back);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(back, AGAIN_MS);
    addEventListener('online', back);
  });

/** Takes one line that announces this file out of those that wait. */
function take(waiting: { name: string; size?: number | undefined }[], { name, size }: ManifestLine): boolean {
  const index = waiting.findIndex((line) => line.name === name && (line.size === undefined || line.size === size));
  if (index >= 0) waiting.splice(index, 1);
  return index >= 0;
}
