import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { RecordListReceipt, type Problem, type RecordTypeView } from '@xingchuang/contracts';
import { readAgain } from '../api/command.ts';
import { asProblem } from '../api/problem-error.ts';
import { atOnce } from '../api/upload.ts';
import { FileButton } from '../shared/file-button.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';

const BY_CELLS = ['text', 'number', 'decimal', 'minutes', 'day', 'yes', 'choice', 'person'];
/** Whether a row of cells can say all that a type needs. */
export const isByList = ({ fields, attachments }: RecordTypeView): boolean => attachments.min === 0 && fields.every(({ required, type, many }) => !required || (BY_CELLS.includes(type) && !many));

/** Many records of a type from a table, such as a platform gives out: all of them or none. */
export function RecordListImport({ type, unitId }: { readonly type: RecordTypeView; readonly unitId: string }) {
  const queries = useQueryClient();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const send = async (file: File) => {
    setProblem(undefined);
    setBusy(true);
    const to = { unitId, signal: new AbortController().signal, progress: () => undefined };
    await atOnce(RecordListReceipt, `/api/evidence/record-lists?type=${type.id}`, file, to).then(
      ({ records, duplicate }) => {
        say(duplicate ? '这张表已导入过，没有重复登记' : `已登记 ${records} 份`);
        return readAgain(queries);
      },
      (error: unknown) => setProblem(asProblem(error)),
    );
    setBusy(false);
  };
  return (
    <>
      <span className="row small">
        <FileButton label={`导入${type.zh}`} accept=".xlsx,.csv" loading={busy} choose={(file) => void send(file)}>
          从表格导入
        </FileButton>
        <a href={`/api/evidence/record-list-template?type=${type.id}`} download>
          下载模板
        </a>
      </span>
      <ProblemAlert problem={problem} />
    </>
  );
}
