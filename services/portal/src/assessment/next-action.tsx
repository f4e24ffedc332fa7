import { Button, Popconfirm, Segmented } from 'antd';
import { useState } from 'react';
import { CandidacyDetail, TodoList, type CampaignView, type TodoView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { useSession } from '../session/session.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { DeclareForm } from './declare-form.tsx';
import { AdjustForm } from './adjust-form.tsx';
import { HandOnForm } from './hand-on.tsx';
import { JudgeForm, SendBackForm, VerifyForm } from './judge-forms.tsx';

interface NextActionProps {
  readonly of: CandidacyDetail;
  readonly campaign: CampaignView;
}

/** What this seat can do now, as its list of work says, open on the page; nothing where it is not its turn. */
export function NextAction({ of: one, campaign }: NextActionProps) {
  const { seat } = useSession();
  const todo = useRead(TodoList, '/api/assessment/todo').data?.items ?? [];
  const mine = todo.filter(({ candidacyId, act }) => candidacyId === one.id && act !== 'answer-appeal');
  const choices = mine.map((step) => ({ value: step.step, label: step.name.zh }));
  const canReturn = one.state === 'declared' || one.state === 'reviewing';
  const [chosen, setChoice] = useState<string>();
  const choice = chosen ?? choices[0]?.value;
  if (one.state === 'declared' && seat.role === 'clerk' && seat.unitId === one.unit.id) return <Withdraw id={one.id} />;
  if (one.state === 'settled' && seat.role === 'decider') return <AdjustForm of={one} campaign={campaign} />;
  if (mine.length === 0) return null;
  const canHandOn = one.state === 'reviewing' && one.computed !== null && one.voided === null;
  const options = [...choices, ...(canReturn ? [{ value: 'send-back', label: '退回' }] : []), ...(canHandOn ? [{ value: 'hand-on', label: '移交' }] : [])];
  const step = mine.find(({ step: id }) => id === choice);
  return (
    <section className={step?.act === 'declare' ? 'card declare' : 'card narrow'} aria-labelledby="next-action">
      <h2 id="next-action">轮到您办理</h2>
      {options.length > 1 && (
        <Segmented {...(choice ? { value: choice } : {})} onChange={setChoice} options={options} style={{ marginBottom: 16 }} />
      )}
      {step ? (
        <StepForm key={step.step} step={step} of={one} campaign={campaign} />
      ) : choice === 'hand-on' ? (
        <HandOnForm of={one} campaign={campaign} />
      ) : (
        <SendBackForm of={one} step={mine[0]!} campaign={campaign} />
      )}
    </section>
  );
}

function StepForm({ step, of, campaign }: NextActionProps & { readonly step: TodoView }) {
  if (step.act === 'declare') return <DeclareForm of={of} campaign={campaign} />;
  if (step.act === 'verify') return <VerifyForm of={of} step={step} campaign={campaign} />;
  return <JudgeForm of={of} campaign={campaign} step={step} />;
}

function Withdraw({ id }: { readonly id: string }) {
  const command = useCommand(CandidacyDetail);
  return (
    <div className="row">
      <Popconfirm
        title="撤回申报，改好后可在申报期内重新提交"
        okText="撤回"
        cancelText="不撤回"
        onConfirm={() => command.give({ path: `/api/assessment/candidacies/${id}/withdraw`, body: {} })}
      >
        <Button loading={command.busy}>撤回申报</Button>
      </Popconfirm>
      <span className="quiet small">审核开始前可以撤回修改。</span>
      <ProblemAlert problem={command.problem} />
    </div>
  );
}
