import { Link } from 'react-router';
import { BatchPage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { momentWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';

/** The receipts of all batches that one may see, newest first. */
export function BatchesPage() {
  const batches = useList(BatchPage, '/api/evidence/batches');
  return (
    <Page title="上传回执" up={{ to: '/app/evidence/files', name: '材料' }} lead="每批上传了什么、还缺什么，都有据可查">
      <Lines of={batches} label="上传批次" keyOf={({ id }) => id} empty={<Nothing title="还没有上传批次">上传材料后，每一批的回执会出现在这里。</Nothing>}>
        {({ id, title, unitId, openedAt, announced, received, missing, state }) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/evidence/batches/${id}`}>
                {title || '上传批次'}
              </Link>
              <p className="quiet">
                <UnitName id={unitId} /> · {momentWords(openedAt)}
              </p>
            </div>
            <div className="side">
              <span className="nowrap">
                {received} / {announced}
              </span>
              <State tone={missing === 0 ? 'good' : 'due'}>{missing === 0 ? '一个不缺' : state === 'open' ? `进行中，还缺 ${missing} 个` : `缺 ${missing} 个`}</State>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
