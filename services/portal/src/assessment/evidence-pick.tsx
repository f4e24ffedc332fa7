import { Checkbox } from 'antd';
import { RecordPage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { FilePick } from '../evidence/file-pick.tsx';
import { dayWords } from '../shared/day-words.ts';

interface EvidencePickProps {
  readonly id?: string;
  readonly value?: readonly string[];
  readonly onChange?: (ids: string[]) => void;
  readonly unitId: string;
}

/** Records and files of the unit that a declaration rests on. */
export function EvidencePick({ id, value = [], onChange, unitId }: EvidencePickProps) {
  const records = useList(RecordPage, '/api/evidence/records', { unitId });
  const toggle = (one: string) => onChange?.(value.includes(one) ? value.filter((other) => other !== one) : [...value, one]);
  return (
    <div id={id} className="stack tight">
      <p className="quiet small">已选 {value.length} 项</p>
      <details>
        <summary>选择台账</summary>
        {records.items.length === 0 && <p className="quiet">还没有台账。</p>}
        <ul className="lines" aria-label="可选台账" style={{ maxHeight: 320, overflow: 'auto' }}>
          {records.items.map((record) => (
            <li key={record.id} style={{ padding: '6px 12px' }}>
              <Checkbox checked={value.includes(record.id)} onChange={() => toggle(record.id)}>
                {record.title} <span className="quiet small">{dayWords(record.day)}</span>
              </Checkbox>
            </li>
          ))}
        </ul>
      </details>
      <details>
        <summary>选择材料</summary>
        <FilePick unitId={unitId} chosen={value} onChange={(ids) => onChange?.(ids)} />
      </details>
    </div>
  );
}
