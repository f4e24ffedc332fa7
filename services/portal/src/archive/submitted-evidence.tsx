import { Link } from 'react-router';
import { FrozenSetView, type CandidacyDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { momentWords } from '../shared/day-words.ts';

/** Under which digest the evidence of each submission is kept, and whether any of it was corrected since. */
export function SubmittedEvidence({ of: submissions }: { readonly of: CandidacyDetail['submissions'] }) {
  const last = submissions.at(-1);
  const set = useRead(FrozenSetView, last?.frozen ? `/api/evidence/frozen-sets/${last.frozen.setId}` : undefined);
  if (!last) return null;
  const corrected = set.data?.items.filter(({ now }) => now !== 'same').length ?? 0;
  return (
    <div className="stack tight" style={{ marginBottom: 12 }}>
      {corrected > 0 && <p className="alert">材料在提交后有更正（{corrected} 份），评定以提交时的内容为准。</p>}
      {set.data && !set.data.intact && <p className="alert bad">有材料与提交时固定的内容对不上，请联系系统管理员核查。</p>}
      <ul>
        {submissions.map(({ submission, submittedAt, frozen }) => (
          <li key={submission} className="quiet">
            第 {submission} 次提交（{momentWords(submittedAt)}）：
            {frozen ? (
              <>
                <Link to={`/app/evidence/frozen-sets/${frozen.setId}`}>已固定 {frozen.items} 份材料</Link>{' '}
                <code className="small" title={frozen.digest}>
                  {frozen.digest.slice(0, 16)}…
                </code>
              </>
            ) : (
              '正在固定材料'
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
