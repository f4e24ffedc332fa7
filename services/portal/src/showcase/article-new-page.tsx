import { useNavigate } from 'react-router';
import { useState } from 'react';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { Page } from '../shared/page.tsx';
import { ArticleForm } from './article-form.tsx';

/** A new case; of one's own unit, or for the publicist of one of the units below. */
export function ArticleNewPage() {
  const { seat } = useSession();
  const navigate = useNavigate();
  const [unitId, setUnit] = useState(seat.unitId);
  return (
    <Page title="撰写案例" up={{ to: '/app/publicity/showcase', name: '典型案例' }} lead="保存为草稿后提交审核；由其他人审核通过才会公开">
      <section className="card narrow">
        {seat.role !== 'clerk' && (
          <div style={{ marginBottom: 16 }}>
            <label htmlFor="article-unit">单位</label>
            <div>
              <UnitSelect id="article-unit" value={unitId} onChange={setUnit} />
            </div>
          </div>
        )}
        <ArticleForm
          key={unitId}
          unitId={unitId}
          draft={`article-new-${unitId}`}
          initial={{}}
          order={(values) => ({ path: '/api/publicity/showcase', body: { ...values, unitId } })}
          done={({ id }) => void navigate(`/app/publicity/showcase/${id}`)}
        />
      </section>
    </Page>
  );
}
