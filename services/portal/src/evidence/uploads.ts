import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { FileReceipt, Problem } from '@xingchuang/contracts';
import { asProblem } from '../api/problem-error.ts';
import { upload } from '../api/upload.ts';

/** One file on its way. */
export interface Sending {
  readonly key: number;
  readonly file: File;
  readonly part: number;
  readonly receipt?: FileReceipt;
  readonly problem?: Problem;
}

/** So many files travel at once: enough to fill a line, few enough for a phone. */
const AT_ONCE = 3;

/** Sends any number of files, a few at a time, and keeps what became of each. */
export function useUploads(unitId: string, received?: (receipt: FileReceipt, file: File) => void) {
  const [sendings, setSendings] = useState<readonly Sending[]>([]);
  const queries = useQueryClient();
  const queue = useRef<Sending[]>([]);
  const running = useRef(0);
  const keys = useRef(0);

  const change = (key: number, with_: Partial<Sending>) =>
    setSendings((all) => all.map((one) => (one.key === key ? { ...one, ...with_ } : one)));

  const pump = () => {
    while (running.current < AT_ONCE && queue.current.length > 0) {
      const next = queue.current.shift()!;
      running.current += 1;
      void upload(next.file, unitId, (part) => change(next.key, { part }))
        .then(
          (receipt) => {
            change(next.key, { receipt, part: 1 });
            received?.(receipt, next.file);
          },
          (error: unknown) => change(next.key, { problem: asProblem(error)! }),
        )
        .finally(() => {
          running.current -= 1;
          if (queue.current.length === 0 && running.current === 0)
            void queries.invalidateQueries({ queryKey: ['/api/evidence/files'] });
          pump();
        });
    }
  };

  const add = (files: Iterable<File>) => {
    const fresh = [...files].map((file) => ({ key: ++keys.current, file, part: 0 }));
    setSendings((all) => [...fresh, ...all]);
    queue.current.push(...fresh);
    pump();
  };
  const again = (sending: Sending) => {
    setSendings((all) => all.map((one) => (one.key === sending.key ? { key: one.key, file: one.file, part: 0 } : one)));
    queue.current.push(sending);
    pump();
  };
  const clear = () => setSendings((all) => all.filter(({ receipt }) => !receipt));
  return { sendings, add, again, clear };
}
