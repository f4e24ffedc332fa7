import { Button } from 'antd';
import { useEffect, useEffectEvent, useRef } from 'react';
import { asProblem } from '../api/problem-error.ts';
import type { Reading } from '../api/reading.ts';
import { ProblemAlert } from './problem-alert.tsx';

/** So far ahead of the end what follows is fetched, that one seldom waits for it. */
const AHEAD = '800px';

/** Stands below a list: what follows comes when its end comes near. Where it does not come it says why, and waits for a person. */
export function MoreBelow({ of: { more, ready, error } }: { readonly of: Pick<Reading<unknown>, 'more' | 'ready' | 'error'> }) {
  const end = useRef<HTMLDivElement>(null);
  const fetchMore = useEffectEvent(() => more?.());
  const waits = more !== undefined && ready && !error;
  useEffect(() => {
    if (!waits || !end.current) return;
    const eye = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && fetchMore(), { rootMargin: AHEAD });
    eye.observe(end.current);
    return () => eye.disconnect();
  }, [waits]);
  if (!more) return null;
  return (
    <div ref={end} className="more no-print">
      {error ? (
        <>
          <ProblemAlert problem={asProblem(error)} />
          <Button onClick={more} loading={!ready}>
            再试一次
          </Button>
        </>
      ) : (
        <span className="quiet">正在载入…</span>
      )}
    </div>
  );
}
