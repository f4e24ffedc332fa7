import { Button, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { AuditPreview, AuditView, CampaignList, EVIDENCE_KINDS, TaskList, type AuditAnnouncing } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList, useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { ManySelect } from '../shared/many-select.tsx';
import { Page } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';

interface Filled {
  readonly title: string;
  readonly of: 'subtree' | 'units' | 'campaign';
  readonly unitId: string;
  readonly unitIds?: string[];
  readonly campaignId?: string;
  readonly from: string;
  readonly to: string;
  readonly tasks?: string[];
  readonly kinds: ('record' | 'file')[];
  readonly by: 'share' | 'size';
  readonly share?: number;
  readonly size?: number;
  readonly perUnit: number;
  readonly seed: 'secret' | 'public';
  readonly publicSource?: string;
}

const KINDS: Readonly<Record<(typeof EVIDENCE_KINDS)[number], string>> = {
  record: '台账（连同附件）',
  file: '未附在台账上的材料',
};
const required = [{ required: true, message: '请填写' }];

/** Announces an audit: whose archives, which days and tasks, how many, by which seed. */
export function AuditNewPage() {
  const { seat } = useSession();
  const navigate = useNavigate();
  const today = useToday();
  if (!today) return null;
  return (
    <Page
      title="新的抽查"
      up={{ to: '/app/evidence/audits', name: '档案抽查' }}
      lead="公布之后范围和方法不再改动；材料清单在抽取时固定"
    >
      <section className="card narrow">
        <CommandForm
          label="公布抽查"
          submit="公布抽查"
          draft={`audit-${seat.id}`}
          schema={AuditView}
          order={(filled: Filled) => ({
            path: '/api/evidence/audits',
            body: {
              title: filled.title,
              ...selectionOf(filled),
              ...(filled.seed === 'public' && { publicSource: filled.publicSource }),
            },
          })}
          initial={{
            of: 'subtree',
            unitId: seat.jurisdictionId,
            from: `${today.slice(0, 4)}-01-01`,
            to: `${today.slice(0, 4)}-12-31`,
            kinds: ['record', 'file'],
            by: 'share',
            share: 10,
            size: 50,
            perUnit: 1,
            seed: 'secret',
          }}
          said="抽查已公布"
          done={({ id }) => void navigate(`/app/evidence/audits/${id}`)}
          beside={<PreviewButton />}
        >
          <Form.Item name="title" label="名称" rules={required}>
            <Input maxLength={120} placeholder="例如：2026年第一季度档案抽查" />
          </Form.Item>
          <ScopeFields />
          <div className="row" style={{ alignItems: 'start' }}>
            <Form.Item name="from" label="材料日期自" rules={required}>
              <DayInput />
            </Form.Item>
            <Form.Item name="to" label="至" rules={required}>
              <DayInput />
            </Form.Item>
          </div>
          <TaskField />
          <Form.Item name="kinds" label="材料种类" rules={required}>
            <ManySelect options={EVIDENCE_KINDS.map((kind) => ({ value: kind, label: KINDS[kind] }))} />
          </Form.Item>
          <WayFields />
        </CommandForm>
      </section>
    </Page>
  );
}

function selectionOf(filled: Filled): Omit<AuditAnnouncing, 'title' | 'publicSource'> {
  const { of, unitId, unitIds = [], campaignId = '', from, to, tasks = [], kinds, by, share = 10, size = 50, perUnit } = filled;
  const scope = of === 'subtree' ? { of, unitId } : of === 'units' ? { of, unitIds } : { of, campaignId };
  return { scope, from, to, tasks, kinds, way: by === 'share' ? { by, share, perUnit } : { by, size, perUnit } };
}

function ScopeFields() {
  const of = Form.useWatch<Filled['of']>('of');
  const campaigns = useList(CampaignList, of === 'campaign' ? '/api/assessment/campaigns' : undefined);
  return (
    <>
      <Form.Item name="of" label="抽查范围">
        <Radio.Group
          options={[
            { value: 'subtree', label: '一个单位及其下级' },
            { value: 'units', label: '指定单位' },
            { value: 'campaign', label: '一次评定的参评单位' },
          ]}
        />
      </Form.Item>
      {of === 'subtree' && (
        <Form.Item name="unitId" label="单位" rules={required}>
          <UnitSelect />
        </Form.Item>
      )}
      {of === 'units' && (
        <Form.Item name="unitIds" label="单位名单" rules={required}>
          <UnitsSelect />
        </Form.Item>
      )}
      {of === 'campaign' && (
        <Form.Item name="campaignId" label="评定活动" rules={required}>
          <Select options={campaigns.items.map(({ id, title }) => ({ value: id, label: title }))} placeholder="请选择" />
        </Form.Item>
      )}
    </>
  );
}

/** Units one after the other; each is found as everywhere else. */
function UnitsSelect({
  value = [],
  onChange,
  id,
}: {
  readonly id?: string;
  readonly value?: string[];
  readonly onChange?: (ids: string[]) => void;
}) {
  return (
    <div className="stack tight">
      {value.length > 0 && (
        <ul className="reasons" aria-label="已选单位">
          {value.map((unit) => (
            <li key={unit}>
              <button type="button" onClick={() => onChange?.(value.filter((one) => one !== unit))}>
                <UnitName id={unit} /> ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <UnitSelect
        key={value.length}
        {...(id ? { id } : {})}
        onChange={(unit) => !value.includes(unit) && onChange?.([...value, unit])}
      />
    </div>
  );
}

function TaskField() {
  const tasks = useRead(TaskList, '/api/evidence/tasks', {}, 3_600).data?.items ?? [];
  return (
    <Form.Item name="tasks" label="重点任务" extra="不选表示不限任务">
      <ManySelect
        options={tasks.map(({ id, zh }) => ({ value: id, label: `${id.split('/')[1]} ${zh}` }))}
        optionFilterProp="label"
        placeholder="全部"
      />
    </Form.Item>
  );
}

function WayFields() {
  const by = Form.useWatch<Filled['by']>('by');
  const seed = Form.useWatch<Filled['seed']>('seed');
  return (
    <>
      <Form.Item name="by" label="抽多少">
        <Radio.Group
          options={[
            { value: 'share', label: '按比例' },
            { value: 'size', label: '按件数' },
          ]}
        />
      </Form.Item>
      <div className="row" style={{ alignItems: 'start' }}>
        {by === 'size' ? (
          <Form.Item name="size" label="共抽件数" rules={required}>
            <InputNumber min={1} max={20_000} precision={0} suffix="件" style={{ width: 140 }} />
          </Form.Item>
        ) : (
          <Form.Item name="share" label="每个单位的比例" rules={required} extra="100% 即全部检查">
            <InputNumber min={1} max={100} precision={0} suffix="%" style={{ width: 140 }} />
          </Form.Item>
        )}
        <Form.Item name="perUnit" label="每个单位至少" rules={required}>
          <InputNumber min={0} max={100} precision={0} suffix="件" style={{ width: 140 }} />
        </Form.Item>
      </div>
      <Form.Item
        name="seed"
        label="抽取种子"
        extra={
          seed === 'public'
            ? '写明谁都查得到、现在还没有人知道的一个号码，例如某日的公开摇号结果'
            : '系统现在生成种子并公布它的摘要，抽取时公开种子，谁都可以复算'
        }
      >
        <Radio.Group
          options={[
            { value: 'secret', label: '系统生成，先公布摘要' },
            { value: 'public', label: '用将来的公开号码' },
          ]}
        />
      </Form.Item>
      {seed === 'public' && (
        <Form.Item name="publicSource" label="号码来源" rules={required}>
          <Input maxLength={200} />
        </Form.Item>
      )}
    </>
  );
}

/** Says how many would be drawn of whom, before anything is announced. */
function PreviewButton() {
  const form = Form.useFormInstance<Filled>();
  const [shown, setShown] = useState<AuditPreview>();
  const command = useCommand(AuditPreview, setShown);
  const look = () => {
    setShown(undefined);
    command.give({ path: '/api/evidence/audits/preview', body: selectionOf(form.getFieldsValue(true) as Filled) });
  };
  const units = shown?.units.filter(({ items }) => items > 0) ?? [];
  const without = (shown?.units.length ?? 0) - units.length;
  return (
    <>
      <Button onClick={look} loading={command.busy}>
        试算
      </Button>
      <ProblemAlert problem={command.problem} />
      {shown && (
        <section className="alert info" aria-label="试算结果" style={{ width: '100%' }}>
          <p>
            范围内 {shown.population} 件，将抽取 {shown.sample} 件{without > 0 && `；${without} 个单位没有材料`}
            {shown.own.length > 0 && '；您所在的单位不在其中'}
          </p>
          <div role="region" aria-label="各单位件数" tabIndex={0} style={{ maxHeight: 200, overflow: 'auto' }}>
            <ul>
              {units.slice(0, 300).map(({ unitId, items, sample }) => (
                <li key={unitId}>
                  <UnitName id={unitId} />：{items} 件{sample > 0 && `，至少抽 ${sample} 件`}
                </li>
              ))}
            </ul>
          </div>
        </section>
      )}
    </>
  );
}
