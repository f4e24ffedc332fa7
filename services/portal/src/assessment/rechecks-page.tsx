import { Button, Form, Input, Popconfirm, Radio } from 'antd';
import { Link } from 'react-router';
import { RecheckDueList, RecheckList, RecheckView, type ReviewRecheck, type SuggestRecheck } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Chips } from '../shared/lines.tsx';
import { Nothing, Page, Pairs, State, type Tone } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { useToday } from '../shared/today.ts';
import { sourceWords } from '../shared/words.ts';
import { AssessmentSections } from './areas.tsx';
import { Behind } from './behind.tsx';
import { EvidencePick } from './evidence-pick.tsx';

const STATES: Readonly<Record<RecheckView['state'], readonly [string, Tone]>> = { suggested: ['待审定', 'due'], kept: ['保留', 'good'], revoked: ['撤销', 'bad'] };
const KEEP = [
  { value: true, label: '保留' },
  { value: false, label: '撤销' },
];
const required = (message: string) => [{ required: true, message }];
const YEARS_SHOWN = 4;

/** Levels that are looked at again each year: what is due, what was reported, and what was decided. */
export function RechecksPage() {
  const today = useToday();
  const year = Number(today?.slice(0, 4) ?? 0);
  const [chosen, setChosen] = useAddressFilter('year');
  const [state, setState] = useAddressFilter('state');
  const shown = chosen ? Number(chosen) : year;
  const list = useRead(RecheckList, year ? '/api/assessment/rechecks' : undefined, { year: shown });
  return (
    <Page title="评定" lead="已命名单位的年度复查：由一级机构提出保留或撤销，由上级机构审定">
      <AssessmentSections />
      <div className="row">
        <Chips
          label="年度"
          value={chosen}
          of={Array.from({ length: YEARS_SHOWN }, (_, i) => [i === 0 ? '' : String(year - i), `${year - i}年`] as const)}
          onChange={setChosen}
        />
        <Chips label="结果" value={state} of={[['', '全部'], ...Object.entries(STATES).map(([id, [words]]) => [id, words] as const)]} onChange={setState} />
      </div>
      {shown === year && !state && <Due />}
      <Reading read={list}>
        {({ items }) => {
          const fitting = items.filter((one) => !state || one.state === state);
          return (
            <section aria-label="复查" className="stack">
              {fitting.length === 0 ? (
                <div className="card">
                  <Nothing title="没有复查记录" />
                </div>
              ) : (
                fitting.map((one) => <RecheckCard key={one.id} of={one} />)
              )}
            </section>
          );
        }}
      </Reading>
    </Page>
  );
}

