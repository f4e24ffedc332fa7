import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import type { Problem, SessionView } from '@xingchuang/contracts';
import { refreshToken, whenSignedOut } from '../api/http.ts';
import { asProblem } from '../api/problem-error.ts';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import { keepFresh } from './keep-fresh.ts';
import { remembered } from './remembered.ts';
import { SessionContext } from './session.ts';
import { reloadWithOtherTabs } from './tabs.ts';

const SignInAgain = lazy(() => import('./sign-in-again.tsx').then((it) => ({ default: it.SignInAgain })));

/** Everything behind the sign-in: finds the session, or leads to the login page and back. */
export function SignedIn() {
  const location = useLocation();
  const queries = useQueryClient();
  const [session, setSession] = useState<SessionView>();
  const [problem, setProblem] = useState<Problem>();
  const [waiting, setWaiting] = useState<() => void>();

  useEffect(() => {
    refreshToken().then(setSession, (error: unknown) => {
      const found = asProblem(error)!;
      const before = found.status === 0 ? remembered.find() : undefined; // without a network one goes on as whom one was
      if (before) setSession(before);
      else setProblem(found);
    });
    reloadWithOtherTabs();
    const stop = keepFresh();
    whenSignedOut(() => new Promise<void>((resolve) => setWaiting((was) => both(was, resolve))));
    return () => {
      stop();
      whenSignedOut(undefined);
    };
  }, []);

  useEffect(() => {
    if (session) remembered.keep(session);
    if (problem?.status === 401) remembered.forget();
  }, [session, problem]);

  const take = useCallback(
    (next: SessionView) => {
      setSession((was) => {
        if (was && (was.person.id !== next.person.id || was.seat.id !== next.seat.id)) queries.clear();
        return next;
      });
    },
    [queries],
  );
  const signedIn = useMemo(() => session && { session, take }, [session, take]);

  if (problem?.status === 401)
    return <Navigate to={`/app/login?next=${encodeURIComponent(location.pathname + location.search + location.hash)}`} replace />;
  if (problem) return <ProblemAlert problem={problem} />;
  if (!signedIn) return <Coming />;
  return (
    <SessionContext value={signedIn}>
      <Outlet key={signedIn.session.seat.id} />
      {waiting && (
        <Suspense>
          <SignInAgain
            was={signedIn.session}
            done={(next) => {
              take(next);
              waiting();
              setWaiting(undefined);
            }}
          />
        </Suspense>
      )}
    </SessionContext>
  );
}

/** Requests that wait for the same sign-in go on together. */
const both = (was: (() => void) | undefined, resolve: () => void) => () => {
  was?.();
  resolve();
};
