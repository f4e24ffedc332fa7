import { Link } from 'react-router';
import { FileView, type LikenessView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { momentWords } from '../shared/day-words.ts';
import { State } from '../shared/page.tsx';
import { Thumb } from './file-line.tsx';
import { useDerived } from './file-preview.tsx';

const KINDS: Readonly<Record<LikenessView['kind'], string>> = { same: '完全相同', near: '同一画面', crop: '局部相同' };

/** Files that look like this one, and how many more there are that this seat may not see. Nothing where there is none. */
export function AlikeFiles({ fileId }: { readonly fileId: string }) {
  const { data } = useDerived(fileId);
  if (!data || data.likeness.count === 0) return null;
  const { count, items } = data.likeness;
  return (
    <section className="card">
      <h2>相似文件</h2>
      <ul className="alike">
        {items.map((one) => (
          <AlikeFile key={one.fileId} alike={one} />
        ))}
      </ul>
      {count > items.length && <p className="quiet" style={{ marginTop: items.length > 0 ? 12 : 0 }}>其他单位还有 {count - items.length} 个相似文件，不在您的查看范围内。</p>}
      <p className="quiet small" style={{ marginTop: 12 }}>机器比对的结果，仅供核实时参考。</p>
    </section>
  );
}

function AlikeFile({ alike }: { readonly alike: LikenessView }) {
  const file = useRead(FileView, `/api/evidence/files/${alike.fileId}`, {}, 3_600).data;
  return (
    <li>
      {file && <Thumb file={file} />}
      <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        <Link to={`/app/evidence/files/${alike.fileId}`}>{file?.name ?? '…'}</Link>
        <p className="quiet small">
          <UnitName id={alike.unitId} />
          {file && ` · ${momentWords(file.receivedAt)}`}
        </p>
        <State tone="due">{KINDS[alike.kind]}</State>
      </div>
    </li>
  );
}
