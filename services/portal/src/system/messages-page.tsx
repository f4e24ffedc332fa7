import { Button } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { ParkedMessageList, ReplayView, ServiceStateView, type ParkedMessageView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { asProblem } from '../api/problem-error.ts';
import { momentWords } from '../shared/day-words.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { SERVICES, SystemSections } from './areas.tsx';

/** Each service: what it stands on, what it has still to send, and messages that it could not take in. */
export function MessagesPage() {
  return (
    <Page title="系统" lead="各服务的状况；处理不了的消息停在这里，修好后可以重试">
      <SystemSections />
      {SERVICES.map(([service, name]) => (
        <Service key={service} service={service} name={name} />
      ))}
    </Page>
  );
}

function Service({ service, name }: { readonly service: string; readonly name: string }) {
  const state = useRead(ServiceStateView, `/api/${service}/state`);
  const { data } = state;
  const isWell = data && data.database && data.bus && data.blobs && data.failing.length === 0;
  return (
    <section className="card stack tight" aria-label={name}>
      <div className="row between">
        <h2>{name}</h2>
        {data ? (
          <State tone={!isWell ? 'bad' : data.parked > 0 ? 'due' : 'good'}>{!isWell ? '异常' : data.parked > 0 ? '有停住的消息' : '正常'}</State>
        ) : (
          <State tone={state.error ? 'bad' : ''}>{state.error ? '没有回应' : '…'}</State>
        )}
      </div>
      {state.error && !data && <ProblemAlert problem={asProblem(state.error)} />}
      {data && <About of={data} />}
      {data && data.parked > 0 && <ParkedMessages service={service} name={name} />}
    </section>
  );
}

function About({ of: one }: { readonly of: ServiceStateView }) {
  const part = (isThere: boolean) => <State tone={isThere ? 'good' : 'bad'}>{isThere ? '正常' : '连不上'}</State>;
  return (
    <Pairs
      of={[
        ['版本', one.version],
        ['运行自', momentWords(one.upSince)],
        ['数据库', part(one.database)],
        ['消息总线', part(one.bus)],
        ['文件存储', part(one.blobs)],
        ['待发消息', one.unsentSince ? `${one.unsent} 条，最早的自${momentWords(one.unsentSince)}` : `${one.unsent} 条`],
        ['停住的消息', `${one.parked} 条`],
        ['定时事务', one.lastTick ? `最近一轮 ${momentWords(one.lastTick)}` : '还没有运行'],
        ...(one.failing.length > 0 ? ([['失败的定时事务', <span key="f" className="words">{one.failing.join('、')}</span>]] as const) : []),
      ]}
    />
  );
}

function ParkedMessages({ service, name }: { readonly service: string; readonly name: string }) {
  const parked = useRead(ParkedMessageList, `/api/${service}/parked`);
  const [result, setResult] = useState<ReplayView>();
  const all = useCommand(ReplayView, setResult);
  if (!parked.data) return null;
  return (
    <>
      <div className="row">
        <Button loading={all.busy} onClick={() => all.give({ path: `/api/${service}/parked/replay` })} aria-label={`${name}：全部重试`}>
          全部重试
        </Button>
        {result && <span role="status">{`${result.replayed} 条已处理，${result.failed.length} 条仍未成功`}</span>}
      </div>
      <ProblemAlert problem={all.problem} />
      <ul className="lines" aria-label={`${name}停住的消息`}>
        {parked.data.items.map((one) => (
          <Parked key={one.id} service={service} of={one} />
        ))}
      </ul>
    </>
  );
}

function Parked({ service, of: one }: { readonly service: string; readonly of: ParkedMessageView }) {
  const say = useSay();
  const command = useCommand(z.undefined(), () => say('已处理'));
  return (
    <li style={{ paddingInline: 0 }}>
      <div className="main">
        <span className="title">{one.type}</span>
        <p className="quiet words">
          {one.reason} · 试过 {one.attempts} 次 · {momentWords(one.parkedAt)}
        </p>
        <details>
          <summary>查看内容</summary>
          {one.content.length === 0 ? (
            <p className="quiet">没有可以显示的内容。</p>
          ) : (
            <Pairs of={one.content.map(({ field, value }) => [field, value] as const)} />
          )}
          {one.hidden.length > 0 && <p className="quiet small">不显示的字段：{one.hidden.join('、')}</p>}
        </details>
        <ProblemAlert problem={command.problem} />
      </div>
      <Button
        loading={command.busy}
        onClick={() => command.give({ path: `/api/${service}/parked/${encodeURIComponent(one.id)}/replay` })}
        aria-label={`重试 ${one.type} ${one.id}`}
      >
        重试
      </Button>
    </li>
  );
}
