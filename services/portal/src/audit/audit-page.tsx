import { Button, Form, Input } from 'antd';
import { Link, useParams } from 'react-router';
import {
  AuditItemPage,
  AuditUnitList,
  AuditView,
  FLAG_KINDS,
  FLAG_NAMES,
  VERDICT_NAMES,
  VERDICTS,
  type AuditItemLine,
} from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList, useRead } from '../api/reading.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords, momentWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Chips, Lines } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Nothing, Page, Pairs } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { AuditState, FlagWords, VerdictState, wayWords } from './audit-words.tsx';
import './audit.css';

/** One audit: how it was drawn, how far it has come, its items. */
export function AuditPageView() {
  const { id } = useParams();
  const audit = useRead(AuditView, `/api/evidence/audits/${id}`);
  return <Reading read={audit}>{(data) => <Audit audit={data} />}</Reading>;
}

function Audit({ audit }: { readonly audit: AuditView }) {
  const mayRun = useMay()('audit.run');
  const isDrawn = audit.population !== undefined;
  return (
    <Page
      title={audit.title}
      up={{ to: '/app/evidence/audits', name: '档案抽查' }}
      lead={
        <span className="row">
          <AuditState state={audit.state} />
          <span>
            <UnitName id={audit.unitId} /> · {dayWords(audit.from)}至{dayWords(audit.to)}的材料
          </span>
        </span>
      }
      actions={
        isDrawn && (
          <>
            <a href={`/api/evidence/audits/${audit.id}/sheet`} target="_blank" rel="noreferrer">
              打印抽查表
            </a>
            {mayRun && audit.state === 'open' && (
              <LinkButton primary to={`/app/evidence/audits/${audit.id}/review?standing=open`}>
                {audit.progress.judged === 0 ? '开始评' : '接着评'}
              </LinkButton>
            )}
          </>
        )
      }
    >
      {audit.state === 'announced' && mayRun && <Draw audit={audit} />}
      {isDrawn && <Progress audit={audit} mayRun={mayRun} />}
      {isDrawn && <Items audit={audit} mayRun={mayRun} />}
      <Method audit={audit} />
      {isDrawn && mayRun && <Units audit={audit} />}
    </Page>
  );
}

