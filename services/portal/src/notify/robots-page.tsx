import { Button, Form, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { RobotPage, RobotTested, RobotView, type RobotAdd, type RobotVendor } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList } from '../api/reading.ts';
import { inLanguage } from '../language/language.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { Lines } from '../shared/lines.tsx';
import { ManySelect } from '../shared/many-select.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { SystemSections } from '../system/areas.tsx';
import { Deliveries } from './deliveries.tsx';
import { useKinds } from './areas.tsx';

const VENDOR: Readonly<Record<RobotVendor, string>> = { wecom: '企业微信', dingtalk: '钉钉', feishu: '飞书', generic: '其他系统' };

/** Robots of units, and the messages that left the system. */
export function RobotsPage() {
  const [adding, open] = useState(false);
  const robots = useList(RobotPage, '/api/publicity/robots');
  return (
    <Page
      title="系统"
      lead="把通知发到工作群；内容不含人名和手写文字，工作日白天发送"
      actions={
        !adding && (
          <Button type="primary" onClick={() => open(true)}>
            添加机器人
          </Button>
        )
      }
    >
      <SystemSections />
      {adding && <NewRobot close={() => open(false)} />}
      <Lines of={robots} label="机器人" keyOf={({ id }) => id} empty={<Nothing title="还没有机器人">在工作群中创建机器人，把它的地址填到这里。</Nothing>}>
        {(one) => <Line of={one} />}
      </Lines>
      <Deliveries />
    </Page>
  );
}

function useRobotKinds() {
  return useKinds()
    .filter(({ robots }) => robots)
    .map(({ id, name }) => ({ value: id, label: inLanguage(name) }));
}

function NewRobot({ close }: { readonly close: () => void }) {
  const kinds = useRobotKinds();
  return (
    <section className="card narrow">
      <CommandForm
        label="添加机器人"
        submit="添加"
        draft="robot"
        schema={RobotView}
        said="已添加"
        initial={{ vendor: 'wecom', kinds: [] }}
        order={({ secret = '', kinds: chosen = [], ...rest }: RobotAdd) => ({ path: '/api/publicity/robots', body: { ...rest, secret, kinds: chosen } })}
        done={close}
        beside={<Button onClick={close}>取消</Button>}
      >
        <Form.Item name="unitId" label="单位" rules={[{ required: true, message: '请选择单位' }]}>
          <UnitSelect all />
        </Form.Item>
        <Form.Item name="name" label="名称" rules={[{ required: true, message: '请填写名称' }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="vendor" label="类型">
          <Select options={(Object.keys(VENDOR) as RobotVendor[]).map((value) => ({ value, label: VENDOR[value] }))} />
        </Form.Item>
        <Form.Item name="url" label="地址" rules={[{ required: true, message: '请填写地址' }]} extra="须为公网的 https 地址；保存后不再显示">
          <Input type="url" maxLength={1_000} autoComplete="off" />
        </Form.Item>
        <Form.Item noStyle dependencies={['vendor']}>
          {({ getFieldValue }) =>
            getFieldValue('vendor') !== 'wecom' && (
              <Form.Item name="secret" label="签名密钥" extra="在机器人的安全设置中选择“加签”或“签名校验”后取得">
                <Input.Password maxLength={200} autoComplete="new-password" />
              </Form.Item>
            )
          }
        </Form.Item>
        <Form.Item name="kinds" label="发送的事项" extra="不选则发送全部">
          <ManySelect options={kinds} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
      </CommandForm>
    </section>
  );
}

function Line({ of: one }: { readonly of: RobotView }) {
  const path = `/api/publicity/robots/${one.id}`;
  const [said, setSaid] = useState<string>();
  const test = useCommand(RobotTested, ({ reason }) => setSaid(reason === '' ? '测试消息已送达' : `没有送达：${reason}`));
  const change = useCommand(RobotView);
  const remove = useCommand(z.undefined());
  return (
    <>
      <div className="main">
        <span className="title">{one.name}</span>
        <p className="quiet">
          {one.unitName} · {VENDOR[one.vendor]} · {one.host}
          {one.hasSecret && ' · 已签名'}
        </p>
        {said && (
          <p role="status" className="quiet">
            {said}
          </p>
        )}
        <ProblemAlert problem={test.problem ?? change.problem ?? remove.problem} />
      </div>
      <div className="side">
        {one.enabled ? <State tone="good">启用</State> : <State>停用</State>}
        <span className="row">
          <Button loading={test.busy} onClick={() => test.give({ path: `${path}/test` })}>
            测试
          </Button>
          <Button
            loading={change.busy}
            onClick={() => change.give({ method: 'PUT', path, version: one.version, body: { name: one.name, kinds: one.kinds, enabled: !one.enabled } })}
          >
            {one.enabled ? '停用' : '启用'}
          </Button>
          <Popconfirm title="删除这个机器人？" okText="删除" onConfirm={() => remove.give({ method: 'DELETE', path })}>
            <Button danger loading={remove.busy} aria-label={`删除 ${one.name}`}>
              删除
            </Button>
          </Popconfirm>
        </span>
      </div>
    </>
  );
}
