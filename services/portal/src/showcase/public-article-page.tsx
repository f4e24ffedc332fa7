import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { PublicArticle } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { usePageTitle } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import '../publicity/official.css';
import './showcase.css';

/** One published case as anyone reads it, on a phone first. */
export function PublicArticlePage() {
  const { id } = useParams();
  const path = `/api/publicity/public/showcase/${id}`;
  const article = useRead(PublicArticle, path, {}, 60);
  const isThere = article.data !== undefined;
  usePageTitle(article.data?.title ?? '典型案例');
  useEffect(() => {
    if (isThere) countView(path);
  }, [isThere, path]);
  return (
    <main className="official">
      <p className="no-print">
        <Link to="/app/showcase">← 全部案例</Link>
      </p>
      <Reading read={article}>
        {({ title, unitName, publishedOn, text, photos }) => (
          <article className="article">
            <h1>{title}</h1>
            <p className="byline">
              {unitName} · {dayWords(publishedOn)}
            </p>
            <div className="body">{text}</div>
            {photos.map(({ caption }, at) => (
              <figure key={at}>
                <img src={`${path}/photos/${at + 1}`} alt={caption} loading="lazy" />
                {caption && <figcaption>{caption}</figcaption>}
              </figure>
            ))}
          </article>
        )}
      </Reading>
    </main>
  );
}

/** Once for each window and article; nothing is sent but the address. */
function countView(path: string): void {
  const key = `viewed ${path}`;
  if (sessionStorage.getItem(key)) return;
  sessionStorage.setItem(key, '1');
  void fetch(`${path}/views`, { method: 'POST', credentials: 'omit', keepalive: true }).catch(() => undefined); // a view that is not counted disturbs nobody
}
