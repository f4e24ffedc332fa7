import { Button } from 'antd';
import { z } from 'zod';
import { HealthView, ParkedView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { momentWords } from '../shared/day-words.ts';
import { Page, State } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { SERVICES, SystemSections } from './areas.tsx';

const ParkedList = z.array(ParkedView);

/** Each service: whether it is well, what it has still to send, and messages that it could not take in. */
export function MessagesPage() {
  return (
    <Page title="系统" lead="各服务的状况；处理不了的消息停在这里，修好后可以重试">
      <SystemSections />
      {SERVICES.map(([service, name]) => (
        <Health key={service} service={service} name={name} />
      ))}
    </Page>
  );
}

function Health({ service, name }: { readonly service: string; readonly name: string }) {
  const health = useRead(HealthView, `/api/${service}/health`);
  const parked = useRead(ParkedList, health.data && health.data.parked > 0 ? `/api/${service}/parked` : undefined);
  return (
    <section className="card" aria-label={name}>
      <div className="row between">
        <h2>{name}</h2>
        {health.data ? (
          <span className="row">
            <State tone={health.data.ok ? 'good' : 'bad'}>{health.data.ok ? '正常' : '异常'}</State>
            <span className="quiet">
              待发 {health.data.unsent} 条 · 停住 {health.data.parked} 条
            </span>
          </span>
        ) : (
          <State tone={health.error ? 'bad' : ''}>{health.error ? '没有回应' : '…'}</State>
        )}
      </div>
      {parked.data && (
        <ul className="lines" aria-label="停住的消息">
          {parked.data.map((one) => (
            <Parked key={one.id} service={service} of={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Parked({ service, of: one }: { readonly service: string; readonly of: ParkedView }) {
  const command = useCommand(z.undefined());
  return (
    <li style={{ paddingInline: 0 }}>
      <div className="main">
        <span className="title">{one.type}</span>
        <p className="quiet words">
          {one.reason} · 试过 {one.attempts} 次 · {momentWords(one.parkedAt)}
        </p>
        <ProblemAlert problem={command.problem} />
      </div>
      <Button
        loading={command.busy}
        onClick={() => command.give({ path: `/api/${service}/parked/${encodeURIComponent(one.id)}/replay` })}
      >
        重试
      </Button>
    </li>
  );
}
