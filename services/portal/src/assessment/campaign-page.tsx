import { Link, useParams } from 'react-router';
import { CampaignView, CandidacyList, SchemeDetail } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, Pairs } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { Stars } from '../shared/stars.tsx';
import { useToday } from '../shared/today.ts';
import { CandidacyState, nextWords, STATE_CHIPS } from './candidacy-words.tsx';
import { DeclaringState } from './campaigns-page.tsx';
import { FactsImport } from './facts-import.tsx';
import { valueWords } from './parameter-fields.tsx';

/** One round: its dates and settings, and every unit's way through it. */
export function CampaignPage() {
  const { id } = useParams();
  const campaign = useRead(CampaignView, `/api/assessment/campaigns/${id}`);
  return <Reading read={campaign}>{(data) => <Campaign campaign={data} />}</Reading>;
}

function Campaign({ campaign }: { readonly campaign: CampaignView }) {
  const may = useMay();
  const { id, declaring, window } = campaign;
  const links = [
    { to: `/app/assessment/schemes/${campaign.schemeId}`, name: '评定办法' },
    ...(may('title.read') ? [{ to: `/app/assessment/campaigns/${id}/titles`, name: '单位称号' }] : []),
    ...(may('spot-check.read') ? [{ to: `/app/assessment/campaigns/${id}/spot-checks`, name: '抽查' }] : []),
    ...(may('effect.read') ? [{ to: `/app/publicity/effects?campaign=${id}`, name: '奖惩' }] : []),
  ];
  return (
    <Page
      title={campaign.title}
      up={{ to: '/app/assessment/campaigns', name: '评定活动' }}
      lead={
        <>
          {campaign.unit.name} · {campaign.schemeName.zh} <DeclaringState campaign={campaign} />
        </>
      }
      actions={links.map(({ to, name }) => (
        <Link key={to} to={to}>
          {name}
        </Link>
      ))}
    >
      <section className="card" aria-label="活动安排">
        <Pairs
          of={[
            ['申报期', `${dayWords(declaring.from)}至${dayWords(declaring.to)}`],
            ['考评期', `${dayWords(window.from)}至${dayWords(window.to)}`],
          ]}
        />
        <Settings campaign={campaign} />
      </section>
      {may('fact.enter') && <FactsImport campaignId={id} />}
      {may('candidacy.read') && <Candidacies campaign={campaign} />}
    </Page>
  );
}

function Settings({ campaign }: { readonly campaign: CampaignView }) {
  const scheme = useRead(SchemeDetail, `/api/assessment/schemes/${campaign.schemeId}/${campaign.schemeVersion}`, {}, 3_600).data;
  if (!scheme) return null;
  const { parameters } = scheme.catalogue;
  return (
    <details style={{ marginTop: 12 }}>
      <summary>本轮参数</summary>
      <div style={{ paddingTop: 12 }}>
        <Pairs
          of={Object.entries(campaign.parameters).map(([name, value]) => [
            parameters[name]?.zh ?? name,
            parameters[name] ? valueWords(scheme, parameters[name], value) : String(value),
          ])}
        />
      </div>
    </details>
  );
}

function Candidacies({ campaign }: { readonly campaign: CampaignView }) {
  const [state, setState] = useAddressFilter('state');
  const [level, setLevel] = useAddressFilter('level');
  const [filed, setFiled] = useAddressFilter('filed');
  const today = useToday();
  const candidacies = useList(CandidacyList, '/api/assessment/candidacies', {
    campaignId: campaign.id,
    state: state || undefined,
    level: level || undefined,
    filed: filed || undefined,
  });
  return (
    <>
      <div className="row">
        <Chips label="进度" value={state} of={STATE_CHIPS} onChange={setState} />
        <Chips
          label="星级"
          value={level}
          of={[['', '各星级'], ...[...campaign.levels].reverse().map(({ id, zh }) => [id, zh] as const)]}
          onChange={setLevel}
        />
        <Chips
          label="备案"
          value={filed}
          of={[
            ['', '不限备案'],
            ['mine', '报我备案'],
          ]}
          onChange={setFiled}
        />
      </div>
      <Lines of={candidacies} label="参评单位" keyOf={({ id }) => id} empty={<Nothing title="没有符合条件的单位" />}>
        {(one) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/assessment/candidacies/${one.id}`}>
                {one.unit.name}
              </Link>
              <p className="quiet">{one.returned ? `已退回：${one.returned.reason}` : nextWords(one, today)}</p>
            </div>
            <div className="side">
              {one.level && <LevelStars level={one.level} of={campaign} />}
              <CandidacyState of={one} />
            </div>
          </>
        )}
      </Lines>
    </>
  );
}

/** A level as stars: as many as its place above the lowest. */
export function LevelStars({
  level,
  of,
}: {
  readonly level: { readonly id: string; readonly zh: string };
  readonly of: Pick<CampaignView, 'levels'>;
}) {
  const place = of.levels.findIndex(({ id }) => id === level.id);
  return <Stars won={Math.max(place, 0)} of={of.levels.length - 1} name={level.zh} />;
}
