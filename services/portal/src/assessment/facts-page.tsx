import { Fragment } from 'react';
import { useParams } from 'react-router';
import {
  CampaignView,
  CandidacyList,
  FactsHistory,
  FactsView,
  SchemeDetail,
  type FactsHistory as History,
} from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { Nothing, Page, Pairs } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { Timeline } from '../shared/timeline.tsx';
import { asProblem } from '../api/problem-error.ts';
import { Exclusions } from './exclusions.tsx';
import { factWords } from './fact-words.ts';
import { FactsFill } from './facts-fill.tsx';
import { FactsForm, factOrigins, type FactsProps } from './facts-form.tsx';

/** The facts of one unit that the conditions are decided by: a form made from the scheme. */
export function FactsPage() {
  const { id, unitId = '' } = useParams();
  const may = useMay();
  const campaign = useRead(CampaignView, `/api/assessment/campaigns/${id}`, {}, 300).data;
  const scheme = useRead(
    SchemeDetail,
    campaign && `/api/assessment/schemes/${campaign.schemeId}/${campaign.schemeVersion}`,
    {},
    3_600,
  ).data;
  const own = useList(CandidacyList, campaign && '/api/assessment/candidacies', { campaignId: id, unitId }).items[0];
  const path = `/api/assessment/campaigns/${id}/facts/${unitId}`;
  const facts = useRead(FactsView, path);
  const problem = asProblem(facts.error);
  const history = useRead(FactsHistory, facts.data && `${path}/history`);
  const none = problem?.status === 404;
  const up = own
    ? { to: `/app/assessment/candidacies/${own.id}`, name: own.unit.name }
    : { to: `/app/assessment/campaigns/${id}`, name: campaign?.title ?? '评定活动' };
  const isOpen = own !== undefined && own.state !== 'decided' && own.state !== 'settled';
  const ready = scheme && (facts.data || none);
  return (
    <Page
      title="考评事实"
      up={up}
      lead={<UnitName id={unitId} />}
      actions={may('fact.enter') && isOpen && id && scheme && <FactsFill campaignId={id} unitIds={[unitId]} nameOf={(name) => scheme.catalogue.facts[name]?.zh ?? name} />}
    >
      {problem && !none && <ProblemAlert problem={problem} />}
      {!ready && !problem && <Coming />}
      {ready && (
        <div className="split">
          <div className="stack">
            <section className="card" aria-label="考评事实">
              {may('fact.enter') ? (
                <FactsForm key={facts.data?.version ?? 0} scheme={scheme} facts={facts.data} path={path} />
              ) : (
                <FactsRead scheme={scheme} facts={facts.data} />
              )}
            </section>
            {campaign && own && (
              <Exclusions scheme={scheme} campaign={campaign} facts={facts.data} versions={history.data?.items ?? []} path={path} isOpen={isOpen} />
            )}
          </div>
          <section className="card">
            <h2>过程</h2>
            <Timeline moments={momentsOf(history.data)} />
          </section>
        </div>
      )}
    </Page>
  );
}

const momentsOf = (history: History | undefined) =>
  [...(history?.items ?? [])].reverse().map((one) => ({
    at: one.enteredAt,
    title: `第 ${one.version} 版`,
    by: <PersonName id={one.enteredBy.personId} />,
    text: one.note,
  }));

function FactsRead({ scheme, facts }: FactsProps) {
  if (!facts) return <Nothing title="还没有录入考评事实">由单位审核人员录入。</Nothing>;
  const said = factWords(scheme);
  const originOf = factOrigins({ scheme, facts });
  return (
    <Pairs
      of={Object.keys(scheme.catalogue.facts).map((name) => {
        const [words, value] = said(name, facts.facts[name]);
        return [words, <Fragment key={name}>{value || '—'} <span className="quiet small">{originOf(name)}</span></Fragment>];
      })}
    />
  );
}
