import { Form, Input } from 'antd';
import { useParams } from 'react-router';
import { DisposalView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords, momentWords } from '../shared/day-words.ts';
import { Page, Pairs, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { ItemTerm, TONES } from './disposals-page.tsx';
import { DISPOSAL_STATES } from './integrity-words.tsx';

/** One list of things that are to go. */
export function DisposalPageView() {
  const { id } = useParams();
  const disposal = useRead(DisposalView, `/api/evidence/disposals/${id}`);
  return (
    <Page title="销毁清单" up={{ to: '/app/evidence/disposals', name: '到期销毁' }} lead={disposal.data && <UnitName id={disposal.data.unitId} />}>
      <Reading read={disposal}>{(data) => <Disposal of={data} />}</Reading>
    </Page>
  );
}

function Disposal({ of: disposal }: { readonly of: DisposalView }) {
  return (
    <>
      <section className="card" aria-label="清单">
        <Pairs
          of={[
            ['状态', <State key="state" tone={TONES[disposal.state]}>{DISPOSAL_STATES[disposal.state]}</State>],
            ['理由', disposal.reason],
            ['提出', <>{momentWords(disposal.proposedAt)} <PersonName id={disposal.proposedBy} /></>],
            ...disposal.approvals.map((one, n) => [`第 ${n + 1} 次批准`, <>{momentWords(one.at)} <PersonName id={one.by} /> {one.note}</>] as const),
            ...(disposal.state === 'approved' && disposal.carryOutOn ? [['执行', `${dayWords(disposal.carryOutOn)}自动执行，此前可以否决`] as const] : []),
          ]}
        />
      </section>
      <Decide of={disposal} />
      <section className="card flush" aria-label="件">
        <ul className="lines">
          {disposal.items.map((item) => (
            <li key={item.id}>
              <div className="main">
                <span className="title">{item.name}</span>
                <p className="quiet">
                  {item.kind === 'file' ? '材料' : '台账'} · <ItemTerm of={item} />
                </p>
              </div>
              {item.outcome && <div className="side">{item.outcome === 'gone' ? <State>已销毁</State> : <State tone="due">未销毁，仍须保管</State>}</div>}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Decide({ of: disposal }: { readonly of: DisposalView }) {
  const may = useMay();
  const { person } = useSession();
  if (!may('disposal.approve') || disposal.state === 'done' || disposal.state === 'rejected') return null;
  const mine = disposal.proposedBy === person.id || disposal.approvals.some(({ by }) => by === person.id);
  return (
    <section className="card stack narrow" aria-label="批准">
      {disposal.state === 'proposed' && mine && <p className="quiet">还需另一位有权限的人批准。</p>}
      {disposal.state === 'proposed' && !mine && (
        <CommandForm
          label="批准销毁"
          submit="批准销毁"
          draft={`disposal-approve-${disposal.id}`}
          schema={DisposalView}
          order={({ note = '' }: { note?: string }) => ({ path: `/api/evidence/disposals/${disposal.id}/approval`, body: { note } })}
          said="已批准"
          final
        >
          <Form.Item name="note" label="意见">
            <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={1_000} />
          </Form.Item>
        </CommandForm>
      )}
      <CommandForm
        label="否决"
        submit="否决这份清单"
        draft={`disposal-reject-${disposal.id}`}
        schema={DisposalView}
        order={({ note = '' }: { note?: string }) => ({ path: `/api/evidence/disposals/${disposal.id}/rejection`, body: { note } })}
        said="已否决"
      >
        <Form.Item name="note" label="否决的原因">
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={1_000} />
        </Form.Item>
      </CommandForm>
    </section>
  );
}
