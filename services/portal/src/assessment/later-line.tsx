import { AdjustmentList, CampaignView, SchemeDetail, type AdjustmentView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { sourceWords } from '../shared/words.ts';
import { factWords } from './fact-words.ts';

/** What only the next evaluation can give: the level, on which facts, by which clause. */
export function laterWords({ level, clause, facts }: NonNullable<AdjustmentView['later']>, scheme: SchemeDetail | undefined): string {
  const said = scheme && factWords(scheme);
  const on = said ? Object.entries(facts).map(([name, value]) => said(name, value).join(' ')).join('，') : '';
  return `按此应评${level.zh}${on && `（${on}）`}，${clause.zh}（${[clause.id, sourceWords(clause.source ?? clause.basis)].filter(Boolean).join('，')}）`;
}

/** What the year before left to this round: events that would have raised the level, and waited. */
export function LeftToThisRound({ unitId, campaign }: { readonly unitId: string; readonly campaign: CampaignView }) {
  const may = useMay();
  const ledger = useList(AdjustmentList, may('candidacy.read') ? '/api/assessment/adjustments' : undefined, { unitId });
  const { from } = campaign.window;
  return ledger.items
    .filter(({ later, on, campaignId }) => later && on >= from && campaignId !== campaign.id)
    .map((one) => <Left key={one.id} of={one} campaign={campaign} />);
}

function Left({ of: one, campaign }: { readonly of: AdjustmentView; readonly campaign: CampaignView }) {
  const before = useRead(CampaignView, `/api/assessment/campaigns/${one.campaignId}`, {}, 300).data;
  const scheme = useRead(SchemeDetail, before && `/api/assessment/schemes/${before.schemeId}/${before.schemeVersion}`, {}, 3_600).data;
  if (!one.later || before?.schemeId !== campaign.schemeId || before.window.from >= campaign.window.from) return null;
  return (
    <p className="alert info">
      {dayWords(one.on)}登记、留待本次评定：{one.reason}。{laterWords(one.later, scheme)}
    </p>
  );
}