/** How it was, or will be, drawn: what was published before, and what anyone needs to draw again. */
function Method({ audit }: { readonly audit: AuditView }) {
  const code = (text: string) => <code className="small words">{text}</code>;
  return (
    <section className="card">
      <h2>抽取方法</h2>
      <Pairs
        of={[
          ['方法', wayWords(audit)],
          ['公布时间', momentWords(audit.announced.at)],
          ...(audit.commitment ? [['种子的摘要', code(audit.commitment)] as const] : []),
          ...(audit.publicSource ? [['种子来源', audit.publicSource] as const] : []),
          ...(audit.drawn ? [['抽取时间', momentWords(audit.drawn.at)] as const] : []),
          ...(audit.seed ? [['种子', code(audit.seed)] as const] : []),
          ...(audit.population
            ? [
                [
                  '材料清单',
                  <span key="p">
                    <a href={`/api/evidence/audits/${audit.id}/population`} target="_blank" rel="noreferrer">
                      查看 {audit.population.items} 件
                    </a>
                    ，摘要 {code(audit.population.digest)}
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
      {audit.way.by !== 'list' && (
        <p className="quiet small" style={{ marginTop: 8 }}>
          按“种子:编号”的 SHA-256 由小到大排序，先取各单位应抽件数，再依次补足，谁都可以复算。
        </p>
      )}
    </section>
  );
}

function Draw({ audit }: { readonly audit: AuditView }) {
  return (
    <section className="card narrow">
      <h2>抽取</h2>
      <CommandForm
        label="抽取"
        submit="抽取"
        draft={`audit-draw-${audit.id}`}
        schema={AuditView}
        order={({ seed }: { seed?: string }) => ({ path: `/api/evidence/audits/${audit.id}/draw`, body: seed ? { seed } : {} })}
        said="已抽取"
        beside={<span className="quiet">抽取后材料清单和名单固定，不能重抽。</span>}
      >
        {audit.publicSource && (
          <Form.Item
            name="seed"
            label={`公开号码（${audit.publicSource}）`}
            rules={[{ required: true, message: '请填写公布的号码' }]}
          >
            <Input maxLength={200} />
          </Form.Item>
        )}
      </CommandForm>
    </section>
  );
}

function Progress({ audit, mayRun }: { readonly audit: AuditView; readonly mayRun: boolean }) {
  const { progress } = audit;
  const say = useSay();
  const publish = useCommand(AuditView, () => say('已告知单位'));
  const close = useCommand(AuditView, () => say('抽查已办结'));
  const part = (count: number) => ({ width: `${(100 * count) / Math.max(1, progress.total)}%` });
  const path = `/api/evidence/audits/${audit.id}`;
  return (
    <section className="card" aria-label="进度">
      <div className="row between">
        <strong>{mayRun ? `已评 ${progress.judged} / ${progress.total} 件` : `本单位 ${progress.total} 件`}</strong>
        {mayRun && audit.state === 'open' && (
          <span className="row">
            {progress.unpublished > 0 && (
              <Button loading={publish.busy} onClick={() => publish.give({ path: `${path}/publication`, body: {} })}>
                告知单位（{progress.unpublished} 件）
              </Button>
            )}
            {progress.judged === progress.total && (
              <Button
                loading={close.busy}
                onClick={() => close.give({ path: `${path}/closing`, body: {}, version: audit.version })}
              >
                办结
              </Button>
            )}
          </span>
        )}
      </div>
      <div className="audit-bar" style={{ marginTop: 8 }} aria-hidden="true">
        {VERDICTS.map((verdict) => (
          <i key={verdict} className={verdict} style={part(progress[verdict])} />
        ))}
      </div>
      <p className="audit-counts">
        {VERDICTS.map((verdict) => (
          <span key={verdict}>
            {VERDICT_NAMES[verdict].zh} {progress[verdict]}
          </span>
        ))}
        {progress.answered > 0 && <span>单位已答复 {progress.answered}</span>}
        {progress.overdue > 0 && <span style={{ color: 'var(--red)' }}>逾期未补正 {progress.overdue}</span>}
      </p>
      <ProblemAlert problem={publish.problem ?? close.problem} />
    </section>
  );
}

const STANDINGS = [
  ['', '全部'],
  ['open', '未评'],
  ['answered', '单位已答复'],
  ['overdue', '逾期未补正'],
  ['unpublished', '未告知'],
] as const;

function Items({ audit, mayRun }: { readonly audit: AuditView; readonly mayRun: boolean }) {
  const [standing, setStanding] = useAddressFilter('standing');
  const [verdict, setVerdict] = useAddressFilter('verdict');
  const [flag, setFlag] = useAddressFilter('flag');
  const [unitId, setUnitId] = useAddressFilter('unitId');
  const filters = {
    standing: standing || undefined,
    verdict: verdict || undefined,
    flag: flag || undefined,
    unitId: unitId || undefined,
  };
  const items = useList(AuditItemPage, `/api/evidence/audits/${audit.id}/items`, { ...filters, limit: 200 });
  const kept = Object.entries(filters).flatMap(([name, value]) => (value ? [`${name}=${value}`] : []));
  return (
    <>
      {mayRun && <Chips label="进展" value={standing} of={STANDINGS} onChange={setStanding} />}
      <Chips
        label="结论"
        value={verdict}
        of={[['', '不限结论'], ...VERDICTS.map((one) => [one, VERDICT_NAMES[one].zh] as const)]}
        onChange={setVerdict}
      />
      {mayRun && (
        <Chips
          label="提示"
          value={flag}
          of={[['', '不限提示'], ...FLAG_KINDS.map((one) => [one, FLAG_NAMES[one].zh] as const)]}
          onChange={setFlag}
        />
      )}
      {unitId && (
        <p>
          只看 <UnitName id={unitId} />{' '}
          <button type="button" className="plain" onClick={() => setUnitId('')}>
            看全部单位
          </button>
        </p>
      )}
      <div className="audit-lines-box">
        <Lines of={items} label="抽查材料" keyOf={({ id }) => id} empty={<Nothing title="没有符合条件的材料" />}>
          {(item) => (
            <ItemLine
              item={item}
              to={`/app/evidence/audits/${audit.id}/review?${[...kept, `at=${item.order}`].join('&')}`}
              unit={mayRun}
            />
          )}
        </Lines>
      </div>
    </>
  );
}

function ItemLine({ item, to, unit }: { readonly item: AuditItemLine; readonly to: string; readonly unit: boolean }) {
  return (
    <>
      <div className="main">
        <Link className="title" to={to}>
          {item.order}. {item.title || '（限制查看）'}
        </Link>
        <p className="quiet">
          {unit && (
            <>
              <UnitName id={item.unitId} /> ·{' '}
            </>
          )}
          {item.kind === 'record' ? '台账' : '材料'} · {dayWords(item.day)} <FlagWords of={item.flags} />
        </p>
      </div>
      <div className="side">
        {item.verdict === 'supplement' && item.until && <Deadline day={item.until} done={item.answered} />}
        {item.answered && <span className="state">已答复</span>}
        <VerdictState verdict={item.verdict} />
      </div>
    </>
  );
}

function Units({ audit }: { readonly audit: AuditView }) {
  const units = useRead(AuditUnitList, `/api/evidence/audits/${audit.id}/units`).data?.items ?? [];
  return (
    <section className="card flush">
      <div className="table-wrap">
        <table className="plain-table" aria-label="按单位">
          <thead>
            <tr>
              <th>单位</th>
              <th>抽查</th>
              <th>已评</th>
              <th>补正</th>
              <th>不认可</th>
              <th>逾期</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {units.map((one) => (
              <tr key={one.unitId}>
                <td>
                  <Link to={`?unitId=${one.unitId}`}>{one.name}</Link>
                </td>
                <td>{one.total}</td>
                <td>{one.judged}</td>
                <td>{one.supplement}</td>
                <td>{one.reject}</td>
                <td>{one.overdue}</td>
                <td>
                  <a href={`/api/evidence/audits/${audit.id}/sheet?unitId=${one.unitId}`} target="_blank" rel="noreferrer">
                    抽查表
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
