import { Link } from 'react-router';
import { AdjustmentList, CampaignList, SchemeDetail, type AdjustmentView, type CampaignView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { AssessmentSections } from './areas.tsx';
import { laterWords } from './later-line.tsx';

/** Changes of settled levels within the year and what waits for the next evaluation, newest first, each with its clauses, its reason and who wrote it. */
export function LedgerPage() {
  const may = useMay();
  const [campaign, setCampaign] = useAddressFilter('campaign');
  const campaigns = useList(CampaignList, '/api/assessment/campaigns');
  const ledger = useList(AdjustmentList, may('candidacy.read') ? '/api/assessment/adjustments' : undefined, { campaignId: campaign || undefined });
  const byId = new Map(campaigns.items.map((one) => [one.id, one]));
  return (
    <Page title="评定" lead="定级以后的星级变动台账">
      <AssessmentSections />
      {campaigns.items.length > 1 && (
        <Chips label="活动" value={campaign} of={[['', '各项活动'], ...campaigns.items.map(({ id, title }) => [id, title] as const)]} onChange={setCampaign} />
      )}
      <Lines
        of={ledger}
        label="星级变动"
        keyOf={({ id }) => id}
        empty={<Nothing title="没有星级变动">年内发生影响星级的事项时，由审定机构登记。</Nothing>}
      >
        {(one) => <Entry of={one} campaign={byId.get(one.campaignId)} />}
      </Lines>
    </Page>
  );
}

function Entry({ of: one, campaign }: { readonly of: AdjustmentView; readonly campaign: CampaignView | undefined }) {
  const scheme = useRead(SchemeDetail, campaign && `/api/assessment/schemes/${campaign.schemeId}/${campaign.schemeVersion}`, {}, 3_600).data;
  const { dimensions, vetoes, caps } = scheme?.catalogue ?? { dimensions: [], vetoes: [], caps: [] };
  const clauses = [...dimensions.flatMap(({ award }) => award.all), ...vetoes, ...caps];
  const named = (id: string) => {
    const clause = clauses.find((known) => known.id === id);
    return clause ? `${clause.zh}（${id}${clause.source ? `，${clause.source}` : ''}）` : id;
  };
  const isMark = one.clause === one.later?.clause.id;
  const lost = dimensions.filter(({ id }) => one.lost.includes(id)).map(({ zh }) => zh);
  return (
    <>
      <div className="main">
        <Link className="title" to={`/app/assessment/candidacies/${one.candidacyId}?tab=history`}>
          {one.unit.name}
        </Link>
        <p>事由：{one.reason}</p>
        <p className="quiet">
          {[one.later && `留待下次评定：${laterWords(one.later, scheme)}`, lost.length > 0 && `失去${lost.join('、')}`, one.failed.length > 0 && `不再符合：${one.failed.map(named).join('；')}`, campaign?.title].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div className="side">
        <span>
          {isMark ? `${one.to.zh}不变` : <>{one.from.zh} → <strong>{one.to.zh}</strong></>}
        </span>
        <span className="quiet small">
          {isMark ? dayWords(one.on) : `${dayWords(one.on)}起`} · <UnitName id={one.by.unitId} />
        </span>
      </div>
    </>
  );
}
