import { Button, Form, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { JudgedView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { LongList } from '../shared/long-list.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { State } from '../shared/page.tsx';
import { Methods } from './judge-forms.tsx';
import type { Waiting } from './waiting.ts';

/** Acts that one can do on many at once; a verification is looked at one by one. */
const MANY: Readonly<Record<string, string>> = { propose: 'propose', recommend: 'decide', nominate: 'decide', decide: 'decide' };
const MOST_COMPARED = 6;

/** What can be done with the chosen cases together: one act on all of them, or a look at them side by side. */
export function BulkBar({ chosen, clear }: { readonly chosen: readonly Waiting[]; readonly clear: () => void }) {
  const [asking, setAsking] = useState(false);
  const [form] = Form.useForm<{ methods?: string[] }>();
  const command = useCommand(JudgedView);
  const [result, setResult] = useState<JudgedView>();
  const [kept, setKept] = useState<ReadonlyMap<string, string>>(new Map());
  const [first] = chosen;
  const isSame = chosen.every(({ step, campaign }) => step === first?.step && campaign.id === first.campaign.id);
  const canAct = isSame && first !== undefined && MANY[first.act] !== undefined;
  const sameRound = chosen.length > 1 && chosen.every(({ campaign }) => campaign.id === first?.campaign.id);
  const give = async ({ methods }: { readonly methods?: string[] }) => {
    setAsking(false);
    setKept(new Map(chosen.map(({ candidacyId, unit }) => [candidacyId, unit.name])));
    const route = MANY[first!.act]!;
    const candidacyIds = chosen.map(({ candidacyId }) => candidacyId);
    const answer = await command.ask({
      path: `/api/assessment/candidacies/${route}`,
      body: { candidacyIds, text: '', ...(methods ? { methods } : {}), ...(route === 'decide' ? { act: first!.act } : {}) },
    });
    if (!answer) return;
    setResult(answer);
    clear();
  };
  const refused = result?.items.filter(({ ok }) => !ok) ?? [];
  return (
    <>
      {chosen.length > 0 && (
        <div className="card board-bulk row" role="group" aria-label="一并办理">
          <strong>已选 {chosen.length} 件</strong>
          <Button type="primary" disabled={!canAct} loading={command.busy} onClick={() => setAsking(true)}>
            {canAct ? `一并${first.name.zh}` : '一并办理'}
          </Button>
          {sameRound && chosen.length <= MOST_COMPARED && (
            <Link to={`/app/assessment/campaigns/${first!.campaign.id}/compare?ids=${chosen.map(({ candidacyId }) => candidacyId).join(',')}`}>并排比较</Link>
          )}
          <button type="button" className="plain" onClick={clear}>
            取消选择
          </button>
          {!canAct && <span className="quiet small">{isSame ? '这一步须逐个办理。' : '同一活动、同一环节的才能一并办理。'}</span>}
          <ProblemAlert problem={command.problem} />
        </div>
      )}
      {result && (
        <div className="card" role="status">
          <div className="row between">
            <strong>
              已办理 {result.done} 件{refused.length > 0 && `，${refused.length} 件没有办成`}
            </strong>
            <button type="button" className="plain" onClick={() => setResult(undefined)}>
              知道了
            </button>
          </div>
          {refused.length > 0 && (
            <ul className="lines inset" aria-label="没有办成的">
              {refused.map((one) => (
                <li key={one.candidacyId}>
                  <div className="main">
                    <Link to={`/app/assessment/candidacies/${one.candidacyId}`}>{kept.get(one.candidacyId) ?? one.candidacyId}</Link>
                    <p className="quiet">{one.zh}</p>
                  </div>
                  <div className="side">
                    <State tone="bad">未办理</State>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      <Modal destroyOnHidden open={asking} title={`${first?.name.zh ?? ''}：${chosen.length} 件`} okText="确认办理" cancelText="再看看" onCancel={() => setAsking(false)} onOk={form.submit}>
        <p>每件按条件应评的等级（或上一环节的等级）办理，各自按规则核对；不符合规则的会留下并说明原因。</p>
        <Chosen of={chosen} />
        <Form form={form} preserve={false} layout="vertical" aria-label={first?.name.zh ?? ''} style={{ marginTop: 12 }} onFinish={(values) => void give(values)}>
          {first && <Methods of={first} />}
        </Form>
      </Modal>
    </>
  );
}

/** A component of its own: its lines are only made where the question is open, not at each tick. */
const Chosen = ({ of }: { readonly of: readonly Waiting[] }) => (
  <div style={{ maxHeight: 240, overflow: 'auto', marginTop: 8 }}>
    <LongList of={of} label="选中的各件" keyOf={({ candidacyId }) => candidacyId} className="">
      {({ unit, level }) => (
        <div className="row between">
          <span>{unit.name}</span>
          <span className="quiet">{level?.zh ?? '未报'}</span>
        </div>
      )}
    </LongList>
  </div>
);
