import type { AccountSecretView } from '@xingchuang/contracts';

/** A password that is shown once. */
export function Secret({ of: { account, password } }: { readonly of: AccountSecretView }) {
  if (!password) return null;
  return (
    <p className="alert info" role="status">
      账号 {account.login} 的初始密码：<strong style={{ userSelect: 'all', fontFamily: 'monospace' }}>{password}</strong>
      <br />
      只显示这一次，请当面告知本人，首次登录后修改。
    </p>
  );
}
