import { useParams } from 'react-router';
import { CampaignView, CandidacyDecision, CandidacyDetail, SchemeDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { Explanation } from '../shared/explanation.tsx';
import { Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { NamedStars } from '../shared/stars.tsx';
import { LevelStars } from './campaign-page.tsx';

/** The result in one sentence, why, what is missing for the next level, then the reasoning clause by clause. */
export function DecisionPage() {
  const { id } = useParams();
  const candidacy = useRead(CandidacyDetail, `/api/assessment/candidacies/${id}`);
  const decision = useRead(CandidacyDecision, `/api/assessment/candidacies/${id}/decision`);
  const campaign = useRead(CampaignView, candidacy.data && `/api/assessment/campaigns/${candidacy.data.campaignId}`, {}, 300);
  const scheme = useRead(SchemeDetail, decision.data && `/api/assessment/schemes/${decision.data.schemeId}/${decision.data.schemeVersion}`, {}, 3_600);
  const up = { to: `/app/assessment/candidacies/${id}`, name: candidacy.data?.unit.name ?? '参评单位' };
  return (
    <Page title="评定依据" up={up} lead={candidacy.data?.unit.name}>
      <Reading read={decision}>
        {(data) => (
          <>
            <Result decision={data} campaign={campaign.data} />
            {scheme.data && <NamedStars dimensions={scheme.data.catalogue.dimensions} won={data.decision.stars} />}
            {data.decision.missing && (
              <section className="card">
                <h2>离{data.decision.missing.name.zh}还差</h2>
                <Explanation of={data.decision.missing.clauses} label="还差的条件" />
              </section>
            )}
            <section className="card">
              <h2>逐条依据</h2>
              <Explanation of={data.decision.explanation} label="逐条依据" />
            </section>
            <p className="quiet small">
              考评事实第 {data.factsVersion} 版 · 依据摘要 {data.explanationDigest.slice(0, 12)} · {data.stored ? '以上是审核时固定下来的依据' : '以上按现有事实推算，提出建议时固定'}
            </p>
          </>
        )}
      </Reading>
    </Page>
  );
}

/** The text's first line is the sentence; the rest says why. */
function Result({ decision: { text, level }, campaign }: { readonly decision: CandidacyDecision; readonly campaign: CampaignView | undefined }) {
  const [sentence, ...why] = text.split('\n').filter((line) => line.trim());
  return (
    <section className="card" aria-labelledby="result">
      <h2 id="result" style={{ fontSize: 18 }}>
        {sentence}
      </h2>
      {campaign && <LevelStars level={level} of={campaign} />}
      {why.length > 0 && <p className="words" style={{ marginTop: 12 }}>{why.join('\n')}</p>}
    </section>
  );
}
