import { useRef, useState } from 'react';
import { BatchView, type Problem } from '@xingchuang/contracts';
import { atOnce } from '../api/upload.ts';
import { asProblem } from '../api/problem-error.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import type { Uploads } from './uploads.ts';

/** A list in Excel that says of files what they are before they come. */
export function UploadList({ unitId, uploads }: { readonly unitId: string; readonly uploads: Uploads }) {
  const choose = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<Problem>();
  const open = async (file: File | undefined) => {
    if (!file) return;
    setProblem(undefined);
    try {
      await uploads.queue.await(await atOnce(BatchView, '/api/evidence/upload-lists', file, { unitId, progress: () => undefined, signal: new AbortController().signal }));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return (
    <>
      <p className="quiet small">
        有清单？{' '}
        <button type="button" className="plain" onClick={() => choose.current?.click()}>
          按 Excel 清单上传
        </button>
        ，标题、事件日期和任务随清单填好 ·{' '}
        <a href="/api/evidence/upload-list-template" download>
          下载清单模板
        </a>
      </p>
      <input
        ref={choose}
        type="file"
        aria-label="选择上传清单"
        className="hidden-input"
        tabIndex={-1}
        accept=".xlsx,.csv"
        onChange={(event) => {
          void open(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <ProblemAlert problem={problem} />
    </>
  );
}
