import { useParams } from 'react-router';
import { CampaignView, CandidacyDecision, CandidacyDetail, SchemeDetail, type DecisionView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { Explanation } from '../shared/explanation.tsx';
import { Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { NamedStars } from '../shared/stars.tsx';
import { factWords } from './fact-words.ts';
import { LevelStars } from './campaign-page.tsx';

/** The result in one sentence, why, what is missing for the next level, then the reasoning clause by clause. */
export function DecisionPage() {
  const { id } = useParams();
  const candidacy = useRead(CandidacyDetail, `/api/assessment/candidacies/${id}`);
  const decision = useRead(CandidacyDecision, `/api/assessment/candidacies/${id}/decision`);
  const campaign = useRead(CampaignView, candidacy.data && `/api/assessment/campaigns/${candidacy.data.campaignId}`, {}, 300);
  const scheme = useRead(
    SchemeDetail,
    decision.data && `/api/assessment/schemes/${decision.data.schemeId}/${decision.data.schemeVersion}`,
    {},
    3_600,
  );
  const up = { to: `/app/assessment/candidacies/${id}`, name: candidacy.data?.unit.name ?? '参评单位' };
  return (
    <Page title="评定依据" up={up} lead={candidacy.data?.unit.name}>
      <Reading read={decision}>
        {(data) => (
          <>
            <Result decision={data} campaign={campaign.data} />
            <Reading read={scheme}>{(read) => <Reasons decision={data.decision} scheme={read} />}</Reading>
            <p className="quiet small">
              考评事实第 {data.factsVersion} 版 · 依据摘要 {data.explanationDigest.slice(0, 12)} ·{' '}
              {data.stored ? '以上是审核时固定下来的依据' : '以上按现有事实推算，提出建议时固定'}
            </p>
          </>
        )}
      </Reading>
    </Page>
  );
}

function Reasons({ decision, scheme }: { readonly decision: DecisionView; readonly scheme: SchemeDetail }) {
  const fact = factWords(scheme);
  const { missing, stars, explanation } = decision;
  return (
    <>
      <NamedStars dimensions={scheme.catalogue.dimensions} won={stars} />
      {missing && missing.clauses.length > 0 && (
        <section className="card">
          <h2>离{missing.name.zh}还差</h2>
          <Explanation of={missing.clauses} fact={fact} label="还差的条件" />
        </section>
      )}
      <section className="card">
        <h2>逐条依据</h2>
        <Explanation of={explanation.filter(({ kind }) => kind !== 'level')} fact={fact} label="逐条依据" />
      </section>
    </>
  );
}

/** The text's first line is the sentence; the rest says why. */
function Result({
  decision: { text, level, decision },
  campaign,
}: {
  readonly decision: CandidacyDecision;
  readonly campaign: CampaignView | undefined;
}) {
  const [sentence = '', ...why] = text.split('\n').filter((line) => line.trim());
  return (
    <section className="card" aria-labelledby="result">
      <h2 id="result" style={{ fontSize: 18 }}>
        {sentence.replace(`${decision.unit}：`, '')}
      </h2>
      {campaign && <LevelStars level={level} of={campaign} />}
      {why.length > 0 && (
        <details style={{ marginTop: 12 }}>
          <summary>文字说明</summary>
          <p className="words">{why.join('\n')}</p>
        </details>
      )}
    </section>
  );
}
