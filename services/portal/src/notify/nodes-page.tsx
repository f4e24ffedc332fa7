import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { NodeReminderPage, NodeReminderView, type NodeReminderSet } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList } from '../api/reading.ts';
import { usePostKinds } from '../registry/kinds.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { ManySelect } from '../shared/many-select.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { InboxSections } from './areas.tsx';

/** Reminders for nodes of the year: the holders of some posts hear them on a day. */
export function NodesPage() {
  const [setting, open] = useState(false);
  const list = useList(NodeReminderPage, '/api/publicity/node-reminders');
  return (
    <Page
      title="节点提醒"
      lead="在重要节点当天，提醒所选岗位的在任人员"
      actions={
        !setting && (
          <Button type="primary" onClick={() => open(true)}>
            新增提醒
          </Button>
        )
      }
    >
      <InboxSections />
      {setting && <NewReminder close={() => open(false)} />}
      <Lines of={list} label="节点提醒" keyOf={({ id }) => id} empty={<Nothing title="还没有节点提醒">例如节日前提醒各支部书记遵守纪律。</Nothing>}>
        {(one) => <Line of={one} />}
      </Lines>
    </Page>
  );
}

function NewReminder({ close }: { readonly close: () => void }) {
  const { seat } = useSession();
  const today = useToday();
  const posts = usePostKinds();
  return (
    <section className="card narrow">
      <CommandForm
        label="新增提醒"
        submit="保存提醒"
        draft={`node-reminder-${seat.id}`}
        schema={NodeReminderView}
        said="已保存"
        initial={{ unitId: seat.jurisdictionId }}
        order={(body: NodeReminderSet) => ({ path: '/api/publicity/node-reminders', body })}
        done={close}
        beside={<Button onClick={close}>取消</Button>}
      >
        <Form.Item name="unitId" label="范围（该单位及其下级）" rules={[{ required: true, message: '请选择单位' }]}>
          <UnitSelect />
        </Form.Item>
        <Form.Item name="posts" label="岗位" rules={[{ required: true, message: '请选择岗位' }]}>
          <ManySelect options={posts.map(({ kind, zh }) => ({ value: kind, label: zh }))} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        <Form.Item name="day" label="日期" rules={[{ required: true, message: '请选择日期' }]}>
          <DayInput min={today} warnOff />
        </Form.Item>
        <Form.Item name="text" label="提醒内容" rules={[{ required: true, message: '请写明内容' }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={300} showCount />
        </Form.Item>
      </CommandForm>
    </section>
  );
}

function Line({ of: one }: { readonly of: NodeReminderView }) {
  const names = new Map(usePostKinds().map(({ kind, zh }) => [kind, zh]));
  const command = useCommand(NodeReminderView);
  return (
    <>
      <div className="main">
        <span className="title">{one.text}</span>
        <p className="quiet">
          {dayWords(one.day)} · {one.unitName} · {one.posts.map((post) => names.get(post) ?? post).join('、')}
        </p>
        <ProblemAlert problem={command.problem} />
      </div>
      <div className="side">
        {one.state === 'told' ? <State tone="good">已提醒 {one.told} 人</State> : one.state === 'cancelled' ? <State>已取消</State> : <State tone="due">待提醒</State>}
        {one.state === 'waiting' && (
          <Button loading={command.busy} onClick={() => command.give({ path: `/api/publicity/node-reminders/${one.id}/cancellation` })}>
            取消提醒
          </Button>
        )}
      </div>
    </>
  );
}
