import { Button, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { IncidentPage, IntegrityRunView, IntegrityView, type IncidentView, type LogStatus } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList, useRead } from '../api/reading.ts';
import { EvidenceSections } from '../evidence/areas.tsx';
import { UnitName } from '../registry/unit-name.tsx';
import { UnitSelect } from '../registry/unit-select.tsx';
import { useMay } from '../session/session.ts';
import { momentWords } from '../shared/day-words.ts';
import { LongList } from '../shared/long-list.tsx';
import { MoreBelow } from '../shared/more-below.tsx';
import { Nothing, Page, Pairs, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { SystemSections } from '../system/areas.tsx';
import { Digest, placeWords, shortened, VERDICTS } from './integrity-words.tsx';
import { LogKeyCard } from './log-key-card.tsx';
import { SearchIndexCard } from './search-index-card.tsx';
import './integrity.css';

/** Whether all that is kept is still as it came: the log, the bytes, what was found, and the report for a unit. */
export function IntegrityPage() {
  const may = useMay();
  const view = useRead(IntegrityView, '/api/evidence/integrity');
  return (
    <Page title="档案完整性" lead="每份材料、每条台账是否还是当初登记的样子">
      {may('clock.move') ? <SystemSections /> : <EvidenceSections />}
      <Reading read={view}>
        {(data) => (
          <>
            <Summary of={data} />
            <Check last={data.lastRun} />
            <LogCard of={data.log} />
            {may('integrity.run') && <LogKeyCard />}
            {may('integrity.run') && <SearchIndexCard />}
          </>
        )}
      </Reading>
      <Incidents />
      <section className="card row between" aria-label="四性检测">
        <div>
          <h2>四性检测报告</h2>
          <p className="quiet">按单位和年度检测真实性、完整性、可用性、安全性，可以打印</p>
        </div>
        <Link to="/app/evidence/integrity/properties">选择单位和年度</Link>
      </section>
    </Page>
  );
}

function Summary({ of: { log, blobs } }: { readonly of: IntegrityView }) {
  const bad = log.openIncidents > 0 || log.late || log.witness === 'disagrees' || blobs.overdue > 0;
  return (
    <section className="card stack" aria-label="结论">
      <p>
        <State tone={bad ? 'bad' : 'good'}>{bad ? '需要处理' : '没有发现问题'}</State>{' '}
        {log.openIncidents > 0 && <>有 {log.openIncidents} 处不符尚未处理。</>}
        {log.late && <>有登记超过 {log.oldestWaitingSeconds} 秒没有入账。</>}
        {log.witness === 'disagrees' && <>日志与外部见证的检查点不一致，已停止入账。</>}
        {blobs.overdue > 0 && <>有 {blobs.overdue} 份内容超过 {blobs.days} 天没有复核。</>}
      </p>
      <dl className="figures">
        <Figure name="存储的内容" value={blobs.total} unit="份" />
        <Figure name="有两份副本" value={blobs.hasSecondCopy ? `${blobs.twoCopies} / ${blobs.total}` : '1 份'} unit={blobs.hasSecondCopy ? '' : '未设第二副本'} />
        <Figure name={`${blobs.days} 天内未复核`} value={blobs.overdue} unit="份" />
        <Figure name="日志条数" value={log.size} unit={log.waiting > 0 ? `另有 ${log.waiting} 条待入账` : ''} />
      </dl>
    </section>
  );
}

function Figure({ name, value, unit }: { readonly name: string; readonly value: number | string; readonly unit: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value} <small>{unit}</small>
      </dd>
    </div>
  );
}

/** Starts a check and shows how far it is; one that somebody else started is shown too. */
function Check({ last }: { readonly last: IntegrityRunView | undefined }) {
  const may = useMay();
  const [unitId, chooseUnit] = useState<string>();
  const [asked, setAsked] = useState<string>();
  const command = useCommand(IntegrityRunView, ({ id }) => setAsked(id));
  const watched = asked ?? (last?.state === 'running' ? last.id : undefined);
  const read = useRead(IntegrityRunView, watched ? `/api/evidence/integrity/runs/${watched}` : undefined, {}, 0);
  const run = read.data ?? last;
  const isRunning = run?.state === 'running';
  const { refetch } = read;
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => void refetch(), 1_000);
    return () => clearInterval(timer);
  }, [isRunning, refetch]);
  const start = (scope: string, more: object = {}) => command.give({ path: '/api/evidence/integrity/runs', body: { scope, ...more } });
  return (
    <section className="card stack" aria-label="检查">
      <div className="row between">
        <h2>检查</h2>
        {may('integrity.run') && (
          <div className="row">
            <Button disabled={isRunning} onClick={() => start('sample', { sampleSize: 200 })}>
              抽查 200 份
            </Button>
            <Button type="primary" disabled={isRunning} loading={command.busy} onClick={() => start('all')}>
              全面检查
            </Button>
          </div>
        )}
      </div>
      {may('integrity.run') && (
        <div className="row">
          <div className="wide" style={{ flex: '0 1 320px', minWidth: 200 }}>
            <label htmlFor="check-unit" className="quiet small" style={{ display: 'block' }}>
              只查一个单位
            </label>
            <UnitSelect id="check-unit" all {...(unitId ? { value: unitId } : {})} onChange={chooseUnit} />
          </div>
          <Button disabled={isRunning || unitId === undefined} onClick={() => start('unit', { unitId })}>
            只查这个单位
          </Button>
        </div>
      )}
      <ProblemAlert problem={command.problem} />
      {run ? <Run of={run} /> : <p className="quiet">还没有做过检查。系统平时会在后台逐份复核。</p>}
    </section>
  );
}

