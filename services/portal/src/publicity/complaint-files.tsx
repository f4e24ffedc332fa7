import { useRef, useState } from 'react';
import { ComplaintAttachment } from '@xingchuang/contracts';
import { asProblem } from '../api/problem-error.ts';
import { atOnce } from '../api/upload.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';

const MOST = 5;

interface ComplaintFilesProps {
  readonly id?: string;
  readonly noticeId: string;
  readonly value?: readonly ComplaintAttachment[];
  readonly onChange?: (files: ComplaintAttachment[]) => void;
}

/** Files that a visitor sends before the complaint, one after the other. */
export function ComplaintFiles({ id, noticeId, value = [], onChange }: ComplaintFilesProps) {
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState('');
  const [error, setError] = useState<unknown>();
  const send = async (chosen: readonly File[]) => {
    setError(undefined);
    const taken = [...value];
    try {
      for (const file of chosen.slice(0, MOST - value.length)) {
        setSending(file.name);
        const to = { unitId: '', progress: () => undefined, signal: new AbortController().signal };
        taken.push(await atOnce(ComplaintAttachment, `/api/publicity/public/notices/${noticeId}/complaint-files`, file, to));
        onChange?.([...taken]);
      }
    } catch (fault) {
      setError(fault);
    }
    setSending('');
    if (input.current) input.current.value = '';
  };
  return (
    <div className="stack tight">
      {value.length > 0 && (
        <ul className="stack tight" aria-label="已附文件">
          {value.map((one) => (
            <li key={one.token} className="row">
              <span className="words">{one.name}</span>
              <button type="button" className="plain" aria-label={`移除${one.name}`} onClick={() => onChange?.(value.filter(({ token }) => token !== one.token))}>
                移除
              </button>
            </li>
          ))}
        </ul>
      )}
      {value.length < MOST && (
        <input
          ref={input}
          {...(id ? { id } : {})}
          type="file"
          multiple
          accept="image/jpeg,image/png,image/webp,image/heic,application/pdf,.docx,.xlsx,.mp4,.mp3,.txt"
          disabled={sending !== ''}
          style={{ maxWidth: '100%', minHeight: 44 }}
          onChange={(event) => void send([...(event.target.files ?? [])])}
        />
      )}
      {sending && <p role="status">正在上传{sending}…</p>}
      {error !== undefined && <ProblemAlert problem={asProblem(error)} />}
    </div>
  );
}
