import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { request } from '../api/http.ts';
import { keptFiles } from '../evidence/kept-files.ts';
import { LanguageSwitch } from '../language/language-switch.tsx';
import { AppearanceChoice } from './appearance-choice.tsx';
import { useSession } from '../session/session.ts';
import { tellOtherTabs } from '../session/tabs.ts';
import { remembered } from '../session/remembered.ts';
import { drafts } from '../shared/draft.ts';

/** Who I am, and the way out. */
export function Me() {
  const { person, seat } = useSession();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const signOut = async () => {
    await request('/api/registry/session', { method: 'DELETE' }).catch(() => undefined);
    drafts.removeAll();
    await keptFiles.removeAll().catch(() => undefined); // nothing was ever kept in a browser that forbids it
    remembered.forget();
    queries.clear();
    tellOtherTabs();
    await navigate('/app/login', { replace: true });
  };
  return (
    <>
      <button type="button" className="plain who" popoverTarget="me" aria-label={`我：${person.name}`}>
        <span className="face" aria-hidden="true">
          {[...person.name].at(0)}
        </span>
        <span className="name">{person.name}</span>
      </button>
      <div id="me" popover="auto" className="drop">
        <Link to={`/app/units/${seat.unitId}`} onClick={close}>
          本单位
        </Link>
        <Link to="/app/me" onClick={close}>
          密码与登录设备
        </Link>
        <AppearanceChoice />
        <LanguageSwitch />
        <button type="button" onClick={() => void signOut()}>
          退出登录
        </button>
      </div>
    </>
  );
}

const close = () => document.getElementById('me')?.hidePopover();
