import { Checkbox } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { CampaignTally, CampaignView, CandidacyList, SchemeDetail } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page, Pairs } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { Stars } from '../shared/stars.tsx';
import { useToday } from '../shared/today.ts';
import { Overdue, Schedule } from './campaign-schedule.tsx';
import { CampaignSettings } from './campaign-settings.tsx';
import { Tally } from './campaign-tally.tsx';
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
    ...(may('candidacy.read') ? [{ to: `/app/assessment/campaigns/${id}/quotas`, name: '名额' }] : []),
    ...(may('candidacy.read') && campaign.appealWorkdays !== undefined ? [{ to: `/app/assessment/campaigns/${id}/appeals`, name: '申诉' }] : []),
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
      actions={
        <>
          {links.map(({ to, name }) => (
            <Link key={to} to={to}>
              {name}
            </Link>
          ))}
          {may('campaign.export') && (
            <a href={`/api/assessment/campaigns/${id}/package`} download title="整轮评定的全部材料，可用 xingchuang verify 独立核验">
              导出评定包
            </a>
          )}
        </>
      }
    >
      {campaign.cancelled && (
        <p className="alert bad">
          本次评定已于{dayWords(campaign.cancelled.on)}取消：{campaign.cancelled.reason}。已有的申报和记录保留，不能再办理。
        </p>
      )}
      <section className="card" aria-label="活动安排">
        <Pairs
          of={[
            ['申报期', `${dayWords(declaring.from)}至${dayWords(declaring.to)}`],
            ['考评期', `${dayWords(window.from)}至${dayWords(window.to)}`],
            ['申诉', campaign.appealWorkdays === undefined ? '不设申诉环节' : `各环节办完后 ${campaign.appealWorkdays} 个工作日内`],
            ...Object.entries(campaign.documents ?? {}).map(([name, { title, number, publishedOn }]) => ['公布的文件', <span key={name}>{title} {number} · {dayWords(publishedOn)}公布</span>] as const),
          ]}
        />
        <Settings campaign={campaign} />
      </section>
      <Progress campaignId={id} />
      <details className="card">
        <summary>日程和期限</summary>
        <Schedule campaignId={id} />
      </details>
      <Overdue campaignId={id} />
      {may('fact.enter') && <FactsImport campaign={campaign} />}
      {may('candidacy.read') && <Candidacies campaign={campaign} />}
      <CampaignSettings campaign={campaign} />
    </Page>
  );
}

function Progress({ campaignId }: { readonly campaignId: string }) {
  const tally = useRead(CampaignTally, `/api/assessment/campaigns/${campaignId}/tally`);
  return (
    <section className="card stack tight" aria-label="进展">
      <h2>进展</h2>
      <Reading read={tally}>{(data) => <Tally of={data} />}</Reading>
    </section>
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

const MOST_COMPARED = 6;

function Candidacies({ campaign }: { readonly campaign: CampaignView }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const choose = (id: string, on: boolean) => setChosen(on ? [...chosen, id] : chosen.filter((one) => one !== id));
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
          of={[['', '各星级'], ...[...campaign.levels].filter(({ id }) => !campaign.unset.includes(id)).reverse().map(({ id, zh }) => [id, zh] as const)]}
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
      {chosen.length > 0 && (
        <div className="row">
          <span>已选 {chosen.length} 个</span>
          {chosen.length > 1 && <Link to={`/app/assessment/campaigns/${campaign.id}/compare?ids=${chosen.join(',')}`}>并排比较</Link>}
          <button type="button" className="plain" onClick={() => setChosen([])}>
            取消选择
          </button>
        </div>
      )}
      <Lines of={candidacies} label="参评单位" keyOf={({ id }) => id} empty={<Nothing title="没有符合条件的单位" />}>
        {(one) => (
          <>
            {candidacies.items.length > 1 && (
              <Checkbox
                checked={chosen.includes(one.id)}
                disabled={!chosen.includes(one.id) && chosen.length >= MOST_COMPARED}
                onChange={(event) => choose(one.id, event.target.checked)}
                aria-label={`选${one.unit.name}来比较`}
              />
            )}
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
