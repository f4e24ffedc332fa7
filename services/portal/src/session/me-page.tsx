import { Button, Form, Input } from 'antd';
import { z } from 'zod';
import { OwnSessionList, type OwnSessionView, type PasswordChange } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { refreshToken } from '../api/http.ts';
import { useRead } from '../api/reading.ts';
import { momentWords } from '../shared/day-words.ts';
import { Page, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { agentWords } from './agent-words.ts';
import { useSignedIn } from './session.ts';

/** My password and the devices on which I am signed in. */
export function MePage() {
  const sessions = useRead(OwnSessionList, '/api/registry/session/all');
  return (
    <Page title="密码与登录设备">
      <section className="card narrow">
        <h2>修改密码</h2>
        <PasswordForm />
      </section>
      <section className="card flush narrow" aria-label="登录设备">
        <Reading read={sessions}>
          {({ items }) => (
            <ul className="lines">
              {items.map((one) => (
                <Device key={one.id} of={one} />
              ))}
            </ul>
          )}
        </Reading>
      </section>
    </Page>
  );
}

function PasswordForm() {
  const [form] = Form.useForm<PasswordChange>();
  const { session, take } = useSignedIn();
  const say = useSay();
  const command = useCommand(z.undefined(), () => {
    form.resetFields();
    say('密码已修改');
    refreshToken().then(take, () => undefined);
  });
  const required = (message: string) => [{ required: true, message }];
  return (
    <Form
      form={form}
      layout="vertical"
      aria-label="修改密码"
      requiredMark={false}
      onFinish={({ password, newPassword }) =>
        command.give({ method: 'PUT', path: '/api/registry/session/password', body: { password, newPassword } })
      }
    >
      <input type="text" name="username" autoComplete="username" value={session.login} readOnly hidden />
      <Form.Item name="password" label="现在的密码" rules={required('请填写现在的密码')}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="newPassword" label="新密码" rules={required('请填写新密码')}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label="再填一遍新密码"
        dependencies={['newPassword']}
        rules={[
          { required: true, message: '请再填一遍' },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === undefined || value === getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error('两次填写不一致')),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <ProblemAlert problem={command.problem} />
      <Button type="primary" htmlType="submit" loading={command.busy}>
        修改密码
      </Button>
    </Form>
  );
}

function Device({ of: one }: { readonly of: OwnSessionView }) {
  const command = useCommand(z.undefined());
  return (
    <li>
      <div className="main">
        {agentWords(one.agent)}
        <p className="quiet">
          {momentWords(one.openedAt)}登录，最近使用 {momentWords(one.usedAt)}
        </p>
      </div>
      <div className="side">
        {one.current ? (
          <State tone="good">本机</State>
        ) : (
          <button
            type="button"
            className="plain"
            disabled={command.busy}
            onClick={() => command.give({ method: 'DELETE', path: `/api/registry/session/all/${one.id}` })}
          >
            退出这台设备
          </button>
        )}
      </div>
    </li>
  );
}
