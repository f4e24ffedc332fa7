import { Link } from 'react-router';
import type { BatchView } from '@xingchuang/contracts';
import type { Uploads } from './uploads.ts';

const NAMED = 20;

/** What a batch says in a few words: that all has come, or which names are missing. */
export function BatchSoFar({ batch, uploads: { sendings, missing, queue } }: { readonly batch: BatchView; readonly uploads: Uploads }) {
  const isBusy = sendings.some(({ state }) => state === 'running' || state === 'waiting' || state === 'offline');
  const whole = batch.missing === 0;
  if (isBusy || batch.announced === 0) return null;
  const receipt = <Link to={`/app/evidence/batches/${batch.id}`}>查看回执</Link>;
  if (whole) {
    return batch.state === 'closed' ? (
      <p className="alert info" role="status">
        本批已收到 {batch.received} / {batch.announced}，一个不缺。{receipt}
      </p>
    ) : null;
  }
  return (
    <div className="alert" role="status">
      <p>
        本批已收到 {batch.received} / {batch.announced}，还缺 {batch.missing} 个{batch.state === 'open' ? '：重新选择它们会接着传，已收到的不会重复' : ''}
      </p>
      <ul>
        {missing.slice(0, NAMED).map((name, index) => (
          <li key={index}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      {batch.missing > NAMED && <p className="small">另有 {batch.missing - NAMED} 个，见回执</p>}
      <div className="row">
        {receipt}
        {batch.state === 'open' && (
          <button type="button" className="plain" onClick={() => void queue.finish()}>
            不再补传，结束本批
          </button>
        )}
      </div>
    </div>
  );
}
