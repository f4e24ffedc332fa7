import { Button } from 'antd';
import { ItemReceipt, type StatementProof } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { momentWords } from '../shared/day-words.ts';
import { State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { actWords, Digest } from './integrity-words.tsx';
import './integrity.css';

/** What the log says of a file or record, and the proof to take along. */
export function FileReceiptProof({ id, kind = 'files' }: { readonly id: string; readonly kind?: 'files' | 'records' }) {
  const receipt = useRead(ItemReceipt, `/api/evidence/${kind}/${id}/receipt`);
  return (
    <section className="card stack" aria-label="存证">
      <h2>存证</h2>
      <Reading read={receipt}>{(data) => <Receipt of={data} />}</Reading>
    </section>
  );
}

function Receipt({ of: receipt }: { readonly of: ItemReceipt }) {
  return (
    <>
      <p>
        {receipt.state === 'placed' ? <State tone="good">已入账</State> : <State tone="due">正在入账</State>}{' '}
        {receipt.state === 'placed' ? '以后有任何改动，凭这份证明都能查出来。' : '一分钟内入账，稍后再看。'}
      </p>
      {receipt.sha256 && (
        <div>
          <p className="quiet small">内容摘要（SHA-256）</p>
          <Digest of={receipt.sha256} />
        </div>
      )}
      <ul className="lines" aria-label="日志中的记载">
        {receipt.statements.map((one) => (
          <li key={one.id} style={{ paddingInline: 0 }}>
            <div className="main">
              <span className="title">{actWords(one.act)}</span>
              <p className="quiet">
                {momentWords(one.at)}
                {one.index !== undefined && ` · 第 ${one.index + 1} 条`}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <div className="row">
        <Button onClick={() => download(receipt)} disabled={receipt.state !== 'placed'}>
          下载证明
        </Button>
        <span className="quiet small">证明可以离线核验，不需要登录本系统</span>
      </div>
    </>
  );
}

/** The receipt as the server gave it: content, salt, leaf, proof and checkpoint of each statement. */
function download(receipt: ItemReceipt): void {
  const placed = receipt.statements.filter((one: StatementProof) => one.proof !== undefined);
  const url = URL.createObjectURL(new Blob([JSON.stringify({ ...receipt, statements: placed }, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `存证-${receipt.objectId}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
