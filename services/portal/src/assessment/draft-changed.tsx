import { Link } from 'react-router';
import { DraftChanges, type DraftDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { Nothing } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';

const HOW = { added: '新增', removed: '删去', changed: '修改' } as const;

/** What the saved draft changes against the newest published version, clause by clause. */
export function DraftChanged({ draft, dirty }: { readonly draft: DraftDetail; readonly dirty: boolean }) {
  const read = useRead(DraftChanges, `/api/assessment/scheme-drafts/${draft.id}/changes`, {}, 0);
  return (
    <div className="stack tight">
      {dirty && <p className="quiet">下面比较的是已保存的内容。</p>}
      <Reading read={read}>{(changes) => <Changes of={changes} />}</Reading>
    </div>
  );
}

function Changes({ of: { against, problems, items } }: { readonly of: DraftChanges }) {
  if (problems.length > 0) return <Nothing title={`已保存的内容还有 ${problems.length} 处要改`}>改好并保存后再比较。</Nothing>;
  if (!against) return <Nothing title="这是一个新办法">还没有发布过，没有可以比较的版本。</Nothing>;
  if (items.length === 0) return <Nothing title={`与第 ${against.version} 版没有不同`} />;
  return (
    <div className="card wide-table">
      <p className="quiet">
        与<Link to={`/app/assessment/schemes/${against.schemeId}/${against.version}`}>第 {against.version} 版</Link>相比，{items.length} 处不同
      </p>
      <table className="plain-table">
        <thead>
          <tr>
            <th>条款</th>
            <th>内容</th>
            <th>变化</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={`${item.part}${item.id}`}>
              <td>
                {item.id}
                <br />
                <span className="quiet small">{item.part}</span>
              </td>
              <td>
                {item.words.zh}
                {item.asks && <p className="quiet small">改用新版的评定要补充填写这一项</p>}
              </td>
              <td>
                {item.change === 'changed'
                  ? item.fields.map(({ name, before, after }) => (
                      <p key={name}>
                        {name}：<del>{before ?? '（无）'}</del> → <ins>{after ?? '（无）'}</ins>
                      </p>
                    ))
                  : HOW[item.change]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
