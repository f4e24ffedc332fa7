import { useNavigate, Link } from 'react-router';
import { DraftList, DraftView, SchemeList } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList, useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { AssessmentSections } from './areas.tsx';
import { WorkbookUpload } from './workbook-upload.tsx';

export function SchemesPage() {
  const schemes = useList(SchemeList, '/api/assessment/schemes');
  const may = useMay();
  const items = schemes.items.filter((one) => schemes.items.every((other) => other.id !== one.id || other.version <= one.version));
  return (
    <Page title="评定" lead="评定按办法进行，每条都注明出处">
      <AssessmentSections />
      {may('scheme.draft') && <Drafts />}
      <Lines
        of={{ ...schemes, items }}
        label="评定办法"
        keyOf={({ id, version }) => `${id}/${version}`}
        empty={<Nothing title="还没有评定办法" />}
      >
        {(scheme) => (
          <div className="main">
            <Link className="title" to={`/app/assessment/schemes/${scheme.id}`}>
              {scheme.name.zh}
            </Link>
            <p className="quiet">
              第 {scheme.version} 版 · {dayWords(scheme.publishedAt.slice(0, 10))}发布
            </p>
          </div>
        )}
      </Lines>
    </Page>
  );
}

/** Schemes being written, and the ways to begin one. */
function Drafts() {
  const read = useRead(DraftList, '/api/assessment/scheme-drafts');
  const go = useNavigate();
  const begin = useCommand(DraftView, ({ id }) => void go(`/app/assessment/scheme-drafts/${id}`));
  const open = read.data?.items.filter(({ published }) => published === null) ?? [];
  return (
    <section className="card stack tight" aria-labelledby="drafts">
      <h2 id="drafts">起草</h2>
      {open.length > 0 && (
        <ul className="lines" aria-label="草稿">
          {open.map((draft) => (
            <li key={draft.id}>
              <div className="main">
                <Link className="title" to={`/app/assessment/scheme-drafts/${draft.id}`}>
                  {draft.title || '未命名的评定办法'}
                </Link>
                <p className="quiet">
                  {draft.unit.name} · {dayWords(draft.savedAt.slice(0, 10))}保存{draft.from && ` · 在第 ${draft.from.version} 版上修改`}
                </p>
              </div>
              <div className="side">
                <State>草稿</State>
              </div>
            </li>
          ))}
        </ul>
      )}
      <p className="quiet">修改已有办法：打开办法后点“修改”。新写一个办法：下载空白模板，在 Excel 里填好后上传，有错误会逐格指出。</p>
      <WorkbookUpload label="上传填好的 Excel" button="建成草稿" busy={begin.busy} take={(text) => begin.give({ path: '/api/assessment/scheme-drafts', body: { text } })} />
      <ProblemAlert problem={begin.problem} />
    </section>
  );
}
