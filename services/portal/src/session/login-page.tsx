import { useNavigate, useSearchParams } from 'react-router';
import { LanguageSwitch } from '../language/language-switch.tsx';
import { PublicLinks } from '../publicity/public-frame.tsx';
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
        <div className="open small">
          <p className="quiet">不用登录可以看</p>
          <PublicLinks />
          <LanguageSwitch className="plain" />
        </div>
      </div>
    </main>
  );
}
