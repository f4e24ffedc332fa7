import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { FileReceipt } from '@xingchuang/contracts';
import { UploadQueue, type QueueState } from './upload-queue.ts';

export type Uploads = QueueState & { readonly queue: UploadQueue };

/** The batches of each unit that was worked for since the page was loaded: they go on while other pages are looked at. */
const queues = new Map<string, UploadQueue>();

/** Many files at once, announced as a batch, with a receipt at the end. */
export function useBatchUploads(unitId: string): Uploads {
  let queue = queues.get(unitId);
  if (!queue) queues.set(unitId, (queue = new UploadQueue({ unitId, batches: true })));
  useEffect(() => void queue.recall(), [queue]);
  return useQueue(queue);
}

/** A few files that belong to what is being filled in; `received` hears of each. */
export function useUploads(unitId: string, received?: (receipt: FileReceipt, file: File) => void): Uploads {
  const [queue] = useState(() => new UploadQueue({ unitId, batches: false }));
  useEffect(() => queue.whenReceived(received), [queue, received]);
  return useQueue(queue);
}

function useQueue(queue: UploadQueue): Uploads {
  const state = useSyncExternalStore(queue.subscribe, queue.read);
  const queries = useQueryClient();
  const received = state.sendings.filter(({ state }) => state === 'received').length;
  const isBusy = state.sendings.some(({ state }) => state === 'running' || state === 'waiting' || state === 'offline');
  useEffect(() => {
    if (received > 0 && !isBusy) void queries.invalidateQueries({ queryKey: ['/api/evidence/files'] });
  }, [queries, received, isBusy]);
  useEffect(() => {
    if (!isBusy) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isBusy]);
  return { ...state, queue };
}
