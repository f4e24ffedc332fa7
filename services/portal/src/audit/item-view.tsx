import { useState } from 'react';
import { DerivedView, FileView, RecordHistory, RecordView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { FieldValue } from '../evidence/field-value.tsx';
import { typeWords } from '../evidence/file-line.tsx';
import { FilePreview } from '../evidence/file-preview.tsx';
import { useRecordTypes } from '../evidence/record-types.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { dayWords, momentWords } from '../shared/day-words.ts';
import { Pairs } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';

interface ItemProps {
  readonly kind: 'record' | 'file';
  readonly id: string;
  /** Of a record that was corrected since: the content that was drawn. */
  readonly revision?: number | undefined;
}

/** A record or a file as a reviewer looks at it: what it says, then its pictures. */
export function ItemView({ kind, id, revision }: ItemProps) {
  return kind === 'record' ? <RecordItem id={id} revision={revision} /> : <FileItem id={id} />;
}

function RecordItem({ id, revision }: Omit<ItemProps, 'kind'>) {
  const types = useRecordTypes();
  const record = useRead(RecordView, `/api/evidence/records/${id}`, {}, 60);
  const history = useRead(RecordHistory, revision === undefined ? undefined : `/api/evidence/records/${id}/history`, {}, 60);
  return (
    <Reading read={record}>
      {(now) => {
        const drawn = history.data?.items.find((one) => one.revision === revision);
        const content = drawn ?? now;
        const type = types.find((one) => one.id === now.type);
        return (
          <div className="stack">
            {drawn && <p className="alert info">抽取之后作过更正，这里是抽取时的内容。</p>}
            <Pairs
              of={[
                ['单位', <UnitName key="u" id={now.unitId} />],
                ['台账', type?.zh ?? now.type],
                ['日期', dayWords(content.day)],
                ['登记时间', momentWords(now.filedAt)],
                ...(type?.fields ?? []).map(
                  (field) => [field.zh, <FieldValue key={field.id} field={field} value={content.fields[field.id]} />] as const,
                ),
              ]}
            />
            <Attachments ids={content.fileIds} />
          </div>
        );
      }}
    </Reading>
  );
}

function Attachments({ ids }: { readonly ids: readonly string[] }) {
  const [chosen, choose] = useState<string>();
  if (ids.length === 0) return <p className="quiet">没有附件</p>;
  const shown = chosen ?? ids[0]!;
  return (
    <div>
      {ids.length > 1 && (
        <ul className="tiles" aria-label={`附件 ${ids.length} 个`}>
          {ids.map((id) => (
            <Tile key={id} id={id} shown={id === shown} choose={() => choose(id)} />
          ))}
        </ul>
      )}
      <FilePreview key={shown} fileId={shown} />
    </div>
  );
}

function Tile({ id, shown, choose }: { readonly id: string; readonly shown: boolean; readonly choose: () => void }) {
  const file = useRead(FileView, `/api/evidence/files/${id}`, {}, 3_600).data;
  return (
    <li>
      <button type="button" aria-pressed={shown} aria-label={file?.name ?? '附件'} title={file?.name} onClick={choose}>
        {file?.hasThumbnail ? (
          <img src={`/api/evidence/files/${id}/thumbnail`} alt="" loading="lazy" />
        ) : file ? (
          typeWords(file.mediaType)
        ) : (
          '…'
        )}
      </button>
    </li>
  );
}

function FileItem({ id }: { readonly id: string }) {
  const file = useRead(FileView, `/api/evidence/files/${id}`, {}, 60);
  return (
    <Reading read={file}>
      {(data) => (
        <div className="stack">
          <Pairs
            of={[
              ['单位', <UnitName key="u" id={data.unitId} />],
              ['文件名', data.name],
              ['事件日期', data.eventDate && dayWords(data.eventDate)],
              ['相机时间', data.hints.takenAt && dayWords(data.hints.takenAt.slice(0, 10))],
              ['收到时间', momentWords(data.receivedAt)],
            ]}
          />
          <FilePreview fileId={id} />
        </div>
      )}
    </Reading>
  );
}

/** Reads what is likely to be looked at next, so that it stands there at once. */
export function Ahead({ kind, id }: Pick<ItemProps, 'kind' | 'id'>) {
  const record = useRead(RecordView, kind === 'record' ? `/api/evidence/records/${id}` : undefined, {}, 60);
  const first = kind === 'file' ? id : record.data?.fileIds[0];
  useRead(FileView, first && `/api/evidence/files/${first}`, {}, 60);
  const made = useRead(DerivedView, first && `/api/evidence/files/${first}/derived`, {}, 60);
  return first && made.data?.preview.pages ? <img src={`/api/evidence/files/${first}/pages/1`} alt="" hidden /> : null; // not every file has a picture
}
