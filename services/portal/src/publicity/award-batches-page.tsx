import { Link } from 'react-router';
import { AwardBatchPage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';

export function AwardBatchesPage() {
  const batches = useList(AwardBatchPage, '/api/publicity/award-batches');
  return (
    <Page
      title="颁发批次"
      up={{ to: '/app/publicity/awards', name: '证书和牌匾' }}
      actions={
        <Link to="/app/publicity/award-batches/new" className="ant-btn ant-btn-primary">
          批量颁发
        </Link>
      }
    >
      <Lines of={batches} label="颁发批次" keyOf={({ id }) => id} empty={<Nothing title="还没有批量颁发过">选一次评定活动里已定级的单位，一次编号、制作。</Nothing>}>
        {(batch) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/publicity/award-batches/${batch.id}`}>
                {batch.title}
              </Link>
              <p className="quiet">{`${dayWords(batch.startedOn)} · ${batch.total} 个单位 · 已制作 ${batch.made} 份`}</p>
            </div>
            <div className="side">
              {batch.refused > 0 && <State tone="bad">{`${batch.refused} 份无法制作`}</State>}
              <State tone={batch.state === 'done' ? 'good' : 'due'}>{batch.state === 'done' ? '已完成' : '进行中'}</State>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
