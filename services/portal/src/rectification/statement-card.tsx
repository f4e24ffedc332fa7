import type { CaseView } from '@xingchuang/contracts';
import { AttachedFiles } from '../evidence/proof-files.tsx';
import { dayWords } from '../shared/day-words.ts';
import { State } from '../shared/page.tsx';

/** What the unit said for itself, and what it was told. */
export const StatementCard = ({ of: { text, fileIds, day, answer } }: { readonly of: NonNullable<CaseView['statement']> }) => (
  <section className="card">
    <h2>单位陈述</h2>
    <p className="quiet small">{dayWords(day)}提交</p>
    <p className="words">{text}</p>
    {fileIds.length > 0 && <AttachedFiles ids={fileIds} label="陈述材料" />}
    {answer && (
      <div style={{ marginTop: 12 }}>
        <State tone={answer.accepted ? 'good' : 'bad'}>{answer.accepted ? '已采纳' : '未采纳'}</State> <span className="quiet small">{dayWords(answer.day)}答复</span>
        <p className="words">{answer.text}</p>
      </div>
    )}
  </section>
);
