/** A file that was chosen without a network, with the unit it is for. */
interface KeptFile {
  readonly unitId: string;
  readonly file: File;
}

const FILES = 'files';
let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('xingchuang-files', 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(FILES, { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

/** One transaction; it counts as done only when the browser has it on disk. */
async function within<T>(work: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await open()).transaction([FILES], 'readwrite', { durability: 'strict' });
  const request = work(transaction.objectStore(FILES));
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  return request.result;
}

/** Files on this device until the server has them, so that a photograph taken without a network outlives its tab. */
export const keptFiles = {
  keep: async (unitId: string, file: File): Promise<number> => Number(await within((files) => files.add({ unitId, file } satisfies KeptFile))),
  drop: (id: number): Promise<undefined> => within((files) => files.delete(id)),
  removeAll: (): Promise<undefined> => within((files) => files.clear()),
  async of(unitId: string): Promise<{ readonly id: number; readonly file: File }[]> {
    const found: { id: number; file: File }[] = [];
    await within((files) => {
      const walk = files.openCursor();
      walk.onsuccess = () => {
        const at = walk.result;
        if (!at) return;
        const kept = at.value as KeptFile;
        if (kept.unitId === unitId) found.push({ id: Number(at.key), file: kept.file });
        at.continue();
      };
      return walk;
    });
    return found;
  },
};
