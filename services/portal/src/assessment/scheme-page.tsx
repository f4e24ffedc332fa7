import { Button, Checkbox, Input, Select } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { DraftView, SchemeDetail, SchemeList } from '@xingchuang/contracts';
import type { Scheme } from '@xingchuang/schemes';
import { useCommand } from '../api/command.ts';
import { useList, useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { Page } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { chaptersOf } from './scheme-chapters.ts';
import { chapterId, NUMERALS, SchemeDocument } from './scheme-document.tsx';
import { found } from './scheme-search.ts';
import './scheme.css';

/** A scheme that reads like the document it comes from: chapters, clauses, sources. */
export function SchemePage() {
  const { id, version } = useParams();
  const read = useRead(SchemeDetail, `/api/assessment/schemes/${id}${version ? `/${version}` : ''}`, {}, 300);
  return <Reading read={read}>{(detail) => <Shown key={`${detail.id}@${detail.version}`} detail={detail} />}</Reading>;
}

function Shown({ detail }: { readonly detail: SchemeDetail }) {
  const scheme = detail.scheme as unknown as Scheme; // checked before it was published; the contract leaves its shape to docs/scheme.schema.json
  const all = useMemo(() => chaptersOf(scheme), [scheme]);
  const [wanted, setWanted] = useState('');
  const [expressions, setExpressions] = useState(false);
  const { chapters, count } = useMemo(() => found(scheme, all, wanted.trim()), [scheme, all, wanted]);
  useHash(chapters);
  return (
    <Page
      title={detail.name.zh}
      up={{ to: '/app/assessment/schemes', name: '评定办法' }}
      lead={`第 ${detail.version} 版 · 摘要 ${detail.digest.slice(0, 12)}`}
      actions={<Actions detail={detail} />}
    >
      <div className="scheme-view">
        <nav className="contents no-print" aria-label="目录">
          <Input.Search allowClear placeholder="在本办法中查找" aria-label="在本办法中查找" value={wanted} onChange={(event) => setWanted(event.target.value)} />
          <p className="quiet small" role="status">
            {wanted.trim() !== '' && (count > 0 ? `找到 ${count} 条` : '没有找到，换个词试试')}
          </p>
          <Checkbox checked={expressions} onChange={(event) => setExpressions(event.target.checked)}>
            显示条件式
          </Checkbox>
          <details open={!globalThis.matchMedia('(max-width: 1100px)').matches}>
            <summary>目录</summary>
            <ol>
              {chapters.map(({ number, title }) => (
                <li key={title}>
                  <a href={`#${chapterId(number)}`}>
                    {NUMERALS[number - 1]}、{title}
                  </a>
                </li>
              ))}
            </ol>
          </details>
        </nav>
        <SchemeDocument scheme={scheme} chapters={chapters} wanted={wanted.trim()} expressions={expressions} />
      </div>
    </Page>
  );
}

function Actions({ detail: { id, version } }: { readonly detail: SchemeDetail }) {
  const may = useMay();
  const go = useNavigate();
  const versions = useList(SchemeList, '/api/assessment/schemes').items.filter((one) => one.id === id);
  const begin = useCommand(DraftView, (draft) => void go(`/app/assessment/scheme-drafts/${draft.id}`));
  return (
    <>
      {versions.length > 1 && (
        <Select
          aria-label="版本"
          value={version}
          options={versions.map((one) => ({ value: one.version, label: `第 ${one.version} 版` }))}
          onChange={(chosen: number) => void go(`/app/assessment/schemes/${id}/${chosen}`)}
        />
      )}
      <Button onClick={() => globalThis.print()}>打印</Button>
      <Button href={`/api/assessment/scheme-workbooks/schemes/${id}/${version}`}>下载 Excel</Button>
      {may('scheme.draft') && (
        <Button type="primary" loading={begin.busy} onClick={() => begin.give({ path: '/api/assessment/scheme-drafts', body: { from: { schemeId: id, version } } })}>
          修改（起草新版）
        </Button>
      )}
      <ProblemAlert problem={begin.problem} />
    </>
  );
}

/** Goes to the clause that the address names, once it is there. */
function useHash(shown: unknown): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (hash === '') return undefined;
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    target?.classList.add('pointed');
    const frame = requestAnimationFrame(() => target?.scrollIntoView({ block: 'start' })); // after the shell went to the top of its new page
    return () => {
      cancelAnimationFrame(frame);
      target?.classList.remove('pointed');
    };
  }, [hash, shown]);
}
