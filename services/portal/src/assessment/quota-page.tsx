import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { CampaignView, CandidacyDetail, QuotaBoard, TodoList } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { momentWords } from '../shared/day-words.ts';
import { Nothing, Page, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { sourceWords } from '../shared/words.ts';
import { stateWords } from './candidacy-words.tsx';
import './quota.css';

type Group = QuotaBoard['items'][number];
type Standing = Group['standings'][number];

/** Places of each group, who took them, and who stands where; recommending and taking back from here. */
export function QuotaPage() {
  const { id } = useParams();
  const may = useMay();
  const campaign = useRead(CampaignView, `/api/assessment/campaigns/${id}`, {}, 300).data;
  const board = useRead(QuotaBoard, `/api/assessment/campaigns/${id}/quotas`);
  const todo = useRead(TodoList, '/api/assessment/todo').data?.items ?? [];
  const steps = new Map(todo.flatMap((one) => (one.candidacyId && one.campaign.id === id ? [[one.candidacyId, one.act] as const] : [])));
  return (
    <Page title="名额" up={{ to: `/app/assessment/campaigns/${id}`, name: campaign?.title ?? '评定活动' }} lead="每个范围的名额、已用和候选顺序">
      <Reading read={board}>
        {({ items, changes }) =>
          items.length === 0 ? (
            <div className="card">
              <Nothing title="本次评定没有名额限制" />
            </div>
          ) : (
            <>
              {items.map((group) => (
                <GroupCard key={`${group.quota}:${group.group}`} of={group} campaignId={id!} steps={steps} />
              ))}
              {may('quota.adjust') && <AdjustQuotaForm groups={items} campaignId={id!} />}
              {changes.length > 0 && <Changes of={changes} groups={items} />}
            </>
          )
        }
      </Reading>
    </Page>
  );
}

interface GroupProps {
  readonly of: Group;
  readonly campaignId: string;
  readonly steps: ReadonlyMap<string, string>;
}

function GroupCard({ of: group, campaignId, steps }: GroupProps) {
  const all = group.places.reduce((sum, { places }) => sum + places, 0);
  const left = all - group.usedCount;
  const competing = group.standings.filter(({ barred }) => barred.length === 0);
  const barred = group.standings.filter(({ barred: clauses }) => clauses.length > 0);
  const tied = competing.filter((one) => one.tied);
  return (
    <section className="card" aria-label={`${group.zh}${group.groupName ? `：${group.groupName}` : ''}`}>
      <h2>
        {group.groupName || '全部单位'} <span className="quiet small">{group.zh}</span>
      </h2>
      <dl className="places">
        <div>
          <dt>名额</dt>
          <dd>{all}</dd>
        </div>
        <div>
          <dt>已用</dt>
          <dd>{group.usedCount}</dd>
        </div>
        <div className={left <= 0 ? 'full' : ''}>
          <dt>还剩</dt>
          <dd>{Math.max(0, left)}</dd>
        </div>
      </dl>
      <p className="quiet small">
        {group.places.map(({ level, share, places }) => `${level.zh}${share === null ? '' : ` ${share}%`} ${places} 个`).join('，')}；共 {group.units} 个单位，按 {group.base} 个计算 · {sourceWords(group.source)}
        {group.reason && `；本轮已调整：${group.reason}`}
      </p>
      {left < 0 && <p className="alert bad">已推荐的比名额多 {-left} 个，须撤回。</p>}
      {tied.length > 0 && (
        <p className="alert" style={{ marginTop: 12 }}>
          名额线上有并列：{tied.map(({ unit }) => unit.name).join('、')}。按规则，并列的{group.ties === 'in' ? '一并进入' : '一并不进入'}名额。
        </p>
      )}
      <h3 style={{ marginTop: 16 }}>候选 {competing.length} 个</h3>
      <p className="quiet small">
        {group.order.length > 0 ? `按${group.order.map(({ zh }) => zh).join('、')}从高到低` : '办法没有写明先后，由推荐机构研究确定，以下按编码排列'}
      </p>
      {competing.length === 0 ? (
        <p className="quiet">没有可以推荐的单位。</p>
      ) : (
        <ol className="lines inset" aria-label="候选">
          {competing.map((one, i) => (
            <li key={one.candidacyId} className={one.within === null && competing[i - 1]?.within ? 'beyond' : ''}>
              <div className="main">
                <Link className="title" to={`/app/assessment/candidacies/${one.candidacyId}`}>
                  {one.place !== null && `${one.place}. `}
                  {one.unit.name}
                </Link>
                <p className="quiet">
                  {[
                    ...one.values.map((value, at) => `${group.order[at]?.zh ?? ''} ${value}`),
                    one.level ? `${stateWords(one.state)}，${one.level.zh}` : '尚未申报',
                    ...(one.tied ? ['并列在名额线上'] : []),
                    ...(one.incomplete ? ['事实不全，位置未定'] : []),
                  ].join(' · ')}
                </p>
              </div>
              <div className="side">
                <Standings one={one} step={steps.get(one.candidacyId)} campaignId={campaignId} left={left} />
              </div>
            </li>
          ))}
        </ol>
      )}
      {barred.length > 0 && (
        <details style={{ marginTop: 12 }}>
          <summary>不参加推荐的 {barred.length} 个</summary>
          <ul className="lines inset" aria-label="不参加推荐">
            {barred.map((one) => (
              <li key={one.candidacyId}>
                <div className="main">
                  <Link to={`/app/assessment/candidacies/${one.candidacyId}`}>{one.unit.name}</Link>
                  <p className="quiet">{one.barred.map(({ clause, zh, source }) => `${zh}（${clause}，${sourceWords(source)}）`).join('；')}</p>
                </div>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

interface StandingProps {
  readonly one: Standing;
  readonly step: string | undefined;
  readonly campaignId: string;
  readonly left: number;
}

/** What the unit's place says, and the act on it where it is this seat's. */
function Standings({ one, step, left }: StandingProps) {
  const may = useMay();
  const say = useSay();
  const command = useCommand(CandidacyDetail, () => say('已推荐'));
  const [back, setBack] = useState(false);
  if (one.taken) {
    return (
      <>
        <State tone="good">已占名额</State>
        {may('level.decide') && one.state === 'reviewing' && (
          <Button size="small" onClick={() => setBack(true)}>
            撤回
          </Button>
        )}
        <TakeBack one={one} open={back} close={() => setBack(false)} />
      </>
    );
  }
  return (
    <>
      {one.within && <State>名额内</State>}
      {step === 'recommend' && (
        <Button
          size="small"
          type="primary"
          disabled={left <= 0}
          loading={command.busy}
          onClick={() => command.give({ path: `/api/assessment/candidacies/${one.candidacyId}/recommend`, body: {} })}
        >
          推荐
        </Button>
      )}
      <ProblemAlert problem={command.problem} />
    </>
  );
}

/** Takes one's own recommendation back, with the reason. */
function TakeBack({ one, open, close }: { readonly one: Standing; readonly open: boolean; readonly close: () => void }) {
  return (
    <Modal open={open} title={`撤回推荐：${one.unit.name}`} footer={null} onCancel={close} destroyOnHidden>
      <CommandForm
        label="撤回推荐"
        submit="撤回推荐"
        draft={`take-back-${one.candidacyId}`}
        schema={CandidacyDetail}
        order={({ reason }: { reason: string }) => ({ path: `/api/assessment/candidacies/${one.candidacyId}/take-back`, body: { reason } })}
        said="已撤回，名额空出"
        done={close}
      >
        <Form.Item name="reason" label="原因" rules={[{ required: true, message: '请写明原因' }]}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} />
        </Form.Item>
      </CommandForm>
    </Modal>
  );
}

interface Adjusting {
  readonly target: string;
  readonly places: Readonly<Record<string, number | null | undefined>>;
  readonly reason: string;
}

/** Other shares for this round, or for one group, by the body that the scheme names. */
function AdjustQuotaForm({ groups, campaignId }: { readonly groups: readonly Group[]; readonly campaignId: string }) {
  const [target, setTarget] = useState<string>();
  const targets = [
    ...[...new Map(groups.map(({ quota, zh }) => [quota, zh]))].map(([quota, zh]) => ({ value: JSON.stringify([quota]), label: `${zh}（各范围一律）` })),
    ...groups.filter(({ group }) => group).map(({ quota, group, groupName, zh }) => ({ value: JSON.stringify([quota, group]), label: `${zh}：${groupName}` })),
  ];
  const [quota, group] = target ? (JSON.parse(target) as [string, string?]) : [];
  const chosen = groups.find((one) => one.quota === quota && (group === undefined || one.group === group));
  return (
    <details className="card narrow">
      <summary>调整本轮名额</summary>
      <Form layout="vertical" component={false}>
        <Form.Item label="调整哪一项" htmlFor="quota-target" style={{ marginTop: 16 }}>
          <Select id="quota-target" options={targets} {...(target ? { value: target } : {})} onChange={setTarget} placeholder="请选择" />
        </Form.Item>
      </Form>
      {chosen && (
        <CommandForm
          key={target}
          label="调整名额"
          submit="调整"
          draft={`quota-${campaignId}-${target}`}
          schema={QuotaBoard}
          order={({ places, reason }: Adjusting) => {
            const given = Object.fromEntries(Object.entries(places).filter(([, value]) => value !== null && value !== undefined));
            const byShare = chosen.places.some(({ share }) => share !== null);
            return {
              path: `/api/assessment/campaigns/${campaignId}/quotas`,
              body: { quota, ...(group === undefined ? {} : { group }), ...(byShare ? { shares: given } : { counts: given }), reason },
            };
          }}
          said="名额已调整"
        >
          {chosen.places.map(({ level, share, places }) => (
            <Form.Item key={level.id} name={['places', level.id]} label={share === null ? `${level.zh}的个数` : `${level.zh}的比例（%）`} rules={[{ required: true, message: '请填写' }]} extra={`现在 ${share === null ? `${places} 个` : `${share}%`}`}>
              <InputNumber min={0} {...(share === null ? { precision: 0 } : { max: 100 })} style={{ width: 160 }} />
            </Form.Item>
          ))}
          <Form.Item name="reason" label="调整原因" rules={[{ required: true, message: '请写明原因' }]}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} />
          </Form.Item>
        </CommandForm>
      )}
    </details>
  );
}

function Changes({ of, groups }: { readonly of: QuotaBoard['changes']; readonly groups: readonly Group[] }) {
  return (
    <section className="card">
      <h2>调整记录</h2>
      <ul className="lines inset" aria-label="调整记录">
        {of.map((change, i) => {
          const about = groups.find(({ quota, group }) => quota === change.quota && (change.group === undefined || change.group === group));
          const levels = new Map(about?.places.map(({ level }) => [level.id, level.zh]));
          const said = Object.entries(change.shares ?? change.counts ?? {}).map(([level, amount]) => `${levels.get(level) ?? level} ${String(amount)}${change.shares ? '%' : ' 个'}`);
          return (
            <li key={i}>
              <div className="main">
                {about?.zh ?? change.quota}
                {change.group && about ? `（${about.groupName}）` : ''}：{said.join('，')}
                <p className="quiet">原因：{change.reason}</p>
              </div>
              <div className="side quiet small">
                <UnitName id={change.by.unitId} /> {momentWords(change.at)}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
