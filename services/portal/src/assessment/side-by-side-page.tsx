import { useQueries } from '@tanstack/react-query';
import { Link } from 'react-router';
import { CampaignList, CampaignTally, type CampaignView } from '@xingchuang/contracts';
import { get } from '../api/http.ts';
import { asProblem } from '../api/problem-error.ts';
import { useList } from '../api/reading.ts';
import { Nothing, Page } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { AssessmentSections } from './areas.tsx';
import { Tally } from './campaign-tally.tsx';
import { DeclaringState } from './campaigns-page.tsx';

/** The rounds of all programmes beside each other, whatever kind of unit they rate: of each programme the newest. */
export function SideBySidePage() {
  const { items, loading, error } = useList(CampaignList, '/api/assessment/campaigns');
  const newest = items.filter((one, at) => !one.cancelled && items.findIndex((other) => !other.cancelled && other.schemeId === one.schemeId && other.unit.id === one.unit.id) === at);
  const tallies = useQueries({
    queries: newest.map(({ id }) => ({
      queryKey: [`/api/assessment/campaigns/${id}/tally`, {}],
      queryFn: ({ signal }: { signal: AbortSignal }) => get(CampaignTally, `/api/assessment/campaigns/${id}/tally`, {}, signal),
      staleTime: 5_000,
    })),
  });
  return (
    <Page title="各类创建一览" up={{ to: '/app/assessment/campaigns', name: '评定活动' }} lead="机关、村、社区、企业等各类创建的最近一轮，一并查看">
      <AssessmentSections />
      {error && <ProblemAlert problem={asProblem(error)} />}
      {loading && <Coming />}
      {!loading && !error && newest.length === 0 && (
        <div className="card">
          <Nothing title="还没有评定活动">开展评定后，各类单位的进展在这里并排显示。</Nothing>
        </div>
      )}
      {newest.map((campaign, at) => (
        <Round key={campaign.id} campaign={campaign} tally={tallies[at]?.data} error={tallies[at]?.error ?? null} />
      ))}
    </Page>
  );
}

interface RoundProps {
  readonly campaign: CampaignView;
  readonly tally: CampaignTally | undefined;
  readonly error: Error | null;
}

function Round({ campaign, tally, error }: RoundProps) {
  return (
    <section className="card stack tight" aria-label={campaign.title}>
      <div className="row between">
        <h2>
          <Link to={`/app/assessment/campaigns/${campaign.id}`}>{campaign.title}</Link>
        </h2>
        <DeclaringState campaign={campaign} />
      </div>
      <p className="quiet">
        {campaign.unit.name} · {campaign.schemeName.zh}
      </p>
      {error ? <ProblemAlert problem={asProblem(error)} /> : tally ? <Tally of={tally} /> : <Coming />}
    </section>
  );
}
