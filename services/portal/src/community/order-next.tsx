import { Button, Form, Input, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { ServiceOrderView, type OrderRating } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useMay, useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { optionsOf, SATISFACTION_WORDS, useIsHost } from './areas.tsx';
import { DispatchForm } from './dispatch-form.tsx';
import { ClaimForm, FinishForm } from './serve-forms.tsx';

/** What this seat can do with the order now; nothing where others are to act. */
export function OrderNext({ of: order }: { readonly of: ServiceOrderView }) {
  const { seat } = useSession();
  const may = useMay();
  const isHost = useIsHost() && order.communityId === seat.unitId;
  const path = `/api/evidence/community/orders/${order.id}`;
  const part = may('order.serve') ? order.parts.find(({ unitId }) => unitId === seat.unitId) : undefined;
  const isRunning = !['done', 'rated', 'cancelled'].includes(order.state);
  const forms = [
    may('order.dispatch') && isRunning && <DispatchForm key="dispatch" path={path} order={order} />,
    isRunning && part?.state === 'offered' && <Accept key="accept" path={path} />,
    isRunning && part?.state === 'claimed' && <FinishForm key={`finish-${order.version}`} path={path} order={order} part={part} />,
    isRunning && part?.state === 'accepted' && <ClaimForm key={`claim-${order.version}`} path={path} part={part} />,
    isRunning && part?.state === 'claimed' && (
      <Opening key={`more-${order.version}`} words="再加人领单">
        <ClaimForm path={path} part={part} />
      </Opening>
    ),
    isRunning && part && ['offered', 'accepted', 'claimed'].includes(part.state) && (
      <Reason key="return" path={`${path}/return`} open="退回这张单" submit="退回" said="已退回" />
    ),
    isHost && order.state === 'done' && <RateForm key="rate" path={path} />,
    isHost && isRunning && !order.parts.some(({ state }) => state === 'done') && (
      <Reason key="cancel" path={`${path}/cancel`} open="取消这张单" submit="取消服务单" said="已取消" />
    ),
  ].filter((form) => form);
  if (forms.length === 0) return null;
  return (
    <section className="card narrow stack" aria-labelledby="next-action">
      <h2 id="next-action">轮到您办理</h2>
      {forms}
    </section>
  );
}

function Accept({ path }: { readonly path: string }) {
  const say = useSay();
  const { give, busy, problem } = useCommand(ServiceOrderView, () => say('已接单'));
  return (
    <div>
      <Button type="primary" size="large" loading={busy} onClick={() => give({ path: `${path}/accept` })}>
        接单
      </Button>
      <ProblemAlert problem={problem} />
    </div>
  );
}

/** What is done more seldom opens on a click. */
function Opening({ words, children }: { readonly words: string; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="stack tight">
      <div>
        <button type="button" className="plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? '收起' : words}
        </button>
      </div>
      {isOpen && children}
    </div>
  );
}

interface ReasonProps {
  readonly path: string;
  readonly open: string;
  readonly submit: string;
  readonly said: string;
}

function Reason({ path, open, submit, said }: ReasonProps) {
  return (
    <Opening words={open}>
      <CommandForm
        label={submit}
        submit={submit}
        draft={`reason-${path}`}
        schema={ServiceOrderView}
        said={said}
        final
        order={({ reason }: { reason: string }) => ({ path, body: { reason } })}
      >
        <Form.Item name="reason" label="原因" rules={[{ required: true, message: '请写明原因' }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
        </Form.Item>
      </CommandForm>
    </Opening>
  );
}

function RateForm({ path }: { readonly path: string }) {
  return (
    <CommandForm
      label="评价"
      submit="提交评价"
      draft={`rate-${path}`}
      schema={ServiceOrderView}
      said="已评价"
      order={({ satisfaction, text = '' }: OrderRating) => ({ path: `${path}/rate`, body: { satisfaction, text } })}
    >
      <Form.Item name="satisfaction" label="居民是否满意" rules={[{ required: true, message: '请选择' }]}>
        <Radio.Group options={optionsOf(SATISFACTION_WORDS)} />
      </Form.Item>
      <Form.Item name="text" label="意见">
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} />
      </Form.Item>
    </CommandForm>
  );
}