const SCOPES = { all: '全面检查', unit: '单位检查', sample: '抽查' } as const;

function Run({ of: run }: { readonly of: IntegrityRunView }) {
  const { counts, faults } = run;
  return (
    <>
      {run.state === 'running' ? (
        <div role="status">
          <p>
            {SCOPES[run.scope]}正在进行，已查 {run.done} 项，约 {run.total} 项。可以离开本页，检查会继续。
          </p>
          <Progress percent={run.total === 0 ? 0 : Math.min(99, Math.round((run.done / run.total) * 100))} aria-label="进度" />
        </div>
      ) : (
        <p>
          {SCOPES[run.scope]}，{run.finishedAt && momentWords(run.finishedAt)}完成：查 {counts.checked} 项，已变 {counts.changed}，缺失 {counts.missing}，无登记 {counts.untracked}
          {counts.repaired > 0 && <>，其中 {counts.repaired} 处已由第二副本修复</>}。
        </p>
      )}
      {faults.length > 0 && (
        <ul className="lines" aria-label="不符之处">
          {faults.map((fault) => (
            <li key={`${fault.objectId}${fault.place}`} style={{ paddingInline: 0 }}>
              <FaultLine of={fault} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function FaultLine({ of: fault }: { readonly of: IntegrityRunView['faults'][number] }) {
  return (
    <>
      <div className="main">
        <span className="title">{fault.name || fault.objectId}</span>
        <p className="quiet">
          {fault.unitId && (
            <>
              <UnitName id={fault.unitId} /> ·{' '}
            </>
          )}
          <span title={fault.place}>{placeWords(fault.place)}</span>
        </p>
        {(fault.expected ?? fault.found) && (
          <p className="quiet words small">
            应为 {shortened(fault.expected ?? '—')}，实为 {shortened(fault.found ?? '没有')}
          </p>
        )}
      </div>
      <div className="side">{fault.repaired ? <State tone="good">已修复</State> : <State tone="bad">{VERDICTS[fault.verdict]}</State>}</div>
    </>
  );
}

function LogCard({ of: log }: { readonly of: LogStatus }) {
  return (
    <section className="card" aria-label="存证日志">
      <h2>存证日志</h2>
      <Pairs
        of={[
          ['最新检查点', `第 ${log.size} 条，${momentWords(log.checkpointAt)}`],
          ['根摘要', <Digest key="root" of={log.root} />],
          ['待入账', log.waiting === 0 ? '没有' : `${log.waiting} 条，最早的等了 ${log.oldestWaitingSeconds} 秒`],
          ['外部见证', log.witness === 'none' ? '未设置' : log.witness === 'agrees' ? <State key="witness" tone="good">一致</State> : <State key="witness" tone="bad">不一致</State>],
          ['公开页面', <Link key="public" to="/app/log">任何人都可以查看和核对</Link>],
        ]}
      />
    </section>
  );
}

const INCIDENT_TONES = { open: 'bad', repaired: 'good', closed: '' } as const;
const INCIDENT_STATES = { open: '未处理', repaired: '已修复', closed: '已恢复' } as const;

function Incidents() {
  const incidents = useList<IncidentView>(IncidentPage, '/api/evidence/integrity/incidents');
  return (
    <section className="card flush" aria-label="事件">
      <h2 style={{ padding: '16px 24px 8px' }}>事件</h2>
      {incidents.error && incidents.items.length === 0 ? <Reading read={{ data: undefined, error: incidents.error }}>{() => null}</Reading> : null}
      {!incidents.loading && !incidents.error && incidents.items.length === 0 && <Nothing title="没有发生过事件">发现内容改变、缺失时会记在这里。</Nothing>}
      <LongList of={incidents.items} label="事件" keyOf={({ id }) => id} goesOn={incidents.more !== undefined}>
        {(one) => (
          <>
            <div className="main">
              <span className="title">
                {one.name || one.objectId} {VERDICTS[one.verdict]}
              </span>
              <p className="quiet">
                {one.unitId && (
                  <>
                    <UnitName id={one.unitId} /> ·{' '}
                  </>
                )}
                {momentWords(one.openedAt)} · <span title={one.place}>{placeWords(one.place)}</span>
              </p>
            </div>
            <div className="side">
              <State tone={INCIDENT_TONES[one.state]}>{INCIDENT_STATES[one.state]}</State>
            </div>
          </>
        )}
      </LongList>
      <MoreBelow of={incidents} />
    </section>
  );
}
