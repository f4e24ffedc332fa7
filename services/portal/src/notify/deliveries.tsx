import { Button } from 'antd';
import { DeliveryPage, DeliveryView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList } from '../api/reading.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { momentWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, State } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';

/** Messages that left the system or could not; a parked one goes out again. */
export function Deliveries() {
  const [state, setState] = useAddressFilter('state', 'parked');
  const list = useList(DeliveryPage, '/api/publicity/deliveries', { state: state === 'all' ? '' : state });
  return (
    <section aria-labelledby="deliveries" className="stack tight">
      <h2 id="deliveries">外发消息</h2>
      <Chips
        label="筛选"
        value={state}
        of={[
          ['parked', '搁置'],
          ['waiting', '待发送'],
          ['sent', '已发送'],
          ['all', '全部'],
        ]}
        onChange={setState}
      />
      <Lines of={list} label="外发消息" keyOf={({ id }) => id} empty={<Nothing title="没有这样的消息" />}>
        {(one) => <Line of={one} />}
      </Lines>
    </section>
  );
}

function Line({ of: one }: { readonly of: DeliveryView }) {
  const command = useCommand(DeliveryView);
  return (
    <>
      <div className="main">
        <span className="title">{one.channel === 'mail' ? `邮件汇总 ${one.to}` : `群机器人 ${one.to}`}</span>
        <p className="quiet">
          {momentWords(one.createdAt)} · 含 {one.entries} 条 · 试过 {one.attempts} 次{one.reason && ` · ${one.reason}`}
        </p>
        <ProblemAlert problem={command.problem} />
      </div>
      <div className="side">
        {one.state === 'sent' ? (
          <State tone="good">{momentWords(one.sentAt)} 已发送</State>
        ) : one.state === 'parked' ? (
          <State tone="bad">搁置</State>
        ) : (
          <State>{one.state === 'waiting' ? `待发送，${momentWords(one.nextAt)}起` : '已取消'}</State>
        )}
        {one.state === 'parked' && (
          <Button loading={command.busy} onClick={() => command.give({ path: `/api/publicity/deliveries/${one.id}/retry` })}>
            重试
          </Button>
        )}
      </div>
    </>
  );
}
