import { Link, NavLink, Outlet } from 'react-router';
import { LOGIN_PAGE, PUBLIC_PAGES } from '@xingchuang/contracts';
import { inLanguage, language } from '../language/language.ts';
import { LanguageSwitch } from '../language/language-switch.tsx';
import './official.css';

/** The frame around every public page: the way to the others, and for those who work here to the sign-in. */
export function PublicFrame() {
  return (
    <div className="public">
      <header className="no-print">
        <div className="bar">
          <span className="brand">
            <img src="/star.svg" alt="" width="28" height="28" />
            <span>星创</span>
          </span>
          <PublicLinks />
          <LanguageSwitch className="plain" />
          <Link to={LOGIN_PAGE.path}>{inLanguage(LOGIN_PAGE)}</Link>
        </div>
      </header>
      <Outlet />
      <footer className="no-print">
        <div className="bar">
          <span>这些页面向社会公开，不用登录。</span>
        </div>
      </footer>
    </div>
  );
}

/** Links to all that is open to everybody. */
export function PublicLinks() {
  return (
    <nav aria-label="公开页面">
      {PUBLIC_PAGES.map((one) =>
        one.path.startsWith('/app/') ? (
          <NavLink key={one.path} to={one.path}>
            {inLanguage(one)}
          </NavLink>
        ) : (
          <a key={one.path} href={language === 'en' ? `${one.path}?lang=en` : one.path}>
            {inLanguage(one)}
          </a>
        ),
      )}
    </nav>
  );
}
