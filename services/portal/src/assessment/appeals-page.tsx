import { Form, Input, Radio } from 'antd';
import { Link, useParams } from 'react-router';
import { AppealList, AppealView, CampaignView, type AnswerAppeal } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Page, Pairs, State, type Tone } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';

const STATES: Readonly<Record<AppealView['state'], readonly [string, Tone]>> = {
  open: ['待答复', 'due'],
  accepted: ['理由成立，重新办理', 'good'],
  rejected: ['理由不成立', ''],
};

/** What units appealed against in a round, and what they were answered. */
export function AppealsPage() {
  const { id } = useParams();
  const campaign = useRead(CampaignView, `/api/assessment/campaigns/${id}`, {}, 300).data;
  const appeals = useRead(AppealList, `/api/assessment/campaigns/${id}/appeals`);
  const none = campaign && campaign.appealWorkdays === undefined;
  return (
    <Page
      title="申诉"
      up={{ to: `/app/assessment/campaigns/${id}`, name: campaign?.title ?? '评定活动' }}
      lead={none ? '本次评定没有设申诉环节' : campaign && `对办理结果有异议的，在 ${campaign.appealWorkdays} 个工作日内提出；由没有办过该环节的人答复`}
    >
      <Reading read={appeals}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Nothing title="没有申诉">申报单位在自己的申报页面提出。</Nothing>
            </div>
          ) : (
            items.map((one) => <AppealCard key={one.id} of={one} />)
          )
        }
      </Reading>
    </Page>
  );
}

/** One appeal: against what, why, by when it had to come, and the answer or the form for it. */
export function AppealCard({ of: one, plain = false }: { readonly of: AppealView; readonly plain?: boolean }) {
  const may = useMay();
  const [words, tone] = STATES[one.state];
  return (
    <section className={plain ? '' : 'card'} aria-label={`申诉：${one.unit.name}`}>
      <div className="row between" style={{ marginBottom: 8 }}>
        <h2>
          {plain ? one.stepName.zh : <Link to={`/app/assessment/candidacies/${one.candidacyId}`}>{one.unit.name}</Link>}
        </h2>
        <State tone={tone}>{words}</State>
      </div>
      <Pairs
        of={[
          ['对哪一环节', one.stepName.zh],
          ['提出日期', `${dayWords(one.filedOn)}（期限 ${dayWords(one.term)}）`],
          ['理由', <span className="words">{one.text}</span>],
          ...(one.answer
            ? ([
                ['答复', <span className="words">{one.answer.reason}</span>],
                [
                  '答复机构',
                  <>
                    <UnitName id={one.answer.by.unitId} />，{dayWords(one.answer.on)}
                  </>,
                ],
              ] as const)
            : []),
        ]}
      />
      {one.state === 'open' && may('appeal.answer') && <AnswerForm id={one.id} />}
    </section>
  );
}

function AnswerForm({ id }: { readonly id: string }) {
  return (
    <details style={{ marginTop: 12 }}>
      <summary>答复</summary>
      <div className="narrow" style={{ paddingTop: 12 }}>
        <CommandForm
          label="答复申诉"
          submit="答复"
          draft={`appeal-answer-${id}`}
          schema={AppealView}
          order={({ accept, reason }: AnswerAppeal) => ({ path: `/api/assessment/appeals/${id}/answer`, body: { accept, reason } })}
          said="已答复"
        >
          <Form.Item name="accept" label="结论" rules={[{ required: true, message: '请选择结论' }]} extra="理由成立的，从该环节起由别人重新办理，此前的结果保留">
            <Radio.Group
              options={[
                { value: true, label: '理由成立' },
                { value: false, label: '理由不成立' },
              ]}
            />
          </Form.Item>
          <Form.Item name="reason" label="答复意见" rules={[{ required: true, message: '请写明意见' }]} extra="申诉单位会看到">
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} />
          </Form.Item>
        </CommandForm>
      </div>
    </details>
  );
}
