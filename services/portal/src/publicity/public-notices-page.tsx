import { Link } from 'react-router';
import { NoticeList, PublicBulletinPage } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, State, usePageTitle } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import './official.css';

/** Notices for everybody, without an account. */
export function PublicNoticesPage() {
  usePageTitle('公示');
  const notices = useRead(NoticeList, '/api/publicity/public/notices');
  return (
    <main className="official">
      <h1>公示</h1>
      <Reading read={notices}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title="目前没有公示" />
          ) : (
            <ul className="lines" aria-label="公示">
              {items.map((one) => (
                <li key={one.id}>
                  <div className="main">
                    <Link className="title" to={`/app/notices/${one.id}`}>
                      {one.title}
                    </Link>
                    <p className="quiet">
                      {one.number} · {one.publisher} · {dayWords(one.publishedOn)}
                    </p>
                  </div>
                  <div className="side">
                    {one.state === 'running' ? (
                      <State tone="due">公示至{dayWords(one.limit.lastDay)}</State>
                    ) : (
                      <State>已结束</State>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Reading>
      <PublicIssues />
    </main>
  );
}

/** Issues that their editors made public. */
function PublicIssues() {
  const issues = useList(PublicBulletinPage, '/api/publicity/public/bulletins');
  if (issues.items.length === 0) return null;
  return (
    <section aria-label="通报">
      <h2>通报</h2>
      <ul className="lines">
        {issues.items.map((one) => (
          <li key={one.id}>
            <div className="main">
              <a className="title" href={`/api/publicity/public/bulletins/${one.id}/document`}>
                {one.title}
              </a>
              <p className="quiet">
                {one.number} · {one.issuer} · {dayWords(one.issuedOn)}
              </p>
            </div>
            <div className="side">
              <State>PDF</State>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
