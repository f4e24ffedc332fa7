import { Button } from 'antd';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { DraftDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips } from '../shared/lines.tsx';
import { Page, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { DraftChanged } from './draft-changed.tsx';
import { DraftConflict } from './draft-conflict.tsx';
import { DraftDiscard } from './draft-discard.tsx';
import { DraftDryRun } from './draft-dry-run.tsx';
import { DraftPublish } from './draft-publish.tsx';
import { DraftRevisions } from './draft-revisions.tsx';
import { SchemeEditor, type EditorHandle } from './scheme-editor.tsx';
import { outlineOf } from './scheme-outline.ts';
import { useDraftText } from './use-draft-text.ts';
import { useSchemeCheck, type SchemeProblem } from './use-scheme-check.ts';
import { WorkbookUpload } from './workbook-upload.tsx';

const PARTS = [['changes', '与已发布版本的差异'], ['dry-run', '用往年数据试算'], ['excel', 'Excel'], ['revisions', '历次保存']] as const;

/** A scheme being written: its text, what is wrong with it, what it changes, what old rounds would have come to. */
export function SchemeDraftPage() {
  const { id } = useParams();
  const read = useRead(DraftDetail, `/api/assessment/scheme-drafts/${id}`);
  return <Reading read={read}>{(draft) => <Draft key={draft.id} draft={draft} look={read.refetch} />}</Reading>;
}

function Draft({ draft, look }: { readonly draft: DraftDetail; readonly look: () => unknown }) {
  const writing = useDraftText(draft, look);
  const check = useSchemeCheck(writing.text);
  const editor = useRef<EditorHandle>(null);
  const [part, setPart] = useState('changes');
  const isOpen = draft.published === null;
  const marked = useMemo(() => new Set(check.problems.map(({ line }) => line)), [check.problems]);
  const settled = isOpen && !writing.dirty && check.checked && check.problems.length === 0;
  return (
    <Page
      title={draft.title || '未命名的评定办法'}
      up={{ to: '/app/assessment/schemes', name: '评定办法' }}
      lead={<Lead draft={draft} dirty={writing.dirty} />}
      actions={
        isOpen && (
          <>
            <DraftDiscard draft={draft} />
            <Button type={writing.dirty ? 'primary' : 'default'} disabled={!writing.dirty || writing.conflict} loading={writing.busy} onClick={writing.save}>
              保存
            </Button>
            <DraftPublish draft={draft} ready={settled} />
          </>
        )
      }
    >
      {writing.restored && (
        <p className="alert" role="status">
          上次没有保存的内容已经找回。
          <button type="button" className="plain" onClick={writing.takeTheirs}>
            改用已保存的
          </button>
        </p>
      )}
      {writing.updated && (
        <p className="alert" role="status">
          有人保存了新的内容，已更新为最新的。
        </p>
      )}
      {writing.conflict && <DraftConflict mine={writing.text} theirs={draft} takeTheirs={writing.takeTheirs} keepMine={writing.keepMine} />}
      {!writing.conflict && <ProblemAlert problem={writing.problem} />}
      {isOpen && draft.schemeVersion !== null && draft.schemeVersion !== draft.nextVersion && draft.schemeId !== '' && (
        <p className="alert" role="status">
          “{draft.schemeId}”已发布到第 {draft.nextVersion - 1} 版，发布前请把 version 改为 {draft.nextVersion}。
          <button type="button" className="plain" onClick={() => writing.write(writing.text.replace(/^version:.*$/m, `version: ${draft.nextVersion}`))}>
            改为 {draft.nextVersion}
          </button>
        </p>
      )}
      <div className="draft-grid">
        <Outline text={writing.text} goTo={(line) => editor.current?.goTo(line)} />
        <SchemeEditor ref={editor} value={writing.text} onChange={writing.write} onSave={writing.save} marked={marked} readOnly={!isOpen} />
        <Problems of={check.problems} checked={check.checked} goTo={(line, column) => editor.current?.goTo(line, column)} />
      </div>
      <Chips label="这份草稿" value={part} of={PARTS} onChange={setPart} />
      {part === 'changes' && <DraftChanged draft={draft} dirty={writing.dirty} />}
      {part === 'dry-run' && <DraftDryRun draft={draft} dirty={writing.dirty} />}
      {part === 'excel' && <Excel draft={draft} take={writing.write} usable={isOpen} sound={settled || !isOpen} />}
      {part === 'revisions' && <DraftRevisions draft={draft} text={writing.text} take={writing.write} usable={isOpen} />}
    </Page>
  );
}

function Lead({ draft: { savedAt, published, from }, dirty }: { readonly draft: DraftDetail; readonly dirty: boolean }) {
  if (published) {
    return (
      <>
        <State tone="good">已发布</State> <Link to={`/app/assessment/schemes/${published.schemeId}/${published.version}`}>第 {published.version} 版</Link>，这份草稿不再改动
      </>
    );
  }
  return (
    <>
      <State tone={dirty ? 'due' : ''}>{dirty ? '有未保存的改动' : '草稿'}</State> {from && `在第 ${from.version} 版上修改 · `}
      {dayWords(savedAt.slice(0, 10))}保存
    </>
  );
}

function Outline({ text, goTo }: { readonly text: string; readonly goTo: (line: number) => void }) {
  const later = useDeferredValue(text);
  const parts = useMemo(() => outlineOf(later), [later]);
  return (
    <nav className="card draft-outline" aria-label="结构">
      <ul>
        {parts.map((part) => (
          <li key={part.line}>
            {part.below.length === 0 ? (
              <button type="button" onClick={() => goTo(part.line)}>
                {part.words}
              </button>
            ) : (
              <details>
                <summary onClick={() => goTo(part.line)}>
                  {part.words} <span className="quiet">{part.below.length}</span>
                </summary>
                <ul>
                  {part.below.map((one) => (
                    <li key={one.line}>
                      <button type="button" onClick={() => goTo(one.line)}>
                        {one.words}
                      </button>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Problems({ of, checked, goTo }: { readonly of: readonly SchemeProblem[]; readonly checked: boolean; readonly goTo: (line: number, column: number) => void }) {
  return (
    <section className="card draft-problems" aria-labelledby="draft-problems">
      <h2 id="draft-problems">检查结果</h2>
      <p className={of.length === 0 ? 'quiet' : ''} role="status">
        {!checked ? '正在检查…' : of.length === 0 ? '✓ 没有发现问题' : `${of.length} 处要改，点一下到那一行`}
      </p>
      <ul>
        {of.map(({ line, column, zh, code }, i) => (
          <li key={`${line}:${column}:${code}:${i}`}>
            <button type="button" onClick={() => goTo(line, column)}>
              <span className="where">第 {line} 行</span>
              {zh}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ExcelProps {
  readonly draft: DraftDetail;
  readonly take: (text: string) => void;
  readonly usable: boolean;
  readonly sound: boolean;
}
function Excel({ draft, take, usable, sound }: ExcelProps) {
  return (
    <div className="stack">
      <div className="row">
        <Button href={`/api/assessment/scheme-workbooks/drafts/${draft.id}`} disabled={!sound}>
          下载这份草稿的 Excel
        </Button>
        {!sound && <span className="quiet">改好检查出的问题并保存后可以下载</span>}
      </div>
      {usable && <WorkbookUpload label="用填好的 Excel 替换上面的文本" button="换成这份" take={take} />}
    </div>
  );
}
