import { Link, useParams } from 'react-router';
import { StandingView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips } from '../shared/lines.tsx';
import { LinkButton } from '../shared/link-button.tsx';
import { Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { ORIGIN_WORDS } from './standings-page.tsx';

/** One list with its ranks, what the source said, and its earlier editions. */
export function StandingPageView() {
  const { id } = useParams();
  const [edition, setEdition] = useAddressFilter('edition');
  const standing = useRead(StandingView, `/api/assessment/standings/${id}`, { edition: edition || undefined });
  return <Reading read={standing}>{(data) => <Standing standing={data} setEdition={setEdition} />}</Reading>;
}

function Standing({ standing, setEdition }: { readonly standing: StandingView; readonly setEdition: (edition: string) => void }) {
  const may = useMay();
  const latest = standing.editions.length;
  const shown = standing.editions.find(({ edition }) => edition === standing.edition)!;
  const differing = standing.rows.filter(({ givenRank, rank }) => givenRank !== undefined && givenRank !== rank).length;
  const correct = may('standing.import') && (
    <LinkButton to={`/app/assessment/ratings/standings/import?correct=${standing.id}`}>更正</LinkButton>
  );
  return (
    <Page
      title={standing.title}
      up={{ to: '/app/assessment/ratings/standings', name: '外部评价排名' }}
      lead={`${ORIGIN_WORDS[standing.origin]}${standing.area && ` · ${standing.area}`} · ${dayWords(standing.on)} · ${standing.owner.name}`}
      actions={correct}
    >
      {latest > 1 && (
        <Chips label="版本" value={String(standing.edition)} of={standing.editions.map(({ edition, enteredOn }) => [String(edition), `第 ${edition} 版（${dayWords(enteredOn)}）`] as const)} onChange={(chosen) => setEdition(chosen === String(latest) ? '' : chosen)} />
      )}
      {shown.reason && <p className="alert info">更正理由：{shown.reason}</p>}
      {differing > 0 && <p className="alert">有 {differing} 个单位的原名次与得分不符，名次以按得分重排的为准。</p>}
      <section className="card flush">
        <h2 style={{ padding: '16px 24px 8px' }}>
          {standing.rows.length} 个单位，最高 {standing.rows[0]!.score} 分（{standing.rows[0]!.name}），最低 {standing.rows.at(-1)!.score} 分（{standing.rows.at(-1)!.name}）
        </h2>
        <div className="table-wrap">
          <table className="plain-table" aria-label="名次">
            <thead>
              <tr>
                <th scope="col">名次</th>
                <th scope="col">单位</th>
                <th scope="col">得分</th>
                <th scope="col">原名次</th>
                <th scope="col">标注</th>
              </tr>
            </thead>
            <tbody>
              {standing.rows.map((row, at) => (
                <tr key={at}>
                  <td>{row.rank}</td>
                  <td>{row.name}</td>
                  <td>{row.score}</td>
                  <td>{row.givenRank === undefined ? '—' : row.givenRank === row.rank ? row.givenRank : <State tone="due">{row.givenRank}，不符</State>}</td>
                  <td>
                    {row.lastAndBelow ? <State tone="bad">末位且低于 {standing.marks.below} 分</State> : row.amongLast && <State tone="due">末 {standing.marks.lastCount} 名</State>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <p className="no-print">
        <Link to={`/app/evidence/files/${standing.fileId}`}>查看原始文件</Link>
      </p>
    </Page>
  );
}
