import { useParams } from 'react-router';
import { PlanDetail, type Coverage } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import './onsite.css';

const ROUNDS = { done: ['good', '已开展'], open: ['due', '本期未开展'], missing: ['bad', '缺轮次'] } as const;

/** How far a plan is: coverage of each period, and by name what is missing. */
export function PlanPage() {
  const { id } = useParams();
  const plan = useRead(PlanDetail, `/api/assessment/onsite/plans/${id}`);
  return (
    <Reading read={plan}>
      {(read) => (
        <Page
          title={read.title}
          up={{ to: '/app/assessment/onsite/plans', name: '检查计划' }}
          lead={`${read.year}年 · ${read.every === 'quarter' ? '每季度' : '每年'} · ${read.formName}`}
        >
          <section className="card">
            <Pairs
              of={[
                ['轮次', read.rounds > 0 ? `共 ${read.rounds} 轮次` : '不分组'],
                ['意见建议', `${read.noted.suggestions} 条`],
                ['共性问题', `${read.noted.commonProblems} 个`],
              ]}
            />
          </section>
          {[...read.coverage].reverse().map((period) => (
            <Period key={period.period} of={period} />
          ))}
        </Page>
      )}
    </Reading>
  );
}

const periodWords = (period: string): string => period.replace(/^(\d{4})Q(\d)$/, '$1年第$2季度').replace(/^(\d{4})$/, '$1年');

function Period({ of }: { readonly of: Coverage }) {
  return (
    <section className="card stack">
      <h2>
        {periodWords(of.period)}：已检查 {of.visited} / {of.expected} 个单位，覆盖率 {of.percent}%
      </h2>
      <div className="coverage-bar" aria-hidden="true">
        <span style={{ width: `${of.percent}%` }} />
      </div>
      {of.missing.length > 0 ? (
        <div>
          <h3>
            {of.over ? '没有检查到' : '还没有检查'}（{of.missing.length} 个）
          </h3>
          <p>{of.missing.map(({ name }) => name).join('、')}</p>
        </div>
      ) : (
        <p>全部单位都已检查。</p>
      )}
      {of.rounds.length > 0 && (
        <ul className="row" aria-label="各组轮次">
          {of.rounds.map(({ groupId, name, visits, state }) => (
            <li key={groupId}>
              {name} <span className="quiet">{visits} 次</span> <State tone={ROUNDS[state][0]}>{ROUNDS[state][1]}</State>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
