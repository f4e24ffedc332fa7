import { EffectList } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { sourceWords } from '../shared/words.ts';
import { CampaignSelect, PublicitySections, useCampaignChoice } from './areas.tsx';

type Effect = EffectList['items'][number];

/** Rewards, penalties and titles that follow from the levels, each with its clause. */
export function EffectsPage() {
  const choice = useCampaignChoice();
  const effects = useRead(EffectList, choice.id ? '/api/publicity/effects' : undefined, { campaignId: choice.id });
  return (
    <Page title="公示表彰" lead="定级后按办法产生的奖励、限制和称号">
      <PublicitySections />
      <CampaignSelect {...choice} />
      {choice.id && (
        <Reading read={effects}>
          {({ items, titles }) => (
            <>
              <div className="card flush table-wrap">
                {items.length === 0 ? (
                  <Nothing title="还没有奖惩">定级后会按办法自动列出。</Nothing>
                ) : (
                  <table className="plain-table">
                    <thead>
                      <tr>
                        <th scope="col">单位</th>
                        <th scope="col">奖惩</th>
                        <th scope="col">依据</th>
                      </tr>
                    </thead>
                    <tbody>
                      {items.map((one) => (
                        <tr key={`${one.unitId}${one.id}`}>
                          <td>{one.unitName}</td>
                          <td>
                            {one.zh}
                            <Ratio of={one.ratio} />
                          </td>
                          <td className="quiet small">{sourceWords(one.source)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                )}
              </div>
              {titles.map((unit) => (
                <section key={unit.unitId} className="card">
                  <h2>{unit.unitName}</h2>
                  {unit.titles.map((title) => (
                    <p key={title.id} className="row">
                      {title.zh} <State tone={title.granted ? 'good' : ''}>{title.granted ? '授予' : '未达到'}</State>{' '}
                      <span className="quiet small">{sourceWords(title.source)}</span>
                    </p>
                  ))}
                </section>
              ))}
            </>
          )}
        </Reading>
      )}
    </Page>
  );
}

function Ratio({ of }: { readonly of: Effect['ratio'] }) {
  if (!of?.result) return null;
  return (
    <span className="quiet">
      {' '}
      （{of.base}% → {of.result}%）
    </span>
  );
}
