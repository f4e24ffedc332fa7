import { Link } from 'react-router';
import { FileView, RecordView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { contentOf, Thumb } from '../evidence/file-line.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Nothing } from '../shared/page.tsx';

/** What a declaration rests on; an id is a file's or a record's. */
export function AttachedEvidence({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return <Nothing title="没有附材料">申报时可以从档案中选择材料和台账。</Nothing>;
  return (
    <ul className="lines" aria-label="材料">
      {ids.map((id) => (
        <EvidenceLine key={id} id={id} />
      ))}
    </ul>
  );
}

export function EvidenceLine({ id }: { readonly id: string }) {
  const file = useRead(FileView, `/api/evidence/files/${id}`, {}, 3_600);
  const record = useRead(RecordView, file.error ? `/api/evidence/records/${id}` : undefined, {}, 3_600);
  return (
    <li>
      {file.data && <Thumb file={file.data} />}
      <div className="main">
        {file.data ? (
          <a href={contentOf(id)} target="_blank" rel="noreferrer">
            {file.data.name}
          </a>
        ) : record.data ? (
          <Link to={`/app/evidence/records/${id}`}>{record.data.title}</Link>
        ) : (
          <span className="quiet">{record.error ? `编号 ${id.slice(0, 8)}（不在档案中，或无权查看）` : '…'}</span>
        )}
        {record.data && <p className="quiet">台账 · {dayWords(record.data.day)}</p>}
      </div>
    </li>
  );
}
