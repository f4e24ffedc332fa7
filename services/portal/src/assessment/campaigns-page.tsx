import { Link } from 'react-router';
import { CampaignList, type CampaignView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { AssessmentSections } from './areas.tsx';

export function CampaignsPage() {
  const may = useMay();
  const campaigns = useList(CampaignList, '/api/assessment/campaigns');
  const open = may('campaign.open') && (
    <LinkButton primary to="/app/assessment/campaigns/open">开展评定</LinkButton>
  );
  return (
    <Page title="评定" lead="每年一轮，从报星到亮星" actions={open}>
      <AssessmentSections />
      {campaigns.items.length > 1 && (
        <p>
          <Link to="/app/assessment/side-by-side">各类创建一览</Link>
        </p>
      )}
      <Lines
        of={campaigns}
        label="评定活动"
        keyOf={({ id }) => id}
        empty={<Nothing title="还没有评定活动">开展后，各支部就可以在申报期内报星。</Nothing>}
      >
        {(campaign) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/assessment/campaigns/${campaign.id}`}>
                {campaign.title}
              </Link>
              <p className="quiet">
                {campaign.unit.name} · {campaign.schemeName.zh}
              </p>
            </div>
            <div className="side">
              <span className="quiet nowrap">
                申报 {dayWords(campaign.declaring.from)}至{dayWords(campaign.declaring.to)}
              </span>
              <DeclaringState campaign={campaign} />
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}

export function DeclaringState({ campaign: { declaring, cancelled } }: { readonly campaign: CampaignView }) {
  const today = useToday();
  if (!today) return null;
  if (cancelled) return <State>已取消</State>;
  if (today < declaring.from) return <State>未到申报期</State>;
  return today <= declaring.to ? <State tone="due">申报中</State> : <State>申报已截止</State>;
}
