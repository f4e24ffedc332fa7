import { Form, Input } from 'antd';
import { Link, useParams } from 'react-router';
import { RewardLineView, type RewardCarryOut } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { AttachedFiles, ProofFiles } from '../evidence/proof-files.tsx';
import { useMay, useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Explanation } from '../shared/explanation.tsx';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { sourceWords } from '../shared/words.ts';
import { figureOf, REWARD_ACTION_WORDS, REWARD_ORIGIN_WORDS, rewardFact, stateOf } from './reward-words.ts';

const required = (message: string) => [{ required: true, message }];

/** One line of the ledger: what, for whom, why, and what became of it. */
export function RewardPageView() {
  const { id } = useParams();
  const line = useRead(RewardLineView, `/api/publicity/rewards/${id}`);
  return <Reading read={line}>{(data) => <Line line={data} />}</Reading>;
}

function Line({ line }: { readonly line: RewardLineView }) {
  const may = useMay();
  const { seat } = useSession();
  const works = may('reward.carry') && seat.unitId !== line.unitId && line.state === 'due' && line.replacedBy === '' && !line.suspended;
  const [words, tone] = stateOf(line);
  return (
    <Page
      title={line.nature === 'withdrawal' ? `撤回：${line.zh}` : line.zh}
      up={{ to: '/app/publicity/rewards', name: '奖惩台账' }}
      lead={
        <span className="row">
          <State tone={tone}>{words}</State> {line.unitName} · {line.number}
        </span>
      }
    >
      <div className="split">
        <div className="stack">
          <Corrections line={line} />
          <section className="card" aria-labelledby="why">
            <h2 id="why">为什么</h2>
            <Explanation of={[line.explanation]} fact={rewardFact} label="推算" />
          </section>
          {line.done && (
            <section className="card" aria-labelledby="done">
              <h2 id="done">落实情况</h2>
              <p className="words">{line.done.text}</p>
              <p className="quiet">
                {dayWords(line.done.on)}　{line.done.byName}
              </p>
              {line.done.fileIds.length > 0 && <AttachedFiles ids={line.done.fileIds} label="落实凭证" />}
            </section>
          )}
          {line.ended && (
            <section className="card">
              <h2>{line.state === 'lifted' ? '已解除' : '已取消'}</h2>
              <p className="words">{line.ended.reason}</p>
              <p className="quiet">
                {dayWords(line.ended.on)}　{line.ended.byName}
              </p>
            </section>
          )}
          {works && <CarryOut line={line} />}
          {works && <Cancel line={line} />}
        </div>
        <section className="card">
          <h2>条目</h2>
          <Pairs
            of={[
              ['种类', REWARD_ACTION_WORDS[line.action] ?? line.action],
              ...(line.in.length > 0 ? [['事项', line.in.map(({ zh }) => zh).join('、')] as const] : []),
              ...(figureOf(line) ? [['数额', figureOf(line)] as const] : []),
              ['来由', REWARD_ORIGIN_WORDS[line.origin]],
              ...(line.campaignTitle ? [['评定活动', line.campaignTitle] as const] : []),
              ...(line.levelName ? [['等级', line.levelName] as const] : []),
              ['年度', `${line.year}年`],
              ['生效', dayWords(line.from)],
              ...(line.until ? [['截止', dayWords(line.until)] as const] : []),
              ...(line.dueOn ? [['办理期限', dayWords(line.dueOn)] as const] : []),
              ...(line.reason ? [['理由', line.reason] as const] : []),
              ...(line.scope ? [['通报范围', line.scope] as const] : []),
              ['依据', sourceWords(line.source)],
            ]}
          />
        </section>
      </div>
    </Page>
  );
}

function Corrections({ line }: { readonly line: RewardLineView }) {
  if (line.replacedBy === '' && line.replaces === '') return null;
  return (
    <div className="alert info">
      {line.replaces !== '' && (
        <p>
          本条更正<Link to={`/app/publicity/rewards/${line.replaces}`}>{line.replacesNumber}</Link>：{line.reason}
        </p>
      )}
      {line.replacedBy !== '' && (
        <p>
          本条已被更正，<Link to={`/app/publicity/rewards/${line.replacedBy}`}>查看更正后的条目</Link>
        </p>
      )}
    </div>
  );
}

function CarryOut({ line }: { readonly line: RewardLineView }) {
  const may = useMay();
  const today = useToday();
  const asksAmount = line.amount === null && line.nature === 'grant' && (line.action === 'subsidy' || line.action === 'reward');
  return (
    <section className="card narrow" aria-labelledby="carry-out">
      <h2 id="carry-out">{line.nature === 'withdrawal' ? '登记撤回' : '登记落实'}</h2>
      <CommandForm
        label="登记落实情况"
        submit="登记"
        draft={`reward-${line.id}`}
        schema={RewardLineView}
        said="已登记"
        initial={{ on: today }}
        order={({ on, text, fileIds = [], amount }: Partial<RewardCarryOut>) => ({
          path: `/api/publicity/rewards/${line.id}/carrying-out`,
          body: { on, text, fileIds, ...(amount ? { amount } : {}) },
          version: line.version,
        })}
      >
        <Form.Item name="on" label="落实日期" rules={required('请填写日期')}>
          <DayInput min={line.from} max={today} />
        </Form.Item>
        <Form.Item name="text" label="落实情况" rules={required('请写明怎样落实的')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} />
        </Form.Item>
        {asksAmount && (
          <Form.Item name="amount" label="金额（元）" rules={required('办法没有写明金额，请填写')}>
            <Input inputMode="decimal" style={{ maxWidth: 200 }} maxLength={15} />
          </Form.Item>
        )}
        {may('file.upload') && (
          <Form.Item name="fileIds" label="凭证">
            <ProofFiles />
          </Form.Item>
        )}
      </CommandForm>
    </section>
  );
}

function Cancel({ line }: { readonly line: RewardLineView }) {
  return (
    <details className="card narrow">
      <summary>不再办理</summary>
      <CommandForm
        label="取消条目"
        submit="取消这一条"
        final
        draft={`reward-cancel-${line.id}`}
        schema={RewardLineView}
        said="已取消"
        order={({ reason }: { reason: string }) => ({ path: `/api/publicity/rewards/${line.id}/cancellation`, body: { reason }, version: line.version })}
      >
        <Form.Item name="reason" label="理由" rules={required('请写明理由')}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1_000} />
        </Form.Item>
      </CommandForm>
    </details>
  );
}
