import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { SayContext } from './say.ts';
import './said.css';

const SECONDS = 3;

/** Shows for a moment what was done, below the top bar, one at a time. */
export function Said({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState<{ readonly words: string; readonly at: number }>();
  const say = useMemo(() => (words: string) => setSaid({ words, at: performance.now() }), []);
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => setSaid(undefined), SECONDS * 1_000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <SayContext value={say}>
      {children}
      <div className="said" role="status">
        {said && <p key={said.at}>✓ {said.words}</p>}
      </div>
    </SayContext>
  );
}
