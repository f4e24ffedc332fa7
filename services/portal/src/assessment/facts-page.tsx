import { Form, Input } from 'antd';
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
import { CommandForm } from '../shared/command-form.tsx';
import { Nothing, Page, Pairs } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { Timeline } from '../shared/timeline.tsx';
import { asProblem } from '../api/problem-error.ts';
import { FactInput, filledFacts } from './fact-input.tsx';
import { factWords } from './fact-words.ts';

interface Filled {
  readonly facts: Record<string, unknown>;
  readonly note?: string;
}

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
  const ready = scheme && (facts.data || none);
  return (
    <Page title="考评事实" up={up} lead={<UnitName id={unitId} />}>
      {problem && !none && <ProblemAlert problem={problem} />}
      {!ready && !problem && <Coming />}
      {ready && (
        <div className="split">
          <section className="card" aria-label="考评事实">
            {may('fact.enter') ? (
              <FactsForm key={facts.data?.version ?? 0} scheme={scheme} facts={facts.data} path={path} />
            ) : (
              <FactsRead scheme={scheme} facts={facts.data} />
            )}
          </section>
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

interface FactsProps {
  readonly scheme: SchemeDetail;
  readonly facts: FactsView | undefined;
}

function FactsForm({ scheme, facts, path }: FactsProps & { readonly path: string }) {
  const version = facts?.version ?? 0;
  return (
    <div className="facts-form">
      <CommandForm
        label="考评事实"
        submit="保存事实"
        edits
        draft={`facts-${path}`}
        schema={FactsView}
        marks={false}
        initial={{ facts: facts?.facts ?? {} }}
        order={({ facts: given, note }: Filled) => ({
          method: 'PUT',
          path,
          body: { version, facts: filledFacts(given), ...(facts ? { refs: facts.refs } : {}), ...(note ? { note } : {}) },
        })}
        said="事实已保存"
      >
        {Object.entries(scheme.catalogue.facts).map(([name, definition]) => (
          <Form.Item
            key={name}
            name={['facts', name]}
            label={definition.optional ? `${definition.zh}（没有可不填）` : definition.zh}
          >
            <FactInput definition={definition} />
          </Form.Item>
        ))}
        <Form.Item name="note" label="说明">
          <Input maxLength={500} placeholder="例如：依据市里通报更正" />
        </Form.Item>
      </CommandForm>
    </div>
  );
}

function FactsRead({ scheme, facts }: FactsProps) {
  if (!facts) return <Nothing title="还没有录入考评事实">由单位审核人员录入。</Nothing>;
  const said = factWords(scheme);
  return <Pairs of={Object.keys(scheme.catalogue.facts).map((name) => said(name, facts.facts[name]))} />;
}
