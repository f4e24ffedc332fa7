import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { AuditItemPage, AuditItemView, AuditView, type AuditItemLine } from '@xingchuang/contracts';
import { send } from '../api/http.ts';
import { useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { useMay, useSession } from '../session/session.ts';
import { Nothing, usePageTitle } from '../shared/page.tsx';
import { Coming, Reading } from '../shared/problem-alert.tsx';
import { AnswerForm, Told } from './answer.tsx';
import { VerdictState } from './audit-words.tsx';
import { Criteria } from './criteria.tsx';
import { FlagPair, Flags, useFlags } from './flags.tsx';
import { Ahead, ItemView } from './item-view.tsx';
import { useKeys } from './use-keys.ts';
import { VerdictForm } from './verdict-form.tsx';
import './audit.css';

const FILTERS = ['standing', 'verdict', 'flag', 'unitId'] as const;

/** Looks at one item after the other; which one, and by which filters one got there, stands in the address. */
export function ReviewPage() {
  const { id } = useParams();
  const [params, setParams] = useSearchParams();
  const at = Number(params.get('at') ?? 0);
  const filters = Object.fromEntries(FILTERS.map((name) => [name, params.get(name) ?? undefined]));
  const path = `/api/evidence/audits/${id}/items`;
  const audit = useRead(AuditView, `/api/evidence/audits/${id}`);
  const here = useRead(AuditItemPage, at > 0 ? path : undefined, { pageToken: at - 1, limit: 1 });
  const after = useRead(AuditItemPage, path, { ...filters, pageToken: at, limit: 1 });
  const before = useRead(AuditItemPage, at > 1 ? path : undefined, { ...filters, standing: undefined, before: at, limit: 1 });
  const [line, next, previous] = [here.data?.items[0], after.data?.items[0], before.data?.items[0]];
  const go = (to: AuditItemLine | undefined) => {
    if (!to) return;
    setParams((was) => new URLSearchParams([...[...was].filter(([name]) => name !== 'at'), ['at', String(to.order)]]), {
      replace: at === 0,
    });
    scrollTo({ top: 0 });
  };
  useEffect(() => {
    if (at === 0 && next) go(next);
  });
  const mayRun = useMay()('audit.run');
  const wish = useRef<'next' | 'previous' | undefined>(undefined); // who is quicker than the line is taken along when it answers
  const isMoving = () => Number(new URLSearchParams(location.search).get('at') ?? 0) !== at; // the address is ahead of what is shown
  useEffect(() => {
    if (isMoving()) return;
    if (wish.current === 'next' && !after.isPending) go(next);
    else if (wish.current === 'previous' && (at <= 1 || !before.isPending)) go(previous);
    else return;
    wish.current = undefined;
  });
  const press = (way: 'next' | 'previous', read: { readonly isPending: boolean }, to: AuditItemLine | undefined) => {
    if (read.isPending || isMoving()) wish.current = way;
    else go(to);
  };
  useKeys({ j: () => press('next', after, next), k: () => press('previous', before, previous) });
  usePageTitle(audit.data?.title);
  const list = `/app/evidence/audits/${id}?${new URLSearchParams(FILTERS.flatMap((name) => (filters[name] ? [[name, filters[name]]] : [])))}`;
  if (at === 0 && after.data && !next) return <AllDone list={list} />;
  return (
    <div className="stack">
      <header className="review-head">
        <div>
          <p className="crumb small">
            <Link to={list}>← {audit.data?.title ?? '抽查'}</Link>
          </p>
          <h1>{line ? line.title || '（限制查看）' : '…'}</h1>
        </div>
        <span className="row">
          {audit.data && line && (
            <span className="place quiet">
              第 {line.order} 件{mayRun && `，已评 ${audit.data.progress.judged} / ${audit.data.progress.total}`}
            </span>
          )}
          <Button disabled={!previous} onClick={() => go(previous)}>
            上一件 <kbd>K</kbd>
          </Button>
          <Button disabled={!next} onClick={() => go(next)}>
            下一件 <kbd>J</kbd>
          </Button>
        </span>
      </header>
      {line && audit.data ? (
        <Item key={line.id} line={line} audit={audit.data} next={next} done={() => go(next)} list={list} />
      ) : (
        <Coming />
      )}
      {next && <Ahead key={next.id} kind={next.kind} id={next.itemId} />}
    </div>
  );
}

function AllDone({ list }: { readonly list: string }) {
  return (
    <div className="card">
      <Nothing title="都看完了" next={<Link to={list}>回到抽查</Link>}>
        没有符合条件的材料了。
      </Nothing>
    </div>
  );
}

interface ItemProps {
  readonly line: AuditItemLine;
  readonly audit: AuditView;
  readonly next: AuditItemLine | undefined;
  readonly done: () => void;
  readonly list: string;
}

function Item({ line, audit, next, done, list }: ItemProps) {
  const item = useRead(AuditItemView, `/api/evidence/audit-items/${line.id}`);
  const flags = useFlags(line.itemId);
  const [pair, compare] = useState<string>();
  const may = useMay();
  const isOpen = audit.state === 'open';
  const mayRun = may('audit.run');
  const compared = flags.find(({ id }) => id === pair);
  return (
    <>
      {compared && <FlagPair flag={compared} close={() => compare(undefined)} />}
      <div className={mayRun ? 'review' : 'review told'}>
        <section className="card" aria-label="材料">
          <Reading read={item}>
            {(data) => <ItemView kind={data.kind} id={data.itemId} revision={data.changed ? data.revision : undefined} />}
          </Reading>
        </section>
        <aside className="side-panel" aria-label="评审">
          <section className="card">
            <div className="row between">
              <h2>结论</h2>
              <VerdictState verdict={line.verdict} />
            </div>
            <Reading read={item}>
              {(data) =>
                mayRun && isOpen ? (
                  data.barred ? (
                    <p className="alert info">
                      {data.barred === 'own-unit' ? '这是您所在单位的材料，请由其他人评。' : '这件是您本人报送的，请由其他人评。'}
                    </p>
                  ) : (
                    <>
                      <Holder item={data} />
                      <VerdictForm item={data} done={done} />
                      {!next && line.verdict && (
                        <p className="quiet">
                          后面没有了。<Link to={list}>回到抽查</Link>
                        </p>
                      )}
                    </>
                  )
                ) : (
                  may('audit.answer') && isOpen && data.verdict !== 'pass' && <AnswerForm item={data} />
                )
              }
            </Reading>
          </section>
          {flags.length > 0 && (
            <section className="card">
              <h2>系统提示</h2>
              <Flags of={flags} pair={pair} compare={compare} mayDismiss={mayRun} />
            </section>
          )}
          <section className="card">
            <h2>要求</h2>
            <Reading read={item}>{(data) => <Criteria item={data} />}</Reading>
          </section>
          {item.data && item.data.verdicts.length + item.data.answers.length > 0 && (
            <section className="card">
              <h2>过程</h2>
              <Told item={item.data} />
            </section>
          )}
        </aside>
      </div>
    </>
  );
}

/** Tells others that one looks at the item, and oneself that another does. */
function Holder({ item }: { readonly item: AuditItemView }) {
  const { person } = useSession();
  const queries = useQueryClient();
  const path = `/api/evidence/audit-items/${item.id}`;
  const hold = (take: boolean) =>
    void send(AuditItemView, 'POST', `${path}/hold`, { take }, crypto.randomUUID()).then(
      (view) => queries.setQueryData([path, {}], view),
      () => undefined, // who looks is a courtesy: without it one can judge all the same
    );
  useEffect(() => hold(false), [item.id]); // eslint-disable-line react-hooks/exhaustive-deps -- said once when the item is opened
  if (!item.held || item.held.by === person.id) return null;
  return (
    <p className="alert" role="status">
      <PersonName id={item.held.by} />
      正在看这一件。{' '}
      <button type="button" className="plain" onClick={() => hold(true)}>
        由我来评
      </button>
    </p>
  );
}
