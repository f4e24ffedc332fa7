import { Button, Form } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { CampaignMoveView, CampaignView, SchemeDetail } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { drafts } from '../shared/draft.ts';
import { Nothing, Page, State, type Tone } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { ParameterFields, parametersOf } from './parameter-fields.tsx';

const HOW: Readonly<Record<CampaignMoveView['clauses'][number]['how'], readonly [string, Tone]>> = { added: ['新增', 'good'], removed: ['删去', 'bad'], changed: ['改动', 'due'] };

/** Moving a round to a newer version of its scheme: first the list of what would change, then the choice. */
export function CampaignMovePage() {
  const { id } = useParams();
  const campaign = useRead(CampaignView, `/api/assessment/campaigns/${id}`);
  const newest = useRead(SchemeDetail, campaign.data && `/api/assessment/schemes/${campaign.data.schemeId}`);
  return (
    <Page title="改用新版办法" up={{ to: `/app/assessment/campaigns/${id}`, name: campaign.data?.title ?? '评定活动' }}>
      <Reading read={newest}>
        {(next) =>
          !campaign.data ? null : next.version <= campaign.data.schemeVersion ? (
            <div className="card">
              <Nothing title="已经是最新一版" />
            </div>
          ) : (
            <Plan campaign={campaign.data} next={next} />
          )
        }
      </Reading>
    </Page>
  );
}

interface Filled {
  readonly parameters?: Record<string, unknown>;
}

interface PlanProps {
  readonly campaign: CampaignView;
  readonly next: SchemeDetail;
}

function Plan({ campaign, next }: PlanProps) {
  const [form] = Form.useForm<Filled>();
  const key = `campaign-move-${campaign.id}-${next.version}`;
  const [plan, setPlan] = useState<CampaignMoveView>();
  const navigate = useNavigate();
  const say = useSay();
  const look = useCommand(CampaignMoveView, setPlan);
  const move = useCommand(CampaignMoveView, () => {
    drafts.remove(key);
    say('已改用新版办法');
    void navigate(`/app/assessment/campaigns/${campaign.id}`);
  });
  const asked = Object.entries(next.catalogue.parameters).filter(([name, { ask }]) => ask === 'campaign' && !Object.hasOwn(campaign.parameters, name));
  const order = (confirm: boolean) => ({
    path: `/api/assessment/campaigns/${campaign.id}/move`,
    body: { version: next.version, parameters: parametersOf(form.getFieldsValue(true).parameters ?? {}), confirm },
  });
  return (
    <>
      <section className="card">
        <p>
          本次评定现用第 {campaign.schemeVersion} 版，可以改用第 {next.version} 版。先列出变化，看过再定；已有单位审定的不能改。
        </p>
        <Form form={form} layout="vertical" className="narrow" style={{ marginTop: 12 }} initialValues={drafts.find<Filled>(key) ?? {}} onValuesChange={(_, all: Filled) => (drafts.save(key, all), setPlan(undefined))} onFinish={() => look.give(order(false))}>
          {asked.length > 0 && <ParameterFields scheme={next} of={asked} />}
          <Button type="primary" htmlType="submit" loading={look.busy}>
            列出会变的
          </Button>
        </Form>
        <ProblemAlert problem={look.problem} />
      </section>
      {plan && (
        <>
          <section className="card">
            <h2>条款变化 {plan.clauses.length} 条</h2>
            {plan.clauses.length === 0 ? (
              <p className="quiet">条款没有变化。</p>
            ) : (
              <ul className="lines inset" aria-label="条款变化">
                {plan.clauses.map(({ id, zh, how }) => (
                  <li key={id}>
                    <div className="main">
                      {zh} <span className="quiet small">{id}</span>
                    </div>
                    <div className="side">
                      <State tone={HOW[how][1]}>{HOW[how][0]}</State>
                    </div>
                  </li>
                ))}
              </ul>
            )}
          </section>
          <section className="card">
            <h2>按现有事实，等级会变的单位 {plan.levels.length} 个</h2>
            {plan.levels.length === 0 ? (
              <p className="quiet">没有单位的等级会变。</p>
            ) : (
              <ul className="lines inset" aria-label="等级变化">
                {plan.levels.map(({ unit, from, to }) => (
                  <li key={unit.id}>
                    <div className="main">{unit.name}</div>
                    <div className="side">
                      {from.zh} → <strong>{to.zh}</strong>
                    </div>
                  </li>
                ))}
              </ul>
            )}
            {plan.incomplete.length > 0 && <p className="alert">新版要的事实还不全：{plan.incomplete.map(({ name }) => name).join('、')}</p>}
          </section>
          <section className="card row">
            <Button type="primary" danger loading={move.busy} onClick={() => move.give(order(true))}>
              改用第 {next.version} 版
            </Button>
            <span className="quiet">申报保留；已提出的审核意见作废，须重新提出。</span>
            <ProblemAlert problem={move.problem} />
          </section>
        </>
      )}
    </>
  );
}
