import { useEffect, useRef, useState } from 'react';
import { FileView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useSession } from '../session/session.ts';
import { DropZone } from './drop-zone.tsx';
import { contentOf, Thumb } from './file-line.tsx';
import { FilePick } from './file-pick.tsx';
import { useUploads } from './uploads.ts';

interface ProofFilesProps {
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (ids: string[]) => void;
  /** Whose files they are; the seat's unit when absent. */
  readonly unitId?: string;
}

const NONE: readonly string[] = [];

/** Files attached to something: new ones, or some of those that the unit already has. */
export function ProofFiles({ id, value = NONE, onChange, unitId }: ProofFilesProps) {
  const { seat } = useSession();
  const [choosing, setChoosing] = useState(false);
  const latest = useRef(value); // several files may arrive before this component is drawn again
  useEffect(() => {
    latest.current = value;
  }, [value]);
  const change = (ids: readonly string[]) => {
    latest.current = ids;
    onChange?.([...ids]);
  };
  const uploads = useUploads(unitId ?? seat.unitId, ({ id: fresh }) => change([...new Set([...latest.current, fresh])]));
  const without = (gone: string) => change(value.filter((one) => one !== gone));
  return (
    <div id={id} className="stack tight">
      {value.length > 0 && (
        <ul className="lines card flush" aria-label="已附文件" style={{ margin: 0 }}>
          {value.map((one) => (
            <AttachedFile key={one} id={one} remove={() => without(one)} />
          ))}
        </ul>
      )}
      <DropZone uploads={uploads} small />
      <div>
        <button type="button" className="plain" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
          {choosing ? '收起' : '从已有材料中选择'}
        </button>
        {choosing && <FilePick unitId={unitId ?? seat.unitId} chosen={value} onChange={change} />}
      </div>
    </div>
  );
}

/** One attached file by its id. */
export function AttachedFile({ id, remove }: { readonly id: string; readonly remove?: () => void }) {
  const file = useRead(FileView, `/api/evidence/files/${id}`, {}, 3_600);
  return (
    <li style={{ padding: '8px 12px' }}>
      {file.data && <Thumb file={file.data} />}
      <a className="main" href={contentOf(id)} target="_blank" rel="noreferrer">
        {file.data?.name ?? (file.error ? '（无权查看的文件）' : '…')}
      </a>
      {remove && (
        <button type="button" className="plain small" onClick={remove} aria-label={`移除 ${file.data?.name ?? '文件'}`}>
          移除
        </button>
      )}
    </li>
  );
}

export function AttachedFiles({ ids, label = '附件' }: { readonly ids: readonly string[]; readonly label?: string }) {
  if (ids.length === 0) return <span className="quiet">无附件</span>;
  return (
    <ul className="lines card flush" aria-label={label} style={{ margin: 0 }}>
      {ids.map((id) => (
        <AttachedFile key={id} id={id} />
      ))}
    </ul>
  );
}
