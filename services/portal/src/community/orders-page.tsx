import { Link } from 'react-router';
import { ServiceOrderPage, type ServiceOrderView } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useJurisdiction } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Chips, Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { CommunitySections, KIND_WORDS, ORDER_WORDS, useIsHost } from './areas.tsx';
import { useNextVerb } from './next-verb.ts';

const chips = (words: Readonly<Record<string, string>>) => [['', '全部'] as const, ...Object.entries(words)];

/** What communities asked for, and how far it is. */
export function OrdersPage() {
  const isHost = useIsHost();
  const [state, setState] = useAddressFilter('state');
  const [kind, setKind] = useAddressFilter('kind');
  const orders = useList(ServiceOrderPage, '/api/evidence/community/orders', {
    ...useJurisdiction(),
    state: state || undefined,
    kind: kind || undefined,
  });
  const post = isHost && (
    <LinkButton primary to="/app/evidence/community/orders/new">点单</LinkButton>
  );
  return (
    <Page title="双报到" lead="群众点单、社区派单、部门接单、党员领单" actions={post}>
      <CommunitySections />
      <Chips
        label="进度"
        value={state}
        of={chips(Object.fromEntries(Object.entries(ORDER_WORDS).map(([id, [words]]) => [id, words])))}
        onChange={setState}
      />
      <Chips label="类别" value={kind} of={chips(KIND_WORDS)} onChange={setKind} />
      <Lines
        of={orders}
        label="服务单"
        keyOf={({ id }) => id}
        empty={
          <Nothing title="没有服务单">{isHost ? '居民有需要时点“点单”。' : '社区点的单派到本单位后会列在这里。'}</Nothing>
        }
      >
        {(order) => <OrderLine of={order} />}
      </Lines>
    </Page>
  );
}

function OrderLine({ of: order }: { readonly of: ServiceOrderView }) {
  const [words, tone] = ORDER_WORDS[order.state]!;
  const verb = useNextVerb()(order);
  const to = `/app/evidence/community/orders/${order.id}`;
  const isOver = ['done', 'rated', 'cancelled'].includes(order.state);
  return (
    <>
      <div className="main">
        <Link className="title" to={to}>
          {order.title}
        </Link>
        <p className="quiet">
          {KIND_WORDS[order.kind]} · <UnitName id={order.communityId} />
          {order.place && ` · ${order.place}`} · {dayWords(order.postedAt.slice(0, 10))}点单
        </p>
      </div>
      <div className="side">
        {order.wantedBy && !isOver && <Deadline day={order.wantedBy} />}
        <State tone={tone}>{words}</State>
        {verb && (
          <LinkButton to={to}>{verb}</LinkButton>
        )}
      </div>
    </>
  );
}
