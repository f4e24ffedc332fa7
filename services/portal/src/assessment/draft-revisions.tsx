import { Button } from 'antd';
import { useState } from 'react';
import { RevisionView, type DraftDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { Reading } from '../shared/problem-alert.tsx';
import { TextDiff } from './text-diff.tsx';

interface RevisionsProps {
  readonly draft: DraftDetail;
  readonly text: string;
  readonly take: (text: string) => void;
  readonly usable: boolean;
}

/** Every text that was saved, compared with what stands in the field; one of them can be taken up again. */
export function DraftRevisions({ draft, text, take, usable }: RevisionsProps) {
  const [chosen, setChosen] = useState<number>();
  const read = useRead(RevisionView, chosen === undefined ? undefined : `/api/assessment/scheme-drafts/${draft.id}/revisions/${chosen}`, {}, 3_600);
  return (
    <div className="stack">
      <ul className="lines card flush" aria-label="历次保存">
        {draft.revisions.map(({ version, savedAt }) => (
          <li key={version}>
            <div className="main">
              第 {version} 次保存 <span className="quiet">{dayWords(savedAt.slice(0, 10))}</span>
            </div>
            <div className="side">
              <Button size="small" aria-pressed={chosen === version} onClick={() => setChosen(version)}>
                与现在比较
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {chosen !== undefined && (
        <Reading read={read}>
          {(revision) => (
            <>
              <TextDiff label={`第 ${revision.version} 次保存（−）和现在（＋）`} before={revision.text} after={text} />
              {usable && revision.text !== text && (
                <div>
                  <Button onClick={() => take(revision.text)}>恢复成第 {revision.version} 次保存的内容</Button>
                </div>
              )}
            </>
          )}
        </Reading>
      )}
    </div>
  );
}
