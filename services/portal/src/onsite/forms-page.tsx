import { Link } from 'react-router';
import { FormList } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { dayWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { OnsiteSections } from './areas.tsx';

/** The checklists and sheets that are filled in on site. */
export function FormsPage() {
  const forms = useList(FormList, '/api/assessment/onsite/forms');
  return (
    <Page title="现场检查" up={{ to: '/app/assessment', name: '评定' }} lead="现场填写的检查表和观摩评分表；改动后出新版，已安排的检查仍用原来的版本">
      <OnsiteSections />
      <Lines of={forms} label="检查表" keyOf={({ id }) => id} empty={<Nothing title="还没有检查表" />}>
        {({ formId, form, version, publishedAt }) => {
          const items = form.sections.flatMap((section) => section.items);
          return (
            <>
              <div className="main">
                <Link className="title" to={`/app/assessment/onsite/forms/${formId}`}>
                  {form.zh}
                </Link>
                <p className="quiet">
                  {form.sections.length} 部分，{items.length} 项{form.source && ` · ${form.source}`}
                </p>
              </div>
              <div className="side">
                <State>{form.kind === 'observation' ? '观摩评分表' : '检查表'}</State>
                <span className="quiet nowrap">
                  第 {version} 版 · {dayWords(publishedAt.slice(0, 10))}
                </span>
              </div>
            </>
          );
        }}
      </Lines>
    </Page>
  );
}
