import { Link, useParams } from 'react-router';
import { ServiceOrderView, type OrderPartView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { Timeline } from '../shared/timeline.tsx';
import { ACT_WORDS, KIND_WORDS, ORDER_WORDS, PART_WORDS, SATISFACTION_WORDS, TIME_WORDS } from './areas.tsx';
import { OrderNext } from './order-next.tsx';

export function OrderPageView() {
  const { id } = useParams();
  const order = useRead(ServiceOrderView, `/api/evidence/community/orders/${id}`);
  return <Reading read={order}>{(data) => <Order of={data} />}</Reading>;
}

function Order({ of: order }: { readonly of: ServiceOrderView }) {
  const [words, tone] = ORDER_WORDS[order.state]!;
  return (
    <Page
      title={order.title}
      up={{ to: '/app/evidence/community/orders', name: '服务单' }}
      lead={
        <span className="row">
          <State tone={tone}>{words}</State> <UnitName id={order.communityId} />
          {order.wantedBy && <Deadline day={order.wantedBy} done={['done', 'rated', 'cancelled'].includes(order.state)} />}
        </span>
      }
    >
      <OrderNext of={order} />
      <div className="split">
        <div className="stack">
          <section className="card">
            <h2>点单内容</h2>
            <Pairs
              of={[
                ['类别', KIND_WORDS[order.kind]],
                ['详细说明', order.detail && <span className="words">{order.detail}</span>],
                ['地点', order.place],
                ...(order.satisfaction ? [['评价', SATISFACTION_WORDS[order.satisfaction]] as const] : []),
              ]}
            />
          </section>
          {order.parts.length > 0 && (
            <section className="card">
              <h2>承接单位</h2>
              <ul className="lines" aria-label="承接单位">
                {order.parts.map((part) => (
                  <Part key={part.unitId} of={part} />
                ))}
              </ul>
            </section>
          )}
        </div>
        <section className="card">
          <h2>过程</h2>
          <Timeline
            moments={order.history.map(({ at, act, unitId, text }) => ({
              at,
              title: ACT_WORDS[act],
              by: <UnitName id={unitId} />,
              text: text || undefined,
              tone: ['returned', 'withdrawn', 'cancelled'].includes(act) ? 'bad' : undefined,
            }))}
          />
        </section>
      </div>
    </Page>
  );
}

function Part({ of: part }: { readonly of: OrderPartView }) {
  const { seat } = useSession();
  const may = useMay();
  const [words, tone] = PART_WORDS[part.state]!;
  const isOwn = part.unitId === seat.unitId;
  const minutes = part.people.reduce((sum, one) => sum + one.minutes, 0);
  return (
    <li style={{ paddingInline: 0 }}>
      <div className="main">
        <span className="title">
          <UnitName id={part.unitId} />
        </span>
        <p className="quiet">
          {part.day
            ? `${dayWords(part.day)}（${TIME_WORDS[part.time!]}） · ${part.people.length} 人，共 ${minutes} 分钟`
            : part.claimedIds.length > 0 && `${part.claimedIds.length} 人领单`}
        </p>
        {isOwn && may('person.read') && part.claimedIds.length > 0 && (
          <p className="quiet">
            {part.claimedIds.map((id, i) => {
              const served = part.people.find(({ personId }) => personId === id);
              return (
                <span key={id}>
                  {i > 0 && '、'}
                  <PersonName id={id} />
                  {served && ` ${served.minutes} 分钟`}
                </span>
              );
            })}
          </p>
        )}
        {part.text && <p className="words">{part.text}</p>}
      </div>
      <div className="side">
        <State tone={tone}>{words}</State>
        {part.recordId && (isOwn || seat.role !== 'clerk') && <Link to={`/app/evidence/records/${part.recordId}`}>服务记录</Link>}
      </div>
    </li>
  );
}
