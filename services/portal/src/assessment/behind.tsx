import { useState } from 'react';
import { EvidenceLine } from './evidence-links.tsx';

const MOST = 20;

/** The records and files that a fact was counted from, looked up when somebody asks. */
export function Behind({ ids }: { readonly ids: readonly string[] }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="behind" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>来源 {ids.length} 件</summary>
      {open && (
        <ul className="lines inset" aria-label="来源">
          {ids.slice(0, MOST).map((id) => (
            <EvidenceLine key={id} id={id} />
          ))}
        </ul>
      )}
      {ids.length > MOST && <p className="quiet small">另有 {ids.length - MOST} 件，见考评事实。</p>}
    </details>
  );
}
