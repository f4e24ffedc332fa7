import { Checkbox } from 'antd';
import { FilePage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { sizeWords } from '../shared/day-words.ts';
import { Thumb, typeWords } from './file-line.tsx';

/** The unit's files with a tick before each. */
export function FilePick({
  unitId,
  chosen,
  onChange,
}: {
  readonly unitId: string;
  readonly chosen: readonly string[];
  readonly onChange: (ids: string[]) => void;
}) {
  const files = useList(FilePage, '/api/evidence/files', { unitId });
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  if (files.items.length === 0) return <p className="quiet">{files.loading ? '正在载入…' : '还没有材料。'}</p>;
  return (
    <div style={{ maxHeight: 320, overflow: 'auto', marginTop: 8 }}>
      <ul className="lines" aria-label="可选材料">
        {files.items.map((file) => (
          <li key={file.id} style={{ padding: '6px 12px' }}>
            <Checkbox checked={chosen.includes(file.id)} onChange={() => toggle(file.id)}>
              <span className="row" style={{ flexWrap: 'nowrap' }}>
                <Thumb file={file} />
                <span>
                  {file.name}{' '}
                  <span className="quiet small">
                    {typeWords(file.mediaType)} {sizeWords(file.size)}
                  </span>
                </span>
              </span>
            </Checkbox>
          </li>
        ))}
      </ul>
      {files.more && (
        <button type="button" className="plain" onClick={files.more}>
          显示更多
        </button>
      )}
    </div>
  );
}
