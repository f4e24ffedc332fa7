import { useParams } from 'react-router';
import { CampaignView, SchemeDetail, UnitTitlesView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { Explanation } from '../shared/explanation.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { factWords } from './fact-words.ts';

/** Titles of the larger units by the levels that their units hold. */
export function TitlesPage() {
  const { id } = useParams();
  const campaign = useRead(CampaignView, `/api/assessment/campaigns/${id}`, {}, 300).data;
  const scheme = useRead(
    SchemeDetail,
    campaign && `/api/assessment/schemes/${campaign.schemeId}/${campaign.schemeVersion}`,
    {},
    3_600,
  ).data;
  const titles = useRead(UnitTitlesView, `/api/assessment/campaigns/${id}/titles`);
  return (
    <Page title="单位称号" up={{ to: `/app/assessment/campaigns/${id}`, name: campaign?.title ?? '评定活动' }}>
      <Reading read={titles}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="card">
              <Nothing title="还没有可评称号的单位" />
            </div>
          ) : (
            items.map((one) => (
              <section key={one.unit.id} className="card">
                <h2>{one.unit.name}</h2>
                <p className="words">{one.text}</p>
                {one.open.length > 0 && (
                  <p className="alert" style={{ marginTop: 8 }}>
                    还有 {one.open.length} 个支部没有定级，以下是目前的情况。
                  </p>
                )}
                <table className="plain-table" style={{ marginBlock: 12 }}>
                  <thead>
                    <tr>
                      <th scope="col">星级</th>
                      <th scope="col">个数</th>
                      <th scope="col">该级及以上</th>
                      <th scope="col">占比</th>
                    </tr>
                  </thead>
                  <tbody>
                    {[...one.shares].reverse().map((share) => (
                      <tr key={share.level.id}>
                        <td>{share.level.zh}</td>
                        <td>{share.exactly}</td>
                        <td>
                          {share.atLeast} / {share.total}
                        </td>
                        <td>{share.percent}%</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                {one.titles.map((title) => (
                  <div key={title.title}>
                    <p className="row">
                      <strong>{title.zh}</strong>
                      <State tone={title.granted ? 'good' : ''}>{title.granted ? '符合' : '不符合'}</State>
                    </p>
                    {scheme && <Explanation of={title.explanation.children} fact={factWords(scheme)} label={title.zh} />}
                  </div>
                ))}
              </section>
            ))
          )
        }
      </Reading>
    </Page>
  );
}
