import { Checkbox } from 'antd';
import { FilePage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { sizeWords } from '../shared/day-words.ts';
import { LongList } from '../shared/long-list.tsx';
import { MoreBelow } from '../shared/more-below.tsx';
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
      <LongList of={files.items} label="可选材料" keyOf={({ id }) => id} className="lines close" goesOn={files.more !== undefined}>
        {(file) => (
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
        )}
      </LongList>
      <MoreBelow of={files} />
    </div>
  );
}
