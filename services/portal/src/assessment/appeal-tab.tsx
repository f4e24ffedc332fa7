import { Form, Input, Radio } from 'antd';
import { AppealList, AppealView, type CandidacyDetail, type FileAppeal } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { Deadline } from '../shared/deadline.tsx';
import { Nothing } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { AppealCard } from './appeals-page.tsx';

/** A unit's appeals, and the form for one as long as the term of a step runs. */
export function AppealTab({ of: one }: { readonly of: CandidacyDetail }) {
  const { seat } = useSession();
  const appeals = useRead(AppealList, `/api/assessment/campaigns/${one.campaignId}/appeals`);
  const isOwn = seat.role === 'clerk' && seat.unitId === one.unit.id;
  return (
    <div className="card">
      <Reading read={appeals}>
        {({ items }) => {
          const own = items.filter(({ candidacyId }) => candidacyId === one.id);
          const mayFile = isOwn && one.appealable.length > 0 && !own.some(({ state }) => state === 'open');
          return (
            <div className="stack">
              {own.map((appeal) => (
                <AppealCard key={appeal.id} of={appeal} plain />
              ))}
              {mayFile ? (
                <FileForm of={one} />
              ) : (
                own.length === 0 && (
                  <Nothing title="没有申诉">{one.appealable.length > 0 ? '对办理结果有异议的，由申报单位提出。' : '目前没有可以申诉的环节，或申诉期已过。'}</Nothing>
                )
              )}
            </div>
          );
        }}
      </Reading>
    </div>
  );
}

function FileForm({ of: one }: { readonly of: CandidacyDetail }) {
  return (
    <div className="narrow">
      <h2 style={{ marginBottom: 12 }}>提出申诉</h2>
      <CommandForm
        label="提出申诉"
        submit="提出申诉"
        draft={`appeal-${one.id}`}
        schema={AppealView}
        order={({ step, text }: FileAppeal) => ({ path: `/api/assessment/candidacies/${one.id}/appeals`, body: { step, text } })}
        said="申诉已提出"
      >
        <Form.Item name="step" label="对哪一环节有异议" rules={[{ required: true, message: '请选择环节' }]}>
          <Radio.Group className="level-choice">
            {one.appealable.map(({ step, name, until }) => (
              <Radio key={step} value={step}>
                {name.zh} <Deadline day={until} />
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        <Form.Item name="text" label="理由" rules={[{ required: true, message: '请写明理由' }]} extra="写清哪里不对、有什么材料可以说明">
          <Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={20_000} />
        </Form.Item>
      </CommandForm>
    </div>
  );
}
