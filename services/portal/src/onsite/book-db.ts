import type { SyncEntry, VisitDetail } from '@xingchuang/contracts';

/** A visit as the server last told it, with what this device knows beyond. */
export interface KeptVisit {
  readonly id: string;
  readonly personId: string;
  readonly visit: VisitDetail;
  /** What another person had entered and a note of ours replaced, by item. */
  readonly over: Readonly<Record<string, string>>;
}

/** Something noted on this device and not yet taken by the server. */
export interface KeptEntry {
  readonly id: string;
  readonly personId: string;
  /** As it will be sent; a photo has no file id before it was uploaded. */
  readonly entry: SyncEntry;
  readonly state: 'waiting' | 'refused';
  readonly refusal: string;
  /** The picture itself, until it is uploaded. */
  readonly picture?: Blob;
  readonly isUploaded?: boolean;
}

type Store = 'visits' | 'entries' | 'meta';

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('xingchuang-onsite', 1);
    request.onupgradeneeded = () => {
      for (const store of ['visits', 'entries', 'meta'] satisfies Store[])
        request.result.createObjectStore(store, store === 'meta' ? {} : { keyPath: 'id' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

/** One transaction; it counts as done only when the browser has it on disk, so that a dying tab loses nothing. */
async function within<T>(stores: Store[], work: (store: (name: Store) => IDBObjectStore) => T): Promise<T> {
  const transaction = (await open()).transaction(stores, 'readwrite', { durability: 'strict' });
  const result = work((name) => transaction.objectStore(name));
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  return result;
}

async function all<T>(store: Store): Promise<T[]> {
  const request = await within([store], (of) => of(store).getAll());
  return request.result as T[];
}

export const bookDb = {
  visits: (): Promise<KeptVisit[]> => all('visits'),
  entries: (): Promise<KeptEntry[]> => all('entries'),
  saveVisits: (visits: readonly KeptVisit[], gone: readonly string[] = []): Promise<void> =>
    within(['visits'], (of) => {
      for (const id of gone) of('visits').delete(id);
      for (const visit of visits) of('visits').put(visit);
    }),
  saveEntries: (entries: readonly KeptEntry[], gone: readonly string[] = []): Promise<void> =>
    within(['entries'], (of) => {
      for (const id of gone) of('entries').delete(id);
      for (const entry of entries) of('entries').put(entry);
    }),
  /** What the server took leaves the notes and enters the visit at once. */
  settle: (visits: readonly KeptVisit[], entries: readonly KeptEntry[], gone: readonly string[]): Promise<void> =>
    within(['visits', 'entries'], (of) => {
      for (const id of gone) of('entries').delete(id);
      for (const entry of entries) of('entries').put(entry);
      for (const visit of visits) of('visits').put(visit);
    }),
  /** The id of this device and its next number, one transaction for two tabs at once. */
  async next(): Promise<{ device: string; sequence: number }> {
    const answer = { device: '', sequence: 0 };
    await within(['meta'], (of) => {
      const meta = of('meta');
      const known = meta.get('device');
      known.onsuccess = () => {
        answer.device = (known.result as string | undefined) ?? crypto.randomUUID();
        meta.put(answer.device, 'device');
      };
      const last = meta.get('sequence');
      last.onsuccess = () => {
        answer.sequence = ((last.result as number | undefined) ?? 0) + 1;
        meta.put(answer.sequence, 'sequence');
      };
    });
    return answer;
  },
};

/** A UUIDv7: sorts by the time of its making. */
export function noteId(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
