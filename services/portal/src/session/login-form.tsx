import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { SessionTokenView, type Problem, type SessionOpen, type SessionView } from '@xingchuang/contracts';
import { send } from '../api/http.ts';
import { asProblem } from '../api/problem-error.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';

interface LoginFormProps {
  readonly login?: string;
  readonly seat?: string;
  readonly done: (session: SessionView) => void;
}

/** Name and password; a password is never kept as a draft. */
export function LoginForm({ login, seat, done }: LoginFormProps) {
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const open = async (given: SessionOpen) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { session } = await send(
        SessionTokenView,
        'POST',
        '/api/registry/session',
        { ...given, ...(seat ? { seat } : {}) },
        crypto.randomUUID(),
      );
      done(session);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form
      layout="vertical"
      aria-label="登录"
      requiredMark={false}
      initialValues={{ login }}
      onFinish={(given: SessionOpen) => void open(given)}
    >
      <Form.Item name="login" label="账号" rules={[{ required: true, message: '请填写账号' }]}>
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus={!login} size="large" />
      </Form.Item>
      <Form.Item name="password" label="密码" rules={[{ required: true, message: '请填写密码' }]}>
        <Input.Password autoComplete="current-password" autoFocus={!!login} size="large" />
      </Form.Item>
      <div className="stack">
        <ProblemAlert problem={problem} />
        <Button type="primary" htmlType="submit" loading={busy} size="large" block>
          登录
        </Button>
      </div>
    </Form>
  );
}
