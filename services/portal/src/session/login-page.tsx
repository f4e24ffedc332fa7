import { Link, useNavigate, useSearchParams } from 'react-router';
import { LanguageSwitch } from '../language/language-switch.tsx';
import { usePageTitle } from '../shared/page.tsx';
import { LoginForm } from './login-form.tsx';
import { tellOtherTabs } from './tabs.ts';
import './login-page.css';

export function LoginPage() {
  usePageTitle('登录');
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const next = params.get('next') ?? '';
  const done = () => {
    tellOtherTabs();
    void navigate(next.startsWith('/app/') ? next : '/app/work', { replace: true });
  };
  return (
    <main className="login">
      <div className="card">
        <div className="brand">
          <img src="/star.svg" alt="" width="40" height="40" />
          <div>
            <h1>星创</h1>
            <p className="quiet">星级党支部创建评定</p>
          </div>
        </div>
        <LoginForm done={done} />
        <p className="quiet small">忘记密码，请联系本单位系统管理员重置。</p>
        <p className="small">
          <Link to="/app/notices">查看公示</Link> <LanguageSwitch className="plain" />
        </p>
      </div>
    </main>
  );
}
