import { Form, Input, Radio } from 'antd';
import { useNavigate } from 'react-router';
import { CallableList, RewardLineView, type EffectCall } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { sourceWords } from '../shared/words.ts';
import { CampaignSelect, useCampaignChoice } from './areas.tsx';

const required = (message: string) => [{ required: true, message }];

/** A body calls an effect that the scheme leaves to it, each time with its reason. */
export function RewardCallPage() {
  const choice = useCampaignChoice();
  const callable = useRead(CallableList, choice.id ? '/api/publicity/rewards/callable' : undefined, { campaignId: choice.id });
  return (
    <Page title="提出奖惩" up={{ to: '/app/publicity/rewards', name: '奖惩台账' }} lead="办法规定由本单位逐次决定的事项">
      <CampaignSelect {...choice} />
      {choice.id && (
        <Reading read={callable}>
          {({ items }) =>
            items.length === 0 ? (
              <div className="card flush">
                <Nothing title="这个办法没有由本单位决定的奖惩">按定级结果产生的奖惩会自动列入台账。</Nothing>
              </div>
            ) : (
              <CallForm key={choice.id} campaignId={choice.id!} items={items} />
            )
          }
        </Reading>
      )}
    </Page>
  );
}

interface FittingProps {
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (id: string) => void;
  readonly items: CallableList['items'];
}

/** A unit of the kind that the chosen matter is about. */
function FittingUnit({ items, ...rest }: FittingProps) {
  const effect = Form.useWatch<string | undefined>('effect');
  const kinds = items.find((one) => one.effect === effect)?.kinds ?? [];
  return <UnitSelect {...rest} {...(kinds.length === 1 ? { kind: kinds[0]! } : {})} />;
}

function CallForm({ campaignId, items }: { readonly campaignId: string; readonly items: CallableList['items'] }) {
  const go = useNavigate();
  return (
    <div className="card narrow">
      <CommandForm
        label="提出奖惩"
        submit="作出决定"
        final
        draft={`reward-call-${campaignId}`}
        schema={RewardLineView}
        said="已列入奖惩台账"
        done={({ id }) => void go(`/app/publicity/rewards/${id}`)}
        order={({ effect: id, unitId, reason, scope = '' }: EffectCall) => ({ path: '/api/publicity/rewards/calls', body: { campaignId, effect: id, unitId, reason, scope } })}
      >
        <Form.Item name="effect" label="事项" rules={required('请选择事项')}>
          <Radio.Group
            className="stack tight"
            options={items.map((one) => ({
              value: one.effect,
              label: (
                <>
                  {one.zh}
                  <span className="quiet small">
                    　{one.ofName}　{sourceWords(one.source)}
                  </span>
                </>
              ),
            }))}
          />
        </Form.Item>
        <Form.Item name="unitId" label="对象" rules={required('请选择单位')}>
          <FittingUnit items={items} />
        </Form.Item>
        <Form.Item name="reason" label="理由" rules={required('请写明理由')}>
          <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={1_000} />
        </Form.Item>
        <Form.Item name="scope" label="通报范围">
          <Input maxLength={200} />
        </Form.Item>
      </CommandForm>
    </div>
  );
}
