import { useState } from 'react';
import { useMay } from '../session/session.ts';
import { FlagPair, Flags, useFlags } from './flags.tsx';
import './audit.css';

/** On the page of a file or a record: what was pointed out about it, and the other side beside it. */
export function ItemFlags({ itemId }: { readonly itemId: string }) {
  const may = useMay();
  return may('audit.read') && <Hints itemId={itemId} />;
}

function Hints({ itemId }: { readonly itemId: string }) {
  const may = useMay();
  const flags = useFlags(itemId);
  const [pair, compare] = useState<string>();
  const shown = flags.find(({ id }) => id === pair);
  if (flags.length === 0) return null;
  return (
    <>
      <section className="card" aria-label="系统提示">
        <h2>系统提示</h2>
        <p className="quiet">提示供核对时参考，不是结论。</p>
        <Flags of={flags} pair={pair} compare={compare} mayDismiss={may('audit.run')} />
      </section>
      {shown && <FlagPair flag={shown} close={() => compare(undefined)} />}
    </>
  );
}
