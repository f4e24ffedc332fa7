import { Modal } from 'antd';
import type { SessionView } from '@xingchuang/contracts';
import { LoginForm } from './login-form.tsx';

/** The session ended in the middle of work: one signs in again over the page, which keeps all that was typed. */
export function SignInAgain({ was, done }: { readonly was: SessionView; readonly done: (session: SessionView) => void }) {
  return (
    <Modal
      open
      title="登录已过期，请重新登录"
      footer={null}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      width={400}
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        您填写的内容还在，登录后接着做。
      </p>
      <LoginForm login={was.login} seat={was.seat.id} done={done} />
    </Modal>
  );
}
