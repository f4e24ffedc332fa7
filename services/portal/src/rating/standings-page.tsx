import { Link } from 'react-router';
import { StandingPage, type StandingView } from '@xingchuang/contracts';
import { AssessmentSections } from '../assessment/areas.tsx';
import { useList } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { RatingChips } from './areas.tsx';

export const ORIGIN_WORDS: Readonly<Record<StandingView['origin'], string>> = { 'market-entity': '市场主体评议', 'third-party': '第三方评价', superior: '上级考评', other: '其他' };

/** Scores and ranks that others gave. */
export function StandingsPage() {
  const may = useMay();
  const standings = useList(StandingPage, '/api/assessment/standings');
  const enter = may('standing.import') && (
    <LinkButton primary to="/app/assessment/ratings/standings/import">导入评价结果</LinkButton>
  );
  return (
    <Page title="评定" lead="市场主体、第三方和上级给出的得分与名次" actions={enter}>
      <AssessmentSections />
      <RatingChips at="/app/assessment/ratings/standings" />
      <Lines of={standings} label="外部评价排名" keyOf={({ id }) => id} empty={<Nothing title="还没有导入评价结果">导入得分表后，系统按得分重排名次并核对原表。</Nothing>}>
        {(one) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/assessment/ratings/standings/${one.id}`}>
                {one.title}
              </Link>
              <p className="quiet">
                {ORIGIN_WORDS[one.origin]} · {dayWords(one.on)} · {one.count} 个单位
              </p>
            </div>
            <div className="side">
              {one.edition > 1 && <State>更正 {one.edition - 1} 次</State>}
              {one.differences > 0 ? <State tone="due">{one.differences} 处名次与得分不符</State> : <State tone="good">名次相符</State>}
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
