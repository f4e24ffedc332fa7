import { Button, Input } from 'antd';
import { Link, useNavigate } from 'react-router';
import { ARTICLE_STATES, ArticlePage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { PublicitySections } from '../publicity/areas.tsx';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { ShowcaseFigures } from './figures.tsx';
import { ArticleStateMark, STATE_WORDS } from './states.tsx';

/** Model cases of one's units, from draft to publication. */
export function ArticlesPage() {
  const may = useMay();
  const navigate = useNavigate();
  const [state, setState] = useAddressFilter('state');
  const [search, setSearch] = useAddressFilter('search');
  const list = useList(ArticlePage, '/api/publicity/showcase', { state, search });
  return (
    <Page
      title="公示表彰"
      lead={
        <>
          典型案例经他人审核后公开展示，<Link to="/app/showcase">查看公开页面</Link>
        </>
      }
      actions={
        may('showcase.write') && (
          <Button type="primary" onClick={() => void navigate('/app/publicity/showcase/new')}>
            撰写案例
          </Button>
        )
      }
    >
      <PublicitySections />
      <div className="row">
        <Chips label="状态" value={state} of={[['', '全部'], ...ARTICLE_STATES.map((one) => [one, STATE_WORDS[one]] as const)]} onChange={setState} />
        <Input.Search aria-label="搜索案例" placeholder="标题、单位或内容" allowClear defaultValue={search} onSearch={setSearch} style={{ maxWidth: 260 }} maxLength={60} />
      </div>
      <Lines of={list} label="典型案例" keyOf={({ id }) => id} empty={<Nothing title="没有典型案例">把有效的做法写下来，配上照片，经审核后公开展示。</Nothing>}>
        {(one) => (
          <>
            <div className="main">
              <Link className="title" to={`/app/publicity/showcase/${one.id}`}>
                {one.title}
              </Link>
              <p className="quiet">
                {one.unitName}
                {one.publishedOn && ` · ${dayWords(one.publishedOn)}发布 · 浏览 ${one.views} 次`}
                {one.state === 'returned' && ` · 退回原因：${one.reason}`}
              </p>
            </div>
            <div className="side">
              <ArticleStateMark of={one.state} />
            </div>
          </>
        )}
      </Lines>
      <ShowcaseFigures />
    </Page>
  );
}
