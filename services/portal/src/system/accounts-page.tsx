import { Form, Input, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-router';
import { AccountPage, AccountSecretView, PersonPage, type AccountOpen } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { ROLE_WORDS } from '../shared/words.ts';
import { SystemSections } from './areas.tsx';
import { Secret } from './secret.tsx';

/** As the contract has it, so that one learns while typing. */
const LOGIN = /^[a-z0-9][a-z0-9._-]{1,39}$/;

export function AccountsPage() {
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const accounts = useList(AccountPage, '/api/registry/accounts', { search: search || undefined });
  return (
    <Page title="系统" lead="谁能登录，以哪些身份办理">
      <SystemSections />
      <OpenAccount />
      <Input.Search
        aria-label="查找账号"
        placeholder="输入账号、姓名或拼音查找"
        allowClear
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        style={{ maxWidth: 420 }}
      />
      <Lines of={accounts} label="账号列表" keyOf={({ id }) => id} empty={<Nothing title="没有账号" />}>
        {(account) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/system/accounts/${account.id}`}>
                {account.login}
              </Link>{' '}
              <PersonName id={account.personId} />
              <p className="quiet">
                {account.seats.map((seat, i) => (
                  <span key={seat.id}>
                    {i > 0 && '；'}
                    <UnitName id={seat.unitId} /> {ROLE_WORDS[seat.role]}
                  </span>
                ))}
              </p>
            </div>
            <div className="side">
              {account.passwordIsTemporary && <State tone="due">初始密码</State>}
              {account.disabled && <State tone="bad">已停用</State>}
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}

function OpenAccount() {
  const { seat } = useSession();
  const [secret, setSecret] = useState<AccountSecretView>();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const people = useList(PersonPage, '/api/registry/people', { unitId: seat.jurisdictionId, subtree: true, search: search || undefined });
  return (
    <details className="card">
      <summary>开通账号</summary>
      <div className="narrow stack" style={{ paddingTop: 16 }}>
        {secret && <Secret of={secret} />}
        <CommandForm
          again
          label="开通账号"
          submit="开通"
          draft="account"
          schema={AccountSecretView}
          order={({ login, personId }: AccountOpen) => ({ path: '/api/registry/accounts', body: { login, personId } })}
          said="账号已开通"
          done={setSecret}
        >
          <Form.Item
            name="login"
            label="账号"
            rules={[
              { required: true, message: '请填写账号' },
              { pattern: LOGIN, message: '只能用小写字母、数字、点、短横，2 至 40 个字符' },
            ]}
            extra="小写字母、数字、点、短横，2 至 40 个字符"
          >
            <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={40} />
          </Form.Item>
          <Form.Item name="personId" label="人员" rules={[{ required: true, message: '请选择人员' }]}>
            <Select
              showSearch={{ filterOption: false, onSearch: setTyped }}
              placeholder="输入姓名或拼音选择"
              notFoundContent={people.loading ? '正在查找…' : '没有找到人员'}
              options={people.items.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
        </CommandForm>
      </div>
    </details>
  );
}
