import { Button, Form, Input } from 'antd';
import { useNavigate } from 'react-router';
import { PrizeLines, type PrizeAward } from '@xingchuang/contracts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { useToday } from '../shared/today.ts';
import { CampaignSelect, useCampaignChoice } from './areas.tsx';

const required = (message: string) => [{ required: true, message }];
const NEW = {};
const MOST = 500;

interface Filled extends Omit<PrizeAward, 'campaignId' | 'winners'> {
  readonly winners: readonly { readonly unitId: string; readonly place: string; readonly amount?: string }[];
}

/** The winners of a contest or of a year-end award: each prize becomes a line of the ledger. */
export function PrizesPage() {
  const choice = useCampaignChoice();
  return (
    <Page title="登记竞赛奖项" up={{ to: '/app/publicity/rewards', name: '奖惩台账' }} lead="评比、竞赛和年终奖的获奖单位；每个奖项列入奖惩台账，由本单位落实">
      <CampaignSelect {...choice} />
      {choice.id ? (
        <PrizeForm key={choice.id} campaignId={choice.id} />
      ) : (
        <div className="card flush">
          <Nothing title="还没有评定活动">奖项列在一次评定活动名下，开始评定后才能登记。</Nothing>
        </div>
      )}
    </Page>
  );
}

function PrizeForm({ campaignId }: { readonly campaignId: string }) {
  const go = useNavigate();
  const today = useToday();
  return (
    <div className="card narrow">
      <CommandForm
        label="登记竞赛奖项"
        submit="登记奖项"
        final
        draft={`prizes-${campaignId}`}
        schema={PrizeLines}
        initial={{ winners: [NEW] }}
        said={({ items }) => `${items.length} 个奖项已列入奖惩台账`}
        done={() => void go('/app/publicity/rewards')}
        order={({ winners, ...rest }: Filled) => ({
          path: '/api/publicity/rewards/prizes',
          body: { ...rest, campaignId, winners: winners.map(({ amount, ...winner }) => ({ ...winner, ...(amount ? { amount } : {}) })) },
        })}
      >
        <Form.Item name="contest" label="竞赛或评比的名称" rules={required('请填写名称')}>
          <Input maxLength={100} placeholder="如：支部书记履职竞赛" />
        </Form.Item>
        <Form.Item name="source" label="依据" extra="评奖的文件和文号，或作出决定的会议" rules={required('请填写依据')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="decidedOn" label="决定日期" rules={required('请选择日期')}>
          <DayInput max={today} />
        </Form.Item>
        <h2>获奖单位</h2>
        <Winners />
      </CommandForm>
    </div>
  );
}

const Winners = () => (
  <Form.List name="winners">
    {(winners, { add, remove }) => (
      <div className="stack">
        {winners.map(({ key, name }) => (
          <fieldset key={key} className="stack tight" style={{ border: 0, padding: 0, margin: 0 }}>
            <legend>
              <strong>第 {name + 1} 个</strong>
            </legend>
            <Form.Item name={[name, 'unitId']} label="单位" rules={required('请选择单位')}>
              <UnitSelect />
            </Form.Item>
            <div className="row">
              <Form.Item name={[name, 'place']} label="奖项" rules={required('请填写奖项')} style={{ width: 160 }}>
                <Input maxLength={50} placeholder="如：一等奖" />
              </Form.Item>
              <Form.Item name={[name, 'amount']} label="奖金（元）" rules={[{ pattern: /^(0|[1-9]\d{0,11})(\.\d{1,2})?$/, message: '请填写数字，最多两位小数' }]} style={{ width: 160 }}>
                <Input inputMode="decimal" />
              </Form.Item>
              {winners.length > 1 && (
                <Button type="text" onClick={() => remove(name)} aria-label={`去掉第 ${name + 1} 个获奖单位`}>
                  去掉
                </Button>
              )}
            </div>
          </fieldset>
        ))}
        <div>
          <Button onClick={() => add(NEW)} disabled={winners.length >= MOST}>
            增加获奖单位
          </Button>
        </div>
      </div>
    )}
  </Form.List>
);
