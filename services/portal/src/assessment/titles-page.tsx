import { Button } from 'antd';
import { useParams } from 'react-router';
import { z } from 'zod';
import { CampaignView, SchemeDetail, UnitTitlesView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { useMay, useSession } from '../session/session.ts';
import { Explanation } from '../shared/explanation.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
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
  const { seat } = useSession();
  const may = useMay();
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
                {may('reward.carry') && seat.unitId !== one.unit.id && <Consequences campaignId={id!} unitId={one.unit.id} />}
              </section>
            ))
          )
        }
      </Reading>
    </Page>
  );
}

/** What follows for the unit itself is written when all units under it took part and are settled; where some took no part, somebody says so. */
function Consequences({ campaignId, unitId }: { readonly campaignId: string; readonly unitId: string }) {
  const say = useSay();
  const command = useCommand(z.undefined(), () => say('已按定级结果结算奖惩'));
  return (
    <div style={{ marginTop: 12 }}>
      <p className="quiet">所属单位全部定级后，本单位的奖惩自动结算。有单位不参加评定的，可按已定级的单位结算，以后的变化自动更正。</p>
      <Button loading={command.busy} onClick={() => command.give({ path: '/api/publicity/rewards/titles', body: { campaignId, unitId } })}>
        按已定级单位结算奖惩
      </Button>
      <ProblemAlert problem={command.problem} />
    </div>
  );
}
