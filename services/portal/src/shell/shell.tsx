import { useEffect, useEffectEvent, useRef } from 'react';
import { Link, Outlet, useLocation, useNavigation, useNavigationType } from 'react-router';
import { dayWords, weekdayWords } from '../shared/day-words.ts';
import { useClock } from '../shared/today.ts';
import { QuickSearch } from '../search/quick-search.tsx';
import { Bell } from '../notify/bell.tsx';
import { useSession } from '../session/session.ts';
import { Me } from './me.tsx';
import { Menu } from './menu.tsx';
import { OfflineNote } from './offline-note.tsx';
import { SeatSwitch } from './seat-switch.tsx';
import './shell.css';

/** How far down each page was left, by its place in the history. */
const left = new Map<string, number>();

/** The frame around every page: where one can go, for whom one acts, who one is. */
export function Shell() {
  const { passwordIsTemporary } = useSession();
  const clock = useClock();
  const { pathname, key } = useLocation();
  const how = useNavigationType();
  const going = useNavigation().state !== 'idle';
  const main = useRef<HTMLElement>(null);
  const arrive = useEffectEvent(() => window.scrollTo(0, how === 'POP' ? (left.get(key) ?? 0) : 0)); // the way back leads to where one was
  useEffect(() => {
    arrive();
    main.current?.focus({ preventScroll: true }); // a reader of the screen hears the new page from its beginning
  }, [pathname]);
  useEffect(() => {
    const leave = () => void left.set(key, window.scrollY); // whatever leads away is clicked, by Enter too
    document.addEventListener('click', leave, true);
    return () => document.removeEventListener('click', leave, true);
  }, [key]);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        跳到正文
      </a>
      <header className="top no-print">
        <Link to="/app/work" className="brand" aria-label="星创，我的工作">
          <img src="/star.svg" alt="" width="28" height="28" />
          <span>星创</span>
        </Link>
        {clock?.rehearsal && (
          <span className="rehearsal">
            演练 {dayWords(clock.today)}
            <span className="weekday"> {weekdayWords(clock.today)}</span>
          </span>
        )}
        <span className="grow" />
        <QuickSearch />
        <SeatSwitch />
        <Bell />
        <Me />
      </header>
      <Menu />
      <main id="main" ref={main} tabIndex={-1} aria-busy={going}>
        {passwordIsTemporary && (
          <p className="alert no-print" style={{ marginBottom: 16 }}>
            您还在使用初始密码，请尽快<Link to="/app/me">修改密码</Link>。
          </p>
        )}
        <OfflineNote />
        <Outlet />
      </main>
    </div>
  );
}
