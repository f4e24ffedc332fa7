import { Form, Input, Select } from 'antd';
import { Link } from 'react-router';
import { HonourRecommendations, HonourRecommendationView, HonourStandings, SchemeDetail, type CampaignView, type HonourRecommend } from '@xingchuang/contracts';
import type { Scheme } from '@xingchuang/schemes';
import { useList, useRead } from '../api/reading.ts';
import { inLanguage } from '../language/language.ts';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { sourceWords } from '../shared/words.ts';
import { CampaignSelect, useCampaignChoice } from './areas.tsx';

const required = (message: string) => [{ required: true, message }];
type Honours = Scheme['honours'];

/** Who is put forward for an honour this year: bars refuse, priorities come first. */
export function HonoursPage() {
  const choice = useCampaignChoice();
  return (
    <Page
      title="评优推荐"
      up={{ to: '/app/publicity/rewards', name: '奖惩台账' }}
      lead="办法列出的评优事项：受限制的单位不能推荐，优先的排在前面；一年内同一事项每个单位推荐一次"
      actions={<LinkButton to="/app/publicity/rewards/check">提名前核查</LinkButton>}
    >
      <CampaignSelect {...choice} />
      {choice.campaign ? (
        <OfScheme key={choice.campaign.schemeId} campaign={choice.campaign} />
      ) : (
        <div className="card flush">
          <Nothing title="还没有评定活动">评优事项写在评定办法里，开始评定后才能推荐。</Nothing>
        </div>
      )}
    </Page>
  );
}

function OfScheme({ campaign: { schemeId, schemeVersion } }: { readonly campaign: CampaignView }) {
  const scheme = useRead(SchemeDetail, `/api/assessment/schemes/${schemeId}/${schemeVersion}`, {}, 3_600);
  return (
    <Reading read={scheme}>
      {(detail) => {
        const { honours } = detail.scheme as unknown as Scheme; // what the service parsed from the scheme's text
        return Object.keys(honours).length === 0 ? (
          <div className="card flush">
            <Nothing title="这个办法没有列出评优事项" />
          </div>
        ) : (
          <Chosen honours={honours} />
        );
      }}
    </Reading>
  );
}

function Chosen({ honours }: { readonly honours: Honours }) {
  const may = useMay();
  const [chosen, choose] = useAddressFilter('honour');
  const honour = chosen in honours ? chosen : Object.keys(honours)[0]!;
  const { source, basis } = honours[honour]!;
  return (
    <>
      <div>
        <label htmlFor="honour" className="quiet small" style={{ display: 'block' }}>
          评优事项
        </label>
        <Select
          id="honour"
          value={honour}
          onChange={choose}
          style={{ minWidth: 260, maxWidth: '100%' }}
          options={Object.entries(honours).map(([value, { zh, en }]) => ({ value, label: inLanguage({ zh, en: en ?? zh }) }))}
        />
        <p className="quiet small">{sourceWords(source ?? basis ?? '')}</p>
      </div>
      <Recommended honour={honour} />
      <Standings honour={honour} />
      {may('effect.call') && <Recommend key={honour} honour={honour} />}
    </>
  );
}

function Recommended({ honour }: { readonly honour: string }) {
  const year = useToday()?.slice(0, 4);
  const read = useRead(HonourRecommendations, year ? '/api/publicity/honours/recommendations' : undefined, { honour, year });
  return (
    <section className="card" aria-label="今年已推荐">
      <h2>今年已推荐</h2>
      <Reading read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title="今年还没有推荐单位" />
          ) : (
            <ul className="lines inset" aria-label="已推荐的单位">
              {items.map((one) => (
                <li key={one.id}>
                  <div className="main">
                    <span className="title">{one.unitName}</span>
                    <p className="words">{one.reason}</p>
                    <p className="quiet">{dayWords(one.recommendedOn)}推荐</p>
                  </div>
                  {one.priority && (
                    <div className="side">
                      <State tone="good">优先</State>
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Reading>
    </section>
  );
}

/** Whoever is not named here may be recommended like anybody. */
function Standings({ honour }: { readonly honour: string }) {
  const standings = useList(HonourStandings, '/api/publicity/honours', { honour });
  return (
    <section className="stack tight" aria-label="限制和优先">
      <h2>限制和优先</h2>
      <Lines of={standings} label="受限制和优先的单位" keyOf={({ lineId }) => lineId} empty={<Nothing title="没有受限制或优先的单位">都可以按一般条件推荐。</Nothing>}>
        {(one) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/publicity/rewards/${one.lineId}`}>
                {one.unitName}
              </Link>
              <p className="quiet">
                {one.zh} · {sourceWords(one.source)}
              </p>
            </div>
            <div className="side">
              <State tone={one.standing === 'barred' ? 'bad' : 'good'}>{one.standing === 'barred' ? '不得推荐' : '优先'}</State>
            </div>
          </>
        )}
      </Lines>
    </section>
  );
}

const Recommend = ({ honour }: { readonly honour: string }) => (
  <section className="card narrow" aria-label="推荐单位">
    <h2>推荐单位</h2>
    <CommandForm
      label="推荐单位"
      submit="推荐"
      final
      again
      draft={`honour-${honour}`}
      schema={HonourRecommendationView}
      said={({ unitName }) => `已推荐${unitName}`}
      order={({ unitId, reason }: Omit<HonourRecommend, 'honour'>) => ({ path: '/api/publicity/honours/recommendations', body: { honour, unitId, reason } })}
    >
      <Form.Item name="unitId" label="单位" rules={required('请选择单位')}>
        <UnitSelect />
      </Form.Item>
      <Form.Item name="reason" label="推荐理由" rules={required('请写明理由')}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={1_000} />
      </Form.Item>
    </CommandForm>
  </section>
);
