import { Button, Form, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { AccountSecretView, AccountView, SeatRole, type SeatGive } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Page, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { ROLE_WORDS } from '../shared/words.ts';
import { EndAll } from './sessions-page.tsx';
import { Secret } from './secret.tsx';

export function AccountPageView() {
  const { id } = useParams();
  const account = useRead(AccountView, `/api/registry/accounts/${id}`);
  return <Reading read={account}>{(data) => <Account of={data} />}</Reading>;
}

function Account({ of: one }: { readonly of: AccountView }) {
  const path = `/api/registry/accounts/${one.id}`;
  const [secret, setSecret] = useState<AccountSecretView>();
  const switching = useCommand(AccountView);
  const resetting = useCommand(AccountSecretView, setSecret);
  const taking = useCommand(AccountView);
  return (
    <Page
      title={one.login}
      up={{ to: '/app/system/accounts', name: '账号' }}
      lead={
        <>
          <PersonName id={one.personId} /> {one.disabled && <State tone="bad">已停用</State>}
        </>
      }
      actions={
        <>
          <Popconfirm
            title="原密码立即失效"
            okText="重置"
            cancelText="不重置"
            onConfirm={() => resetting.give({ path: `${path}/reset-password` })}
          >
            <Button loading={resetting.busy}>重置密码</Button>
          </Popconfirm>
          <Button
            danger={!one.disabled}
            loading={switching.busy}
            onClick={() => switching.give({ path: `${path}/${one.disabled ? 'enable' : 'disable'}` })}
          >
            {one.disabled ? '启用' : '停用'}
          </Button>
        </>
      }
    >
      {secret && <Secret of={secret} />}
      <ProblemAlert problem={switching.problem ?? resetting.problem ?? taking.problem} />
      <div className="row">
        <Link to={`/app/system/sessions?account=${one.id}`}>登录的设备</Link>
        <EndAll accountId={one.id} />
      </div>
      <section className="card flush" aria-label="身份">
        {one.seats.length === 0 ? (
          <Nothing title="还没有身份">给一个身份后才能办理业务。</Nothing>
        ) : (
          <ul className="lines">
            {one.seats.map((seat) => (
              <li key={seat.id}>
                <span className="main">
                  <UnitName id={seat.unitId} /> · {ROLE_WORDS[seat.role]}
                </span>
                <span className="side">
                  <span className="quiet">
                    {dayWords(seat.since)}起{seat.until && `，至${dayWords(seat.until)}`}
                  </span>
                  <button
                    type="button"
                    className="plain"
                    disabled={taking.busy}
                    onClick={() => taking.give({ method: 'DELETE', path: `${path}/seats/${seat.id}` })}
                  >
                    收回
                  </button>
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="card narrow" aria-labelledby="give-seat">
        <h2 id="give-seat">给予身份</h2>
        <CommandForm
          again
          label="给予身份"
          submit="给予"
          draft={`seat-${one.id}`}
          schema={AccountView}
          order={({ role, unitId }: SeatGive) => ({ path: `${path}/seats`, body: { role, unitId } })}
          said="已给予"
        >
          <Form.Item name="unitId" label="单位" rules={[{ required: true, message: '请选择单位' }]}>
            <UnitSelect all />
          </Form.Item>
          <Form.Item name="role" label="角色" rules={[{ required: true, message: '请选择角色' }]}>
            <Select options={SeatRole.options.map((role) => ({ value: role, label: ROLE_WORDS[role] }))} placeholder="请选择" />
          </Form.Item>
        </CommandForm>
      </section>
    </Page>
  );
}
