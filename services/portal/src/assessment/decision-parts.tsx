import type { ReactNode } from 'react';
import type { CandidacyDecision, DecisionView } from '@xingchuang/contracts';
import { Explanation, type NameFact } from '../shared/explanation.tsx';
import { Pairs, State } from '../shared/page.tsx';
import { sourceWords } from '../shared/words.ts';

interface MissingProps {
  readonly missing: DecisionView['missing'];
  readonly fact: NameFact;
  readonly behind?: (ids: readonly string[]) => ReactNode;
}

/** What a unit still lacks for the next level, said before the reasons: the question that everybody has. */
export function Missing({ missing, fact, behind }: MissingProps) {
  if (!missing) {
    return (
      <section className="card">
        <h2>差什么</h2>
        <p>已是最高一级。</p>
      </section>
    );
  }
  const { clauses, name, stars } = missing;
  const isHeld = clauses.some(({ kind }) => kind === 'veto' || kind === 'cap' || kind === 'exclusion' || kind === 'quota');
  return (
    <section className="card missing" aria-labelledby="missing">
      <h2 id="missing">
        差什么：{isHeld ? `未到${name.zh}，因为` : stars > 0 ? `离${name.zh}还差 ${stars} 颗星` : `离${name.zh}还差`}
      </h2>
      {clauses.length > 0 ? (
        <>
          <p className="quiet small">{isHeld ? '有这些情形在，其他条件再好也到不了：' : `以下 ${clauses.length} 条还不符合：`}</p>
          <Explanation of={clauses} fact={fact} label="还差的条件" {...(behind ? { behind } : {})} />
        </>
      ) : (
        <p className="quiet">没有列出具体条款。</p>
      )}
    </section>
  );
}

/** Points as the scheme orders them, each with the most that it may come to, and the total; then how it stands among others. */
export function ScoreTable({ of: { scores, ranks } }: { readonly of: CandidacyDecision }) {
  if (scores.length === 0 && ranks.length === 0) return null;
  const total = scores.find(({ id }) => id === 'total');
  const rows = scores.filter(({ id }) => id !== 'total');
  return (
    <section className="card">
      <h2>{total ? `得分：${total.zh} ${total.value} 分` : '得分和比较'}</h2>
      {scores.length > 0 && (
        <div className="table-wrap" tabIndex={0} role="region" aria-label="得分表">
          <table className="plain-table scores">
            <thead>
              <tr>
                <th scope="col">项目</th>
                <th scope="col" className="figure">
                  得分
                </th>
                <th scope="col" className="figure">
                  最高
                </th>
                <th scope="col" className="source">
                  依据
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ id, zh, depth, value, most, source }) => (
                <tr key={id} className={`depth-${depth}`}>
                  <td>{zh}</td>
                  <td className="figure">{value}</td>
                  <td className="figure quiet">{most ?? '—'}</td>
                  <td className="source quiet small">{sourceWords(source)}</td>
                </tr>
              ))}
            </tbody>
            {total && (
              <tfoot>
                <tr>
                  <th scope="row">{total.zh}</th>
                  <td className="figure">
                    <strong>{total.value}</strong>
                  </td>
                  <td className="figure quiet">{total.most ?? '—'}</td>
                  <td className="source quiet small">{sourceWords(total.source)}</td>
                </tr>
              </tfoot>
            )}
          </table>
        </div>
      )}
      {ranks.length > 0 && (
        <>
          <h3 style={{ margin: '16px 0 8px' }}>与其他单位比较</h3>
          <Pairs
            of={ranks.map(({ zh, value, populationName, groupName }) => [
              zh,
              <>
                <strong>{value}</strong>{' '}
                <span className="quiet small">
                  比较范围：{populationName.zh}
                  {groupName && `（${groupName}）`}
                </span>
              </>,
            ])}
          />
        </>
      )}
    </section>
  );
}

/** What came of the contests for places. */
export function Contests({ of: { contests } }: { readonly of: CandidacyDecision }) {
  if (contests.length === 0) return null;
  return (
    <section className="card">
      <h2>名额</h2>
      <ul className="lines inset" aria-label="名额结果">
        {contests.map((one, i) => (
          <li key={i}>
            <div className="main">
              {one.level.zh}：{one.zh}
              <p className="quiet">
                {one.groupName && `${one.groupName}，`}第 {one.place} 名，名额 {one.places} 个 · {sourceWords(one.source)}
              </p>
            </div>
            <div className="side">
              <State tone={one.in ? 'good' : 'bad'}>{one.in ? '入选' : '名额已满，未入选'}</State>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
