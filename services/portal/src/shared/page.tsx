import { useEffect, useRef, type ReactNode } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import './page.css';

export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · 星创` : '星创';
  }, [title]);
}

interface PageProps {
  readonly title: string;
  /** The page above this one. */
  readonly up?: { readonly to: string; readonly name: string };
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page: where it stands, its title and state in words, what can be done, then the content. */
export function Page({ title, up, lead, actions, children }: PageProps) {
  usePageTitle(title);
  return (
    <div className="stack">
      <header className="page-head">
        <div>
          {up && (
            <p className="crumb">
              <Link to={up.to}>← {up.name}</Link>
            </p>
          )}
          <h1>{title}</h1>
          {lead && <div className="lead">{lead}</div>}
        </div>
        {actions && <div className="row no-print">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** The parts of an area, each with its own address. */
export function Sections({
  label,
  of,
}: {
  readonly label: string;
  readonly of: readonly { readonly to: string; readonly name: string }[];
}) {
  const bar = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    const here = bar.current?.querySelector('[aria-current]')?.getBoundingClientRect();
    if (!bar.current || !here) return;
    const { left, width } = bar.current.getBoundingClientRect();
    bar.current.scrollLeft += here.left - left - (width - here.width) / 2; // on a phone the bar is longer than the screen
  }, [pathname]);
  return (
    <nav ref={bar} className="sections no-print" aria-label={label}>
      {of.map(({ to, name }) => (
        <NavLink key={to} to={to} end={false}>
          {name}
        </NavLink>
      ))}
    </nav>
  );
}

/** Nothing here is a good page: it says so and what comes next. */
export function Nothing({
  title,
  children,
  next,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly next?: ReactNode;
}) {
  return (
    <div className="nothing">
      <strong>{title}</strong>
      {children}
      {next && <div className="next">{next}</div>}
    </div>
  );
}

export type Tone = 'good' | 'due' | 'bad' | '';
export function State({ tone = '', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`state ${tone}`}>{children}</span>;
}

export function Pairs({ of }: { readonly of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="pairs">
      {of.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value === '' || value === undefined || value === null ? <span className="quiet">—</span> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
