import { Link } from 'react-router';
import { SchemeList } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { AssessmentSections } from './areas.tsx';

export function SchemesPage() {
  const schemes = useList(SchemeList, '/api/assessment/schemes');
  return (
    <Page title="评定" lead="评定按办法进行，每条都注明出处">
      <AssessmentSections />
      <Lines
        of={schemes}
        label="评定办法"
        keyOf={({ id, version }) => `${id}/${version}`}
        empty={<Nothing title="还没有评定办法" />}
      >
        {(scheme) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/assessment/schemes/${scheme.id}`}>
                {scheme.name.zh}
              </Link>
              <p className="quiet">
                第 {scheme.version} 版 · {dayWords(scheme.publishedAt.slice(0, 10))}发布
              </p>
            </div>
          </>
        )}
      </Lines>
    </Page>
  );
}
