import { NavLink } from 'react-router';
import { useMay } from '../session/session.ts';

/** What is to be done, and for those who lead others how things stand. */
export function WorkSections() {
  const may = useMay();
  if (!may('title.read')) return null;
  return (
    <nav className="sections no-print" aria-label="我的工作">
      <NavLink to="/app/work" end>
        待办
      </NavLink>
      <NavLink to="/app/work/overview" end>
        总览
      </NavLink>
    </nav>
  );
}
