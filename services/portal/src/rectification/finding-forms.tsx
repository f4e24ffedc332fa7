import { Checkbox, Form, Input, Select } from 'antd';
import { FindingPage, FindingView, SEVERITIES, type FindingPlan, type LookBackGive } from '@xingchuang/contracts';
import type { z } from 'zod';
import { useList } from '../api/reading.ts';
import { ProofFiles } from '../evidence/proof-files.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useMay } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { useToday } from '../shared/today.ts';
import { Press } from './acts.tsx';
import { SEVERITY_WORDS } from './areas.tsx';
import { OnePerson } from './leader-fields.tsx';
import { LimitFields, limitOf, type LimitFilled } from './limit-fields.tsx';

const required = (message: string) => [{ required: true, message }];

interface Props {
  readonly path: string;
}
const Words = ({ name, label, ask, rows = 2 }: { readonly name: string; readonly label: string; readonly ask?: string; readonly rows?: number }) => (
  <Form.Item name={name} label={label} rules={ask ? required(ask) : []}>
    <Input.TextArea autoSize={{ minRows: rows, maxRows: 12 }} maxLength={5_000} />
  </Form.Item>
);

export const NoticeForm = ({ path }: Props) => (
  <CommandForm
    label="下发整改通知"
    submit="下发整改通知"
    draft={`notice-${path}`}
    schema={FindingView}
    said="整改通知已下发"
    order={({ demand, limit, lookBack = false }: { demand: string; limit: LimitFilled; lookBack?: boolean }) => ({ path: `${path}/notice`, body: { demand, limit: limitOf(limit), lookBack } })}
  >
    <Words name="demand" label="整改要求" ask="请写明整改要求" rows={3} />
    <LimitFields />
    <Form.Item name="lookBack" valuePropName="checked">
      <Checkbox>销号前须到现场回头看</Checkbox>
    </Form.Item>
  </CommandForm>
);

export const AcknowledgeForm = ({ path }: Props) => (
  <Press schema={FindingView} order={{ path: `${path}/acknowledgement` }} words="签收" said="已签收">
    签收表示本单位已收到整改通知；期限从通知当天起算，不因签收早晚改变。
  </Press>
);

export const ReportForm = ({ path }: Props) => (
  <Press schema={FindingView} order={{ path: `${path}/report` }} words="记录已上报" said="已记录上报">
    整改方案已报上级备案的，在这里记录。
  </Press>
);

/** Whose it is, why it came about, what is done about it and what keeps it from coming back. */
export function PlanForm({ path, of: one }: Props & { readonly of: FindingView }) {
  const may = useMay();
  const given = Object.fromEntries(Object.entries(one.responsible).filter(([, id]) => id !== ''));
  return (
    <CommandForm
      label="整改方案"
      submit="保存整改方案"
      draft={`plan-${path}`}
      schema={FindingView}
      said="整改方案已保存"
      initial={{ severity: one.severity, owner: one.owner, ownerId: one.ownerId || undefined, responsible: given, cause: one.cause, plan: one.plan, measure: one.measure }}
      order={({ ownerId, responsible = {}, ...rest }: FindingPlan) => ({
        method: 'PUT',
        path: `${path}/plan`,
        version: one.version,
        body: { ...rest, ...(ownerId ? { ownerId } : {}), responsible: Object.fromEntries(Object.entries(responsible).filter(([, id]) => id)) },
      })}
    >
      <Form.Item name="severity" label="程度">
        <Select options={SEVERITIES.map((value) => ({ value, label: SEVERITY_WORDS[value] }))} />
      </Form.Item>
      <Form.Item name="owner" label="责任人">
        <Input maxLength={200} placeholder="姓名和职务" />
      </Form.Item>
      {may('person.read') && (
        <Form.Item name="ownerId" label="责任人账号" extra="选上后，这个问题会出现在本人“由我负责”的期限清单里">
          <OnePerson unitId={one.unitId} />
        </Form.Item>
      )}
      <Form.Item name={['responsible', 'leading']} label="主体责任单位">
        <UnitSelect all />
      </Form.Item>
      <Form.Item name={['responsible', 'working']} label="具体责任单位">
        <UnitSelect all />
      </Form.Item>
      <Form.Item name={['responsible', 'direct']} label="直接责任单位">
        <UnitSelect all />
      </Form.Item>
      <Words name="cause" label="原因分析" />
      <Words name="plan" label="整改措施" />
      <Words name="measure" label="长效机制" />
    </CommandForm>
  );
}

/** The unit's own side, before anything follows. */
export const StatementForm = ({ path, schema, after }: Props & { readonly schema: z.ZodType; readonly after: string }) => (
  <CommandForm
    label="陈述"
    submit="提交陈述"
    draft={`statement-${path}`}
    schema={schema}
    said="陈述已提交"
    order={({ text, fileIds = [] }: { text: string; fileIds?: string[] }) => ({ path: `${path}/statement`, body: { text, fileIds } })}
  >
    <p className="quiet" style={{ marginBottom: 12 }}>{after}</p>
    <Words name="text" label="陈述内容" ask="请写明陈述内容" rows={3} />
    <Form.Item name="fileIds" label="佐证材料">
      <ProofFiles />
    </Form.Item>
  </CommandForm>
);

export function LookBackForm({ path }: Props) {
  const today = useToday();
  return (
    <CommandForm
      label="回头看"
      submit="记录回头看"
      draft={`look-back-${path}`}
      schema={FindingView}
      said="回头看已记录"
      order={({ lookedOn, text, fileIds = [] }: LookBackGive) => ({ path: `${path}/look-back`, body: { lookedOn, text, fileIds } })}
    >
      <Form.Item name="lookedOn" label="到现场的日期" rules={required('请选择日期')}>
        <DayInput max={today} />
      </Form.Item>
      <Words name="text" label="回头看情况" ask="请写明回头看情况" rows={3} />
      <Form.Item name="fileIds" label="现场材料">
        <ProofFiles />
      </Form.Item>
    </CommandForm>
  );
}

/** Two sources of one matter: the other finding's sources come over, and it stays in the ledger as joined. */
export function JoinForm({ path, of: one }: Props & { readonly of: FindingView }) {
  const others = useList(FindingPage, '/api/rectification/findings', { unitId: one.unitId }).items.filter(
    (other) => other.id !== one.id && other.schemeId === one.schemeId && other.aspect === one.aspect && (other.state === 'open' || other.state === 'noticed'),
  );
  return (
    <CommandForm
      label="并入同一事项"
      submit="并入本问题"
      draft={`join-${path}`}
      schema={FindingView}
      said="已并入，两个来源都保留"
      final
      order={({ otherId }: { otherId: string }) => ({ path: `${path}/joining`, body: { otherId } })}
    >
      <Form.Item name="otherId" label="把哪个问题并入本问题" rules={required('请选择问题')} extra="同一单位、同一方面、尚未销号的问题；并入后不能撤销">
        <Select placeholder="请选择" notFoundContent="没有可并入的问题" options={others.map(({ id, title }) => ({ value: id, label: title }))} />
      </Form.Item>
    </CommandForm>
  );
}
