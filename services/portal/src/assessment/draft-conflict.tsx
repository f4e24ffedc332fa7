import { Button } from 'antd';
import { useState } from 'react';
import type { DraftDetail } from '@xingchuang/contracts';
import { dayWords } from '../shared/day-words.ts';
import { TextDiff } from './text-diff.tsx';

interface ConflictProps {
  readonly mine: string;
  readonly theirs: DraftDetail;
  readonly takeTheirs: () => void;
  readonly keepMine: () => void;
}

/** Somebody else saved while one was typing: nothing is lost, one chooses. */
export function DraftConflict({ mine, theirs, takeTheirs, keepMine }: ConflictProps) {
  const [compared, setCompared] = useState(false);
  return (
    <section className="card" aria-label="别人也在改">
      <div className="alert bad" role="alert">
        {dayWords(theirs.savedAt.slice(0, 10))}有人保存了另外的内容（第 {theirs.version} 次保存），您的改动还没有保存，仍在这台电脑上。
      </div>
      <div className="row" style={{ marginTop: 12 }}>
        <Button onClick={() => setCompared(!compared)} aria-expanded={compared}>
          {compared ? '收起比较' : '比较两份'}
        </Button>
        <Button onClick={takeTheirs}>改用对方的，放弃我的</Button>
        <Button type="primary" onClick={keepMine}>
          保留我的，接着改
        </Button>
      </div>
      {compared && <TextDiff label="对方的（−）和我的（＋）" before={theirs.text} after={mine} />}
    </section>
  );
}
