import { Link } from 'react-router';
import { sizeWords } from '../shared/day-words.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { BatchSoFar } from './batch-so-far.tsx';
import type { Sending } from './upload-queue.ts';
import type { Uploads } from './uploads.ts';

/** Of a few files each is shown to its end; of many only those that run or failed. */
const FEW = 10;
const SHOWN = 60;
const ACTIVE: readonly Sending['state'][] = ['running', 'offline', 'refused'];

/** How far the files are: all of them as one bar, and what needs a look as lines. */
export function Sendings({ uploads }: { readonly uploads: Uploads }) {
  const { sendings, paused, problem, batch, queue } = uploads;
  const lines = sendings.length <= FEW ? sendings : sendings.filter(({ state }) => ACTIVE.includes(state));
  return (
    <div aria-live="polite">
      {sendings.length > 0 && (
        <div className="sendings card">
          <Overall uploads={uploads} />
          {lines.length > 0 && (
            <ul aria-label="上传进度" tabIndex={0}>
              {lines.slice(0, SHOWN).map((sending) => (
                <li key={sending.key}>
                  <span className="name">
                    <bdi>{sending.file.name}</bdi>
                  </span>
                  <span className="quiet small nowrap">{sizeWords(sending.file.size)}</span>
                  <Outcome sending={sending} paused={paused} again={() => queue.again(sending.key)} />
                </li>
              ))}
            </ul>
          )}
          {lines.length > SHOWN && <p className="quiet small">另有 {lines.length - SHOWN} 个未列出</p>}
        </div>
      )}
      <ProblemAlert problem={problem} />
      {batch && <BatchSoFar batch={batch} uploads={uploads} />}
    </div>
  );
}

function Overall({ uploads: { sendings, paused, queue } }: { readonly uploads: Uploads }) {
  const of = (...states: readonly Sending['state'][]) => sendings.filter(({ state }) => states.includes(state));
  const received = of('received').length;
  const refused = of('refused');
  const isBusy = of('waiting', 'running', 'offline').length > 0;
  const total = sendings.reduce((sum, { file }) => sum + file.size, 0);
  const sent = sendings.reduce((sum, one) => sum + (one.state === 'received' ? one.file.size : one.sent), 0);
  return (
    <>
      <div className="row between">
        <p role="status">
          已收到 {received} / {sendings.length} 个文件
          {refused.length > 0 && <strong className="bad-words"> · {refused.length} 个未能接收</strong>}
          {isBusy && <span className="quiet small"> · {paused ? '已暂停' : `${sizeWords(sent)} / ${sizeWords(total)}`}</span>}
        </p>
        <div className="row">
          {isBusy && (
            <button type="button" className="plain" onClick={paused ? queue.resume : queue.pause}>
              {paused ? '继续' : '暂停'}
            </button>
          )}
          {refused.length > 1 && (
            <button type="button" className="plain" onClick={() => queue.again(...refused.map(({ key }) => key))}>
              全部重试
            </button>
          )}
          {received > 0 && !isBusy && (
            <button type="button" className="plain small" onClick={queue.clear}>
              收起已完成的
            </button>
          )}
        </div>
      </div>
      {isBusy && <progress className="overall" value={sent} max={Math.max(total, 1)} aria-label="全部文件的上传进度" />}
    </>
  );
}

function Outcome({ sending: { file, sent, state, receipt, members, problem }, paused, again }: { readonly sending: Sending; readonly paused: boolean; readonly again: () => void }) {
  switch (state) {
    case 'refused':
      return (
        <span className="outcome bad">
          {problem?.title}{' '}
          <button type="button" className="plain" onClick={again}>
            重试
          </button>
        </span>
      );
    case 'offline':
      return <span className="outcome due">{problem?.status === 429 ? '前面的上传较多，稍后自动继续' : '网络中断，恢复后自动续传'}</span>;
    case 'waiting':
      return <span className="outcome quiet">{paused ? '已暂停' : '等待中'}</span>;
    case 'running':
      return sent >= file.size ? <span className="outcome quiet">正在核对…</span> : <progress className="outcome" value={sent / file.size} aria-label={`${file.name} 上传进度`} />;
    case 'received':
      return members ? (
        <span className="outcome">
          压缩包内收到 {members.received} / {members.announced} 个 <Link to={`/app/evidence/batches/${members.batch}`}>查看回执</Link>
        </span>
      ) : (
        <span className="outcome" title={`SHA-256 ${receipt!.sha256}`}>
          {receipt!.duplicate ? '之前已上传过，未重复保存' : receipt!.scan.state === 'quarantined' ? '已收到，正在等待病毒检查' : '已收到'}{' '}
          <span className="quiet small">回执 {receipt!.sha256.slice(0, 8)}</span>
        </span>
      );
  }
}
