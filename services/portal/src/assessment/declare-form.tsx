import { Button, Form, Input, Radio } from 'antd';
import { CandidacyDetail, type CampaignView, type Declare } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { LevelStars } from './campaign-page.tsx';
import { EvidencePick } from './evidence-pick.tsx';
import './facts.css';

interface DeclareFormProps {
  readonly of: CandidacyDetail;
  readonly campaign: CampaignView;
}

/** The branch names its level, says why and with what evidence. Levels above a cap are shown with the clause that bounds them. */
export function DeclareForm({ of: one, campaign }: DeclareFormProps) {
  const path = `/api/assessment/candidacies/${one.id}`;
  const { atMost, clauses } = one.declarable;
  const most = campaign.levels.findIndex(({ id }) => id === atMost.id);
  const levels = campaign.levels.map((level, place) => ({ ...level, place })).filter(({ place }) => place > 0);
  return (
    <CommandForm
      label="申报星级"
      submit="提交申报"
      draft={`declare-${one.id}`}
      initial={
        one.declaration ? { level: one.declaration.level, text: one.declaration.text, evidence: one.declaration.evidence } : {}
      }
      schema={CandidacyDetail}
      order={(body: Declare) => ({
        path: `${path}/declare`,
        body: { level: body.level, text: body.text ?? '', evidence: body.evidence ?? [] },
      })}
      said="已提交"
      beside={<SaveDraft path={path} version={one.version} />}
    >
      <Form.Item name="level" label="申报星级" rules={[{ required: true, message: '请选择申报星级' }]}>
        <Radio.Group className="level-choice">
          {[...levels].reverse().map((level) => (
            <Radio key={level.id} value={level.id}>
              <LevelStars level={level} of={campaign} />
              {level.place > most && <span className="quiet small">（超出可申报范围）</span>}
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {clauses.length > 0 && (
        <div className="alert" style={{ marginBottom: 16 }}>
          最高可申报{atMost.zh}：
          <ul>
            {clauses.map((clause) => (
              <li key={clause.id}>
                {clause.id} {clause.zh} <span className="quiet small">{clause.source}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Form.Item name="text" label="自评" extra="对照各星条件写明做法和成效">
        <Input.TextArea autoSize={{ minRows: 5, maxRows: 20 }} maxLength={20_000} showCount />
      </Form.Item>
      <Form.Item name="evidence" label="申报材料">
        <EvidencePick unitId={one.unit.id} />
      </Form.Item>
      <p className="quiet small">提交后，申报内容即固定；审核开始前可以撤回修改。</p>
    </CommandForm>
  );
}

/** Keeps the draft on the server as well, so that it can be gone on with elsewhere. */
function SaveDraft({ path, version }: { readonly path: string; readonly version: number }) {
  const form = Form.useFormInstance<Declare>();
  const say = useSay();
  const command = useCommand(CandidacyDetail, () => say('草稿已保存'));
  const save = () => {
    const { level, text, evidence } = form.getFieldsValue();
    command.give({
      method: 'PUT',
      path: `${path}/declaration`,
      body: { level, text: text ?? '', evidence: evidence ?? [], version },
    });
  };
  return (
    <>
      <Button onClick={save} loading={command.busy}>
        保存草稿
      </Button>
      <ProblemAlert problem={command.problem} />
    </>
  );
}
