import { useState, type ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { FrozenRecord, FrozenSetView, RecordView, type FrozenItem, type RecordFieldValue } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { FieldValue } from '../evidence/field-value.tsx';
import { contentOf, typeWords } from '../evidence/file-line.tsx';
import { useRecordTypes } from '../evidence/record-types.ts';
import { UnitName } from '../registry/unit-name.tsx';
import { dayWords, momentWords } from '../shared/day-words.ts';
import { Nothing, Page, Pairs, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { asProblem } from '../api/problem-error.ts';
import './archive.css';

const NOW: Readonly<Record<FrozenItem['now'], readonly [words: string, tone: 'good' | 'due' | 'bad']>> = {
  same: ['与提交时相同', 'good'],
  corrected: ['材料在提交后有更正', 'due'],
  gone: ['已不在档案中', 'bad'],
};

/** What a declaration relied on, as it was handed in, with what has changed since. */
export function FrozenSetPage() {
  const { id } = useParams();
  const set = useRead(FrozenSetView, `/api/evidence/frozen-sets/${id}`);
  return (
    <Reading read={set}>
      {(data) => {
        const changed = data.items.filter(({ now }) => now !== 'same').length;
        return (
          <Page
            title="申报时固定的材料"
            up={{ to: `/app/assessment/candidacies/${data.candidacyId}?tab=evidence`, name: '申报' }}
            lead={
              <>
                <UnitName id={data.unitId} /> · 第 {data.submission} 次提交 · {momentWords(data.submittedAt)}
              </>
            }
          >
            {!data.intact && <p className="alert bad">有材料与固定时的内容对不上，请联系系统管理员核查。</p>}
            {changed > 0 && <p className="alert">{changed} 份材料在提交后有更正；评定以提交时的内容为准，下面都可以查看。</p>}
            <section className="card">
              <Pairs
                of={[
                  ['份数', `${data.count} 份`],
                  ['摘要（SHA-256）', <code key="d" className="digest">{data.digest}</code>],
                  ['核对', data.intact ? '重新计算，与固定时一致' : '不一致'],
                  ['固定于', momentWords(data.frozenAt)],
                  ['保存到', `${dayWords(data.keepUntil)}${data.locked ? '，存储已锁定' : ''}`],
                ]}
              />
            </section>
            <div className="card flush">
              {data.items.length === 0 ? (
                <Nothing title="这次申报没有附材料" />
              ) : (
                <ul className="lines" aria-label="固定的材料">
                  {data.items.map((item) => (
                    <li key={item.id}>
                      <FrozenLine setId={data.id} item={item} />
                    </li>
                  ))}
                </ul>
              )}
            </div>
          </Page>
        );
      }}
    </Reading>
  );
}

function FrozenLine({ setId, item }: { readonly setId: string; readonly item: FrozenItem }) {
  const types = useRecordTypes();
  const [open, setOpen] = useState(false);
  const [words, tone] = NOW[item.now];
  const isFile = item.kind === 'file';
  return (
    <>
      <div className="main">
        {isFile && item.now === 'same' && item.name ? (
          <a className="title" href={contentOf(item.id)} target="_blank" rel="noreferrer">
            {item.name}
          </a>
        ) : (
          <span className="title">{item.name || '（限制查看的台账）'}</span>
        )}
        <p className="quiet">
          {isFile ? typeWords(item.type) : `${types.find(({ id }) => id === item.type)?.zh ?? '台账'} · 第 ${item.revision} 稿`}
          {item.via && ' · 台账的附件'}
        </p>
        <code className="digest small">{item.digest}</code>
      </div>
      <div className="side">
        <State tone={tone}>{words}</State>
        {!isFile && item.name && (
          <button type="button" className="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? '收起' : '提交时的内容'}
          </button>
        )}
      </div>
      {open && <Then setId={setId} item={item} />}
    </>
  );
}

/** A record as it was handed in; beside each field that reads otherwise today, what it reads today. */
function Then({ setId, item }: { readonly setId: string; readonly item: FrozenItem }) {
  const types = useRecordTypes();
  const then = useRead(FrozenRecord, `/api/evidence/frozen-sets/${setId}/records/${item.id}`);
  const now = useRead(RecordView, item.now === 'corrected' ? `/api/evidence/records/${item.id}` : undefined);
  if (then.error) return <ProblemAlert problem={asProblem(then.error)} />;
  if (!then.data) return null;
  const { title, day, fields } = then.data;
  const type = types.find(({ id }) => id === item.type);
  const differs = (was: unknown, is: unknown): boolean => now.data !== undefined && JSON.stringify(was ?? null) !== JSON.stringify(is ?? null);
  const both = (name: string, was: ReactNode, is: ReactNode, changed: boolean) =>
    [
      name,
      <span key={name}>
        {was}
        {changed && <span className="quiet small"> → 现为：{is}</span>}
      </span>,
    ] as const;
  const rows = [
    both('标题', title, now.data?.title, differs(title, now.data?.title)),
    both('日期', dayWords(day), dayWords(now.data?.day ?? ''), differs(day, now.data?.day)),
    ...(type?.fields ?? []).map((field) => {
      const [was, is] = [fields[field.id] as RecordFieldValue | undefined, now.data?.fields[field.id]];
      return both(field.zh, <FieldValue field={field} value={was} />, <FieldValue field={field} value={is} />, differs(was, is));
    }),
  ];
  return (
    <div className="frozen-then">
      <Pairs of={rows} />
      <Link to={`/app/evidence/records/${item.id}`}>查看台账现在的内容和更正经过</Link>
    </div>
  );
}
