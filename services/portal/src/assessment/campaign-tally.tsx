import type { CampaignTally } from '@xingchuang/contracts';

type Kind = CampaignTally['kinds'][number];
const done = ({ states }: Kind): number => (states.decided ?? 0) + (states.settled ?? 0);
const underWay = ({ states }: Kind): number => (states.declared ?? 0) + (states.reviewing ?? 0);
const waiting = ({ states }: Kind): number => (states.expected ?? 0) + (states.draft ?? 0);

/** What came of a round: units by kind with where they stand, and the counts that were planned beside those reached. */
export function Tally({ of: { kinds, targets } }: { readonly of: CampaignTally }) {
  return (
    <>
      <div className="table-wrap" role="region" aria-label="各类单位进展表" tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">类别</th>
              <th scope="col" className="number">单位</th>
              <th scope="col" className="number">待申报</th>
              <th scope="col" className="number">审核中</th>
              <th scope="col" className="number">已审定</th>
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <tr key={kind.kind}>
                <th scope="row">
                  {kind.name.zh}
                  {kind.levels.length > 0 && <p className="quiet small">{kind.levels.map(({ level, units }) => `${level.zh} ${units} 个`).join('，')}</p>}
                </th>
                <td className="number">{kind.units}</td>
                <td className="number">{waiting(kind)}</td>
                <td className="number">{underWay(kind)}</td>
                <td className="number">{done(kind)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {targets.length > 0 && (
        <div className="table-wrap" role="region" aria-label="计划与结果表" tabIndex={0}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">计划创建</th>
                <th scope="col" className="number">计划</th>
                <th scope="col" className="number">已达到</th>
                <th scope="col" className="number">还差</th>
              </tr>
            </thead>
            <tbody>
              {targets.map(({ level, planned, reached }) => (
                <tr key={level.id}>
                  <th scope="row">{level.zh}</th>
                  <td className="number">{planned}</td>
                  <td className="number">{reached}</td>
                  <td className="number">{Math.max(planned - reached, 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
