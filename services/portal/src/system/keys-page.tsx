import { Checkbox, Form, Input, Popconfirm, Radio, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { ApiKeyList, ApiKeySecretView, KeyArea, SeatRole, type ApiKeyMake, type ApiKeyView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { DayInput } from '../shared/day-input.tsx';
import { dayWords, momentWords } from '../shared/day-words.ts';
import { Nothing, Page, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { ROLE_WORDS } from '../shared/words.ts';
import { SERVICES, SystemSections } from './areas.tsx';

const AREA_WORDS: ReadonlyMap<string, string> = new Map(SERVICES);

/** Ways in for other systems: made with a role, a unit, an area and an end; the secret is shown once. */
export function KeysPage() {
  const keys = useRead(ApiKeyList, '/api/registry/keys');
  return (
    <Page title="系统" lead="其他系统凭密钥交换数据；密钥只显示一次">
      <SystemSections />
      <Make />
      <Reading read={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card flush">
              <Nothing title="还没有接口密钥" />
            </div>
          ) : (
            <ul className="card flush lines" aria-label="接口密钥">
              {[...items].reverse().map((key) => (
                <Key key={key.id} of={key} />
              ))}
            </ul>
          )
        }
      </Reading>
    </Page>
  );
}

function Key({ of: one }: { readonly of: ApiKeyView }) {
  const command = useCommand(z.undefined());
  const today = useToday() ?? '';
  const isOver = one.until !== '' && one.until < today;
  const areas = one.areas.map((area) => AREA_WORDS.get(area) ?? area).join('、');
  return (
    <li>
      <div className="main">
        <span className="title">{one.name}</span> <UnitName id={one.unitId} /> · {ROLE_WORDS[one.role]}
        <p className="quiet">
          {one.readOnly ? '只能读取' : '可读可写'} · {areas ? `范围：${areas}` : '全部范围'} · {one.until ? `${dayWords(one.since)}至${dayWords(one.until)}` : `${dayWords(one.since)}起，不限期`}
        </p>
        <p className="quiet">{one.usedAt ? `最近使用 ${momentWords(one.usedAt)}` : '还没有用过'}</p>
        <ProblemAlert problem={command.problem} />
      </div>
      <div className="side">
        {one.revoked ? (
          <State tone="bad">已撤销</State>
        ) : isOver ? (
          <State tone="due">已过期</State>
        ) : (
          <Popconfirm
            title={`撤销“${one.name}”后，使用它的系统立即连不上，不能恢复`}
            okText="撤销"
            cancelText="不撤销"
            onConfirm={() => command.give({ method: 'DELETE', path: `/api/registry/keys/${one.id}` })}
          >
            <button type="button" className="plain" disabled={command.busy} aria-label={`撤销密钥 ${one.name}`}>
              撤销
            </button>
          </Popconfirm>
        )}
      </div>
    </li>
  );
}

function Make() {
  const [made, setMade] = useState<ApiKeySecretView>();
  const today = useToday();
  return (
    <details className="card">
      <summary>新建接口密钥</summary>
      <div className="narrow stack" style={{ paddingTop: 16 }}>
        {made && (
          <p className="alert info" role="status">
            “{made.key.name}”的密钥：
            <code style={{ userSelect: 'all', display: 'block', margin: '4px 0', fontSize: 14, opacity: 1, overflowWrap: 'anywhere' }}>{made.secret}</code>
            只显示这一次，请立即存入对方系统。
          </p>
        )}
        <CommandForm
          again
          label="新建接口密钥"
          submit="新建"
          draft="api-key"
          schema={ApiKeySecretView}
          initial={{ readOnly: true }}
          order={({ name, role, unitId, until, areas, readOnly }: ApiKeyMake) => ({
            path: '/api/registry/keys',
            body: { name, role, unitId, ...(until ? { until } : {}), areas: areas ?? [], readOnly },
          })}
          said="密钥已新建"
          done={setMade}
        >
          <Form.Item name="name" label="名称" rules={[{ required: true, message: '请填写名称' }]} extra="写明是哪个系统，便于日后撤销">
            <Input maxLength={100} autoComplete="off" />
          </Form.Item>
          <Form.Item name="unitId" label="单位" rules={[{ required: true, message: '请选择单位' }]}>
            <UnitSelect all />
          </Form.Item>
          <Form.Item name="role" label="角色" rules={[{ required: true, message: '请选择角色' }]} extra="密钥能做的不超过这个角色在这个单位能做的">
            <Select placeholder="请选择" options={SeatRole.options.map((role) => ({ value: role, label: ROLE_WORDS[role] }))} />
          </Form.Item>
          <Form.Item name="readOnly" label="读写">
            <Radio.Group
              options={[
                { value: true, label: '只能读取' },
                { value: false, label: '可读可写' },
              ]}
            />
          </Form.Item>
          <Form.Item name="areas" label="范围" extra="不选即为全部">
            <Checkbox.Group options={KeyArea.options.map((area) => ({ value: area, label: AREA_WORDS.get(area) ?? area }))} />
          </Form.Item>
          <Form.Item name="until" label="有效期至" extra="不填即不限期">
            <DayInput min={today} />
          </Form.Item>
        </CommandForm>
      </div>
    </details>
  );
}
