import { Button, Form, Input, Radio } from 'antd';
import { useParams } from 'react-router';
import { CampaignView, SchemeDetail, SpotCheckList, SpotCheckView, type SpotCheckResult } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { useMay, useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Page, Pairs, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { Methods } from './judge-forms.tsx';

/** Draws that anyone can repeat, and what was found at the units drawn. */
export function SpotChecksPage() {
  const { id } = useParams();
  const { seat } = useSession();
  const campaign = useRead(CampaignView, `/api/assessment/campaigns/${id}`, {}, 300).data;
  const scheme = useRead(
    SchemeDetail,
    campaign && `/api/assessment/schemes/${campaign.schemeId}/${campaign.schemeVersion}`,
    {},
    3_600,
  ).data;
  const checks = useRead(SpotCheckList, `/api/assessment/campaigns/${id}/spot-checks`);
  const may = useMay();
  const drawn = new Set(checks.data?.items.map(({ step }) => step));
  const steps = (scheme?.catalogue.process ?? [])
    .flatMap((phase) => phase.steps)
    .filter(({ act, by, id: step }) => act === 'spot-check' && by === seat.unitKind && !drawn.has(step));
  const stepOf = (id: string) => scheme?.catalogue.process.flatMap((phase) => phase.steps).find((one) => one.id === id);
  return (
    <Page
      title="抽查"
      up={{ to: `/app/assessment/campaigns/${id}`, name: campaign?.title ?? '评定活动' }}
      lead="抽取方法公开：按种子和编码的摘要排序，取前若干个，谁都可以复算"
    >
      {may('level.review') && steps.map((step) => <Draw key={step.id} campaignId={id!} step={step.id} name={step.zh} />)}
      <Reading read={checks}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Nothing title="还没有抽查" />
            </div>
          ) : (
            items.map((check) => <Check key={check.id} check={check} name={stepOf(check.step)?.zh ?? check.step} methods={stepOf(check.step)?.methods ?? []} />)
          )
        }
      </Reading>
    </Page>
  );
}

function Draw({ campaignId, step, name }: { readonly campaignId: string; readonly step: string; readonly name: string }) {
  const say = useSay();
  const command = useCommand(SpotCheckView, ({ drawn }) => say(`抽出 ${drawn.length} 个单位`));
  return (
    <div className="card row">
      <Button
        type="primary"
        loading={command.busy}
        onClick={() => command.give({ path: `/api/assessment/campaigns/${campaignId}/spot-checks`, body: { step } })}
      >
        抽取名单：{name}
      </Button>
      <span className="quiet">每轮只抽一次，抽出后名单固定。</span>
      <ProblemAlert problem={command.problem} />
    </div>
  );
}

function Check({ check, name, methods }: { readonly check: SpotCheckView; readonly name: string; readonly methods: string[] }) {
  const { seat } = useSession();
  const mayEnter = seat.role === 'reviewer' && check.drawnBy.unitId === seat.unitId;
  return (
    <section className="card">
      <h2>
        {name} <span className="quiet small">{dayWords(check.drawnOn)}抽取</span>
      </h2>
      <Pairs
        of={[
          ['比例', `${check.share}%，从 ${check.pool.length} 个中抽 ${check.count} 个`],
          ['抽取范围', check.pool.join('、')],
          [
            '种子',
            <code key="s" className="small">
              {check.seed}
            </code>,
          ],
        ]}
      />
      <ul className="lines" aria-label="抽中单位" style={{ marginTop: 12 }}>
        {check.drawn.map(({ unit, result }) => (
          <li key={unit.id} style={{ paddingInline: 0 }}>
            <div className="main">
              <strong>{unit.name}</strong>
              {result && <p className="words">{[result.methods && `方式：${result.methods.join('、')}`, result.text].filter(Boolean).join('\n')}</p>}
              {!result && mayEnter && <ResultForm check={check} unitId={unit.id} unitName={unit.name} methods={methods} />}
            </div>
            <div className="side">
              {result ? (
                <State tone={result.passed ? 'good' : 'bad'}>{result.passed ? '通过' : '未通过'}</State>
              ) : (
                <State tone="due">待查</State>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ResultForm({
  check,
  unitId,
  unitName,
  methods,
}: {
  readonly check: SpotCheckView;
  readonly unitId: string;
  readonly unitName: string;
  readonly methods: string[];
}) {
  return (
    <details>
      <summary>填写抽查结果</summary>
      <div style={{ paddingTop: 12 }}>
        <CommandForm
          label={`抽查结果：${unitName}`}
          submit="提交结果"
          draft={`spot-check-${check.id}-${unitId}`}
          schema={SpotCheckView}
          order={({ passed, text, methods: used }: SpotCheckResult) => ({
            path: `/api/assessment/spot-checks/${check.id}/results`,
            body: { unitId, passed, text, ...(used ? { methods: used } : {}) },
          })}
          said="抽查结果已提交"
        >
          <Form.Item name="passed" label="结论" rules={[{ required: true, message: '请选择结论' }]}>
            <Radio.Group
              options={[
                { value: true, label: '通过' },
                { value: false, label: '未通过' },
              ]}
            />
          </Form.Item>
          <Methods of={{ methods }} />
          <Form.Item name="text" label="抽查情况" rules={[{ required: true, message: '请填写抽查情况' }]}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={20_000} />
          </Form.Item>
        </CommandForm>
      </div>
    </details>
  );
}
