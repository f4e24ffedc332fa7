import { Form, Input, Select } from 'antd';
import { CandidacyDetail, type CampaignView, type CandidacyView, type HandOn } from '@xingchuang/contracts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';

/** The opinion with which another body handed the file on; nothing where none did. */
export function HandedOpinion({ of: { handed } }: { readonly of: Pick<CandidacyView, 'handed'> }) {
  if (!handed) return null;
  return (
    <p className="alert info">
      {handed.body?.name ?? handed.name.zh}（{handed.name.zh}）{dayWords(handed.day)}建议由{handed.from.zh}改为{handed.level.zh}：<span className="words">{handed.reason}</span>
    </p>
  );
}

interface LevelsProps {
  readonly of: CandidacyDetail;
  readonly campaign: CampaignView;
}

/** Levels that a file may be handed on for: what stands is none of them. */
export const otherLevels = ({ of: one, campaign }: LevelsProps): { readonly value: string; readonly label: string }[] =>
  [...campaign.levels]
    .filter(({ id }) => id !== one.level?.id && !campaign.unset.includes(id))
    .reverse()
    .map(({ id, zh }) => ({ value: id, label: zh }));

/** On to the body that decides the level that this one would put, with its opinion. */
export function HandOnForm({ of: one, campaign, done }: LevelsProps & { readonly done?: (() => void) | undefined }) {
  return (
    <CommandForm
      label="移交"
      submit="移交"
      draft={`hand-on-${one.id}`}
      schema={CandidacyDetail}
      order={({ level, reason }: HandOn) => ({ path: `/api/assessment/candidacies/${one.id}/hand-on`, body: { level, reason } })}
      said="已移交"
      {...(done ? { done } : {})}
    >
      <Form.Item name="level" label="建议等级" rules={[{ required: true, message: '请选择建议等级' }]} extra="由有权审定这一等级的单位接着办理">
        <Select style={{ maxWidth: 260 }} options={otherLevels({ of: one, campaign })} />
      </Form.Item>
      <Form.Item name="reason" label="移交意见" rules={[{ required: true, message: '请写明意见' }]}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={2_000} />
      </Form.Item>
    </CommandForm>
  );
}
