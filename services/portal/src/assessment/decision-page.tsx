import PrinterOutlined from '@ant-design/icons/PrinterOutlined';
import { Button } from 'antd';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { CampaignView, CandidacyDecision, CandidacyDetail, SchemeDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { momentWords } from '../shared/day-words.ts';
import { Explanation } from '../shared/explanation.tsx';
import { Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { NamedStars } from '../shared/stars.tsx';
import { useClock } from '../shared/today.ts';
import { Behind } from './behind.tsx';
import { LevelStars } from './campaign-page.tsx';
import { Contests, Missing, ScoreTable } from './decision-parts.tsx';
import { factWords } from './fact-words.ts';
import { HandedOpinion } from './hand-on.tsx';
import './decision.css';

/** The result in one sentence, what is missing for the next level, the points, then the reasoning clause by clause. */
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
  const may = useMay();
  const up = { to: `/app/assessment/candidacies/${id}`, name: candidacy.data?.unit.name ?? '参评单位' };
  useOpenForPrint();
  return (
    <Page
      title="评定依据"
      up={up}
      lead={candidacy.data && `${candidacy.data.unit.name}${campaign.data ? ` · ${campaign.data.title}` : ''}`}
      actions={
        <>
          {may('fact.read') && candidacy.data && (
            <Link to={`/app/assessment/campaigns/${candidacy.data.campaignId}/facts/${candidacy.data.unit.id}`}>考评事实</Link>
          )}
          <Button icon={<PrinterOutlined />} onClick={() => print()}>
            打印
          </Button>
        </>
      }
    >
      <Reading read={decision}>
        {(data) => (
          <div className="stack decision">
            <Result decision={data} campaign={campaign.data} />
            {candidacy.data && <HandedOpinion of={candidacy.data} />}
            <Reading read={scheme}>{(read) => <Reasons of={data} scheme={read} />}</Reading>
            <Basis of={data} scheme={scheme.data} />
          </div>
        )}
      </Reading>
    </Page>
  );
}

/** On paper nothing can be unfolded: everything is, and afterwards as it was. */
function useOpenForPrint(): void {
  useEffect(() => {
    let folded: HTMLDetailsElement[] = [];
    const unfold = () => {
      folded = [...document.querySelectorAll<HTMLDetailsElement>('.decision details:not([open])')];
      for (const one of folded) one.open = true;
    };
    const fold = () => folded.forEach((one) => (one.open = false));
    addEventListener('beforeprint', unfold);
    addEventListener('afterprint', fold);
    return () => {
      removeEventListener('beforeprint', unfold);
      removeEventListener('afterprint', fold);
    };
  }, []);
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
        <details className="no-print" style={{ marginTop: 12 }}>
          <summary>文字说明</summary>
          <p className="words">{why.join('\n')}</p>
        </details>
      )}
    </section>
  );
}

/** In which order the kinds of clauses are told, and what a group of them is called. */
const GROUPS: readonly (readonly [name: string, kinds: readonly string[]])[] = [
  ['各方面条件', ['dimension']],
  ['等级条件', ['requirement']],
  ['一票否决', ['veto']],
  ['封顶', ['cap']],
  ['不得参评', ['exclusion']],
  ['直接认定', ['direct']],
  ['名额', ['quota']],
  ['加分扣分与总分', ['score']],
  ['计算值', ['figure']],
];

function Reasons({ of, scheme }: { readonly of: CandidacyDecision; readonly scheme: SchemeDetail }) {
  const fact = factWords(scheme, of.names);
  const { missing, stars, explanation } = of.decision;
  const starred = scheme.catalogue.dimensions.filter(({ award }) => award.all.length > 0);
  const behind = (ids: readonly string[]) => <Behind ids={ids} />;
  return (
    <>
      <Missing missing={missing} fact={fact} behind={behind} />
      {starred.length > 0 && <NamedStars dimensions={starred} won={stars} />}
      <ScoreTable of={of} />
      <Contests of={of} />
      <section className="card">
        <h2>逐条依据</h2>
        {GROUPS.map(([name, kinds]) => {
          const clauses = explanation.filter(({ kind }) => kinds.includes(kind));
          return (
            clauses.length > 0 && (
              <div key={name} className="clause-group">
                <h3>{name}</h3>
                <Explanation of={clauses} fact={fact} label={`逐条依据：${name}`} behind={behind} />
              </div>
            )
          );
        })}
      </section>
    </>
  );
}

/** What the decision stands on, so that it can be told from any other. */
function Basis({ of, scheme }: { readonly of: CandidacyDecision; readonly scheme: SchemeDetail | undefined }) {
  const now = useClock()?.now;
  return (
    <p className="quiet small">
      {scheme && `${scheme.name.zh}第 ${of.schemeVersion} 版 · `}考评事实第 {of.factsVersion} 版 · 依据摘要 <code>{of.explanationDigest.slice(0, 16)}</code> ·{' '}
      {of.stored ? '以上是审核时固定下来的依据' : '以上按现有事实推算，提出建议时固定'}
      {now && <span className="print-only"> · 打印于{momentWords(now)}</span>}
    </p>
  );
}