/** What nobody reported on yet. */
function Due() {
  const may = useMay();
  const due = useRead(RecheckDueList, '/api/assessment/rechecks/due').data;
  if (!due || due.items.length === 0) return null;
  return (
    <section className="card">
      <h2>今年应复查、还没有提出意见的 {due.items.length} 个</h2>
      <ul className="lines inset" aria-label="待复查">
        {due.items.map((one) => (
          <li key={one.candidacyId}>
            <div className="main">
              <Link className="title" to={`/app/assessment/candidacies/${one.candidacyId}`}>
                {one.unit.name}
              </Link>
              <p className="quiet">
                {one.level.zh}，{dayWords(one.settledOn)}定级 · {one.campaignTitle} · {sourceWords(one.clause.source)}
              </p>
              {one.mine && may('recheck.suggest') && <SuggestForm candidacyId={one.candidacyId} unitId={one.unit.id} name={one.unit.name} />}
            </div>
            <div className="side">{one.reportBy && <Deadline day={one.reportBy} />}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SuggestForm({ candidacyId, unitId, name }: { readonly candidacyId: string; readonly unitId: string; readonly name: string }) {
  return (
    <details style={{ marginTop: 4 }}>
      <summary>提出复查意见</summary>
      <div className="narrow" style={{ paddingTop: 12 }}>
        <CommandForm
          label={`复查意见：${name}`}
          submit="提出意见"
          draft={`recheck-${candidacyId}`}
          schema={RecheckView}
          order={({ keep, reason, report = [] }: SuggestRecheck) => ({ path: `/api/assessment/candidacies/${candidacyId}/rechecks`, body: { keep, reason, report } })}
          said="复查意见已提出"
        >
          <Form.Item name="keep" label="意见" rules={required('请选择意见')}>
            <Radio.Group options={KEEP} />
          </Form.Item>
          <Form.Item name="reason" label="复查情况" rules={required('请写明复查情况')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} />
          </Form.Item>
          <Form.Item name="report" label="复查报告">
            <EvidencePick unitId={unitId} />
          </Form.Item>
        </CommandForm>
      </div>
    </details>
  );
}

function RecheckCard({ of: one }: { readonly of: RecheckView }) {
  const may = useMay();
  const [words, tone] = STATES[one.state];
  const opinion = ({ keep, reason, on, by }: NonNullable<RecheckView['review']>) => (
    <>
      <strong>{keep ? '保留' : '撤销'}</strong> <span className="words">{reason}</span>
      <p className="quiet small">
        <UnitName id={by.unitId} />，{dayWords(on)}
      </p>
    </>
  );
  return (
    <section className="card" aria-label={`${one.year}年复查：${one.unit.name}`}>
      <div className="row between" style={{ marginBottom: 8 }}>
        <h2>
          <Link to={`/app/assessment/candidacies/${one.candidacyId}`}>{one.unit.name}</Link> <span className="quiet small">{one.level.zh}</span>
        </h2>
        <State tone={tone}>{words}</State>
      </div>
      <Pairs
        of={[
          [
            '复查意见',
            <>
              {opinion(one.suggestion)}
              {one.suggestion.report.length > 0 && <Behind ids={one.suggestion.report} />}
            </>,
          ],
          ...(one.review ? ([['审定', opinion(one.review)]] as const) : []),
          ...(one.plaque ? ([['收回牌匾', one.plaque.returnedOn ? `${dayWords(one.plaque.returnedOn)}已收回` : <Deadline key="p" day={one.plaque.dueOn} />]] as const) : []),
        ]}
      />
      {one.state === 'suggested' && one.mine && may('recheck.decide') && <ReviewForm of={one} />}
      {one.plaque && !one.plaque.returnedOn && one.mine && <PlaqueReturned id={one.id} />}
    </section>
  );
}

/** Keeps the level, or takes it away: then a last day for the plaque is asked where the scheme names none. */
function ReviewForm({ of: one }: { readonly of: RecheckView }) {
  const today = useToday();
  return (
    <details style={{ marginTop: 12 }}>
      <summary>审定</summary>
      <div className="narrow" style={{ paddingTop: 12 }}>
        <CommandForm
          label={`审定复查：${one.unit.name}`}
          submit="审定"
          draft={`recheck-review-${one.id}`}
          schema={RecheckView}
          final
          order={({ keep, reason, plaqueDueOn }: ReviewRecheck) => ({
            path: `/api/assessment/rechecks/${one.id}/review`,
            body: { keep, reason, ...(plaqueDueOn ? { plaqueDueOn } : {}) },
          })}
          said="复查已审定"
        >
          <Form.Item name="keep" label="结论" rules={required('请选择结论')} extra={`撤销后，${one.level.zh}立即失效`}>
            <Radio.Group options={KEEP} />
          </Form.Item>
          <Form.Item name="reason" label="意见" rules={required('请写明意见')}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} />
          </Form.Item>
          <Form.Item noStyle dependencies={['keep']}>
            {({ getFieldValue }) =>
              getFieldValue('keep') === false && (
                <Form.Item name="plaqueDueOn" label="收回牌匾的截止日（办法已规定期限的可不填）">
                  <DayInput min={today} warnOff />
                </Form.Item>
              )
            }
          </Form.Item>
        </CommandForm>
      </div>
    </details>
  );
}

function PlaqueReturned({ id }: { readonly id: string }) {
  const say = useSay();
  const command = useCommand(RecheckView, () => say('已登记'));
  return (
    <div className="row" style={{ marginTop: 12 }}>
      <Popconfirm title="登记牌匾已收回" okText="已收回" cancelText="还没有" onConfirm={() => command.give({ path: `/api/assessment/rechecks/${id}/plaque-returned`, body: {} })}>
        <Button loading={command.busy}>牌匾已收回</Button>
      </Popconfirm>
      <ProblemAlert problem={command.problem} />
    </div>
  );
}
