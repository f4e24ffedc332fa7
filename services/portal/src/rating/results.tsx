import type { RoundView } from '@xingchuang/contracts';
import { Nothing } from '../shared/page.tsx';

type Side = NonNullable<RoundView['results']>[number];

/** The result of each side: what it says in a sentence, then the table. */
export function Results({ round }: { readonly round: RoundView }) {
  return round.results!.map((side) => <SideResult key={side.id} round={round} side={side} name={round.sides.find(({ id }) => id === side.id)!.name} />);
}

function SideResult({ round, side, name }: { readonly round: RoundView; readonly side: Side; readonly name: string }) {
  if (side.withheld) {
    return (
      <section className="card" aria-label={`${name}的评价`}>
        <Nothing title={`${name}的评价：不出结果`}>
          收到 {side.ballots} 票，不足 {round.minimum} 票，为免看出谁投了什么，结果不保存也不公布。
        </Nothing>
      </section>
    );
  }
  const asked = round.questions.filter(({ kind }) => kind !== 'text');
  const rows = side.targets.toSorted((one, other) => (one.rank ?? 1e9) - (other.rank ?? 1e9));
  return (
    <section className="card flush" aria-label={`${name}的评价`}>
      <h2 style={{ padding: '16px 24px 8px' }}>{sentence(round, side, name)}</h2>
      <div className="table-wrap">
        <table className="plain-table">
          <thead>
            <tr>
              {rows.some(({ rank }) => rank !== undefined) && <th scope="col">名次</th>}
              <th scope="col">单位</th>
              {asked.map(({ id, text }) => (
                <th key={id} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((target) => (
              <tr key={target.unit.id}>
                {rows.some(({ rank }) => rank !== undefined) && <td>{target.rank ?? '—'}</td>}
                <td>{target.unit.name}</td>
                {asked.map((question) => {
                  const given = target.questions.find(({ id }) => id === question.id)!;
                  return (
                    <td key={question.id}>
                      {question.kind === 'choice'
                        ? question.options.map((option) => `${option.text} ${given.counts.find(({ value }) => value === option.id)?.percent ?? '0'}%`).join('，')
                        : given.mean ? `平均 ${given.mean} 分` : '—'}
                      <span className="quiet small">
                        （{given.answers} 票{given.abstained > 0 && `，弃权 ${given.abstained}`}）
                      </span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function sentence(round: RoundView, side: Side, name: string): string {
  const first = side.targets.filter(({ rank }) => rank === 1);
  const scale = round.questions.find(({ kind }) => kind === 'scale');
  if (!scale || first.length === 0) return `${name}共 ${side.ballots} 票`;
  const mean = first[0]!.questions.find(({ id }) => id === scale.id)?.mean;
  return `${name}共 ${side.ballots} 票，${scale.text}最高的是${first.map(({ unit }) => unit.name).join('、')}，平均 ${mean} 分`;
}
