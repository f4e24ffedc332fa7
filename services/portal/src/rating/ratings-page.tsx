import { Link } from 'react-router';
import { RoundPage } from '@xingchuang/contracts';
import { AssessmentSections } from '../assessment/areas.tsx';
import { useList } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { KIND_WORDS, RatingChips } from './areas.tsx';

/** Ratings and surveys that this seat runs, oversees or is asked in. */
export function RatingsPage() {
  const may = useMay();
  const rounds = useList(RoundPage, '/api/assessment/ratings');
  const open = may('rating.run') && (
    <LinkButton primary to="/app/assessment/ratings/open">发起互评或测评</LinkButton>
  );
  return (
    <Page title="评定" lead="互评和测评不记名，结束后才出结果" actions={open}>
      <AssessmentSections />
      <RatingChips at="/app/assessment/ratings" />
      <Lines of={rounds} label="互评与测评" keyOf={({ id }) => id} empty={<Nothing title="还没有互评和测评">发起后，受邀单位会在“我的工作”里看到。</Nothing>}>
        {(round) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/assessment/ratings/${round.id}`}>
                {round.title}
              </Link>
              <p className="quiet">
                {KIND_WORDS[round.kind]} · {round.owner.name}
              </p>
            </div>
            <div className="side">
              {round.state === 'open' && <Deadline day={round.lastDay} />}
              {round.state === 'closed' ? <State>已结束</State> : round.mine.state === 'waiting' ? <State tone="due">待投票</State> : round.mine.state === 'voted' ? <State tone="good">已投票</State> : <State>投票中</State>}
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
