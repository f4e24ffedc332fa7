import { Form, Input } from 'antd';
import type { z } from 'zod';
import type { LimitView } from '@xingchuang/contracts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import type { Act } from './acts.tsx';
import { Press } from './acts.tsx';
import { LimitFields, limitOf, type LimitFilled } from './limit-fields.tsx';

type Suspended = Readonly<{ since: string; reason: string; left: number }>;

interface Clocked {
  readonly version: number;
  readonly limit: LimitView | null;
  readonly suspended: Suspended | null;
}

/** A longer limit, a clock that stands still, and one that goes on: each with its reason in the record. */
export function limitActs(path: string, schema: z.ZodType, { version, limit, suspended }: Clocked, may: boolean): Act[] {
  const has = may && limit !== null;
  return [
    { id: 'resume', name: '恢复计时', when: has && suspended !== null, form: <Resume path={path} schema={schema} suspended={suspended} /> },
    { id: 'extend', name: '延长期限', when: has && suspended === null, form: <Extend path={path} schema={schema} version={version} limit={limit} /> },
    { id: 'suspend', name: '中止计时', when: has && suspended === null, form: <Suspend path={path} schema={schema} /> },
  ];
}

interface Props {
  readonly path: string;
  readonly schema: z.ZodType;
}

const Reason = () => (
  <Form.Item name="reason" label="理由" rules={[{ required: true, message: '请写明理由' }]}>
    <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={5_000} />
  </Form.Item>
);

function Extend({ path, schema, version, limit }: Props & Pick<Clocked, 'version' | 'limit'>) {
  return (
    <CommandForm
      label="延长期限"
      submit="延长期限"
      draft={`extend-${path}`}
      schema={schema}
      said="期限已延长"
      order={({ limit: given, reason }: { limit: LimitFilled; reason: string }) => ({ path: `${path}/extension`, version, body: { limit: limitOf(given), reason } })}
    >
      {limit && <p className="quiet" style={{ marginBottom: 12 }}>现在的截止日是{dayWords(limit.lastDay)}，工作日、月从这一天起往后加。</p>}
      <LimitFields />
      <Reason />
    </CommandForm>
  );
}

function Suspend({ path, schema }: Props) {
  return (
    <CommandForm
      label="中止计时"
      submit="中止计时"
      draft={`suspend-${path}`}
      schema={schema}
      said="已中止计时"
      order={({ reason }: { reason: string }) => ({ path: `${path}/suspension`, body: { reason } })}
    >
      <p className="quiet" style={{ marginBottom: 12 }}>中止期间不计期限；恢复后按剩余天数重新推算截止日。</p>
      <Reason />
    </CommandForm>
  );
}

function Resume({ path, schema, suspended }: Props & { readonly suspended: Suspended | null }) {
  return (
    <Press schema={schema} order={{ path: `${path}/resumption` }} words="恢复计时" said="已恢复计时，截止日已重新推算">
      {suspended && `自${dayWords(suspended.since)}起中止，剩余 ${suspended.left} 天，从今天起继续。`}
    </Press>
  );
}

/** The last day with its reckoning, or that the clock stands still and why. */
export function LimitLine({ of: { limit, suspended }, done }: { readonly of: Omit<Clocked, 'version'>; readonly done: boolean }) {
  if (suspended) return <span className="state due">{dayWords(suspended.since)}起中止计时：{suspended.reason}</span>;
  if (!limit) return null;
  return <Deadline day={limit.lastDay} derivation={limit.derivation} provisional={limit.provisional} done={done} />;
}
