import { Button, Checkbox, Modal, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { BagPage, BagView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList } from '../api/reading.ts';
import { dayWords, momentWords, sizeWords } from '../shared/day-words.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useQueryClient } from '@tanstack/react-query';

interface ExportDialogProps {
  readonly unitId: string;
  readonly year: number;
  readonly scheme: string | undefined;
  readonly close: () => void;
}

const LOOK_AGAIN_MS = 1_500;
const isUnderWay = ({ state }: BagView): boolean => state === 'waiting' || state === 'running';

/** Orders a package of the unit's year and shows how far it is; it goes on when the dialog is closed and is found here again. */
export function ExportDialog({ unitId, year, scheme, close }: ExportDialogProps) {
  const [only, setOnly] = useState(false);
  const queries = useQueryClient();
  const bags = useList(BagPage, '/api/evidence/bags', { unitId });
  const command = useCommand(BagView);
  const underWay = bags.items.some(isUnderWay);
  useEffect(() => {
    if (!underWay) return undefined;
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: ['/api/evidence/bags'] }), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [underWay, queries]);
  return (
    <Modal open title="导出档案" footer={null} onCancel={close}>
      <div className="stack">
        <p>
          把本单位{year}
          年的材料、台账、关联、申报时固定的材料和透明日志证明打成一个 ZIP 档案包（BagIt 1.0），不用本系统也能查看和核对。
        </p>
        {scheme !== undefined && (
          <Checkbox checked={only} onChange={({ target }) => setOnly(target.checked)}>
            只导出当前办法各项任务的材料
          </Checkbox>
        )}
        <Button
          type="primary"
          loading={command.busy}
          onClick={() => command.give({ path: '/api/evidence/bags', body: { unitId, year, ...(only && scheme ? { scheme } : {}) } })}
        >
          开始导出
        </Button>
        <ProblemAlert problem={command.problem} />
        {bags.items.length > 0 && (
          <ul className="lines bags" aria-label="档案包">
            {bags.items.map((bag) => (
              <li key={bag.id}>
                <Package of={bag} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Modal>
  );
}

function Package({ of: bag }: { readonly of: BagView }) {
  const part = bag.total > 0 ? Math.min(99, Math.floor((bag.written / bag.total) * 100)) : 0;
  return (
    <>
      <div className="main">
        <span className="title">
          {bag.unitName} {bag.year}年{bag.scheme ? '（按办法）' : ''}
        </span>
        <p className="quiet">{momentWords(bag.orderedAt)}</p>
        {isUnderWay(bag) && <Progress percent={part} size="small" status="active" aria-label="导出进度" />}
        {bag.state === 'failed' && <p className="gap">没有做成：{bag.fault}</p>}
      </div>
      <div className="side">
        {bag.state === 'done' && (
          <>
            <span className="quiet small">
              {sizeWords(bag.size ?? 0)}，保留到{dayWords(bag.until ?? '')}
            </span>
            <a href={`/api/evidence/bags/${bag.id}/content`} download={bag.name}>
              下载
            </a>
          </>
        )}
        {bag.state === 'waiting' && <span className="quiet">排队中</span>}
        {bag.state === 'expired' && <span className="quiet">已清除</span>}
      </div>
    </>
  );
}
