import StarFilled from '@ant-design/icons/StarFilled';
import { Input } from 'antd';
import { Link } from 'react-router';
import { PublicArticlePage as Articles } from '@xingchuang/contracts';
import { asProblem } from '../api/problem-error.ts';
import { useList } from '../api/reading.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { dayWords } from '../shared/day-words.ts';
import { MoreBelow } from '../shared/more-below.tsx';
import { Nothing, usePageTitle } from '../shared/page.tsx';
import { Coming, ProblemAlert } from '../shared/problem-alert.tsx';
import '../publicity/official.css';
import './showcase.css';

/** Published cases for everybody, without an account. */
export function PublicShowcasePage() {
  usePageTitle('典型案例');
  const [search, setSearch] = useAddressFilter('search');
  const list = useList(Articles, '/api/publicity/public/showcase', { search });
  return (
    <main className="official">
      <h1>典型案例</h1>
      <p>
        <Input.Search aria-label="搜索案例" placeholder="搜索标题、单位或内容" allowClear enterButton defaultValue={search} onSearch={setSearch} maxLength={60} />
      </p>
      {list.error && list.items.length === 0 ? (
        <ProblemAlert problem={asProblem(list.error)} />
      ) : list.loading ? (
        <Coming />
      ) : list.items.length === 0 ? (
        <Nothing title={search ? '没有找到符合的案例' : '还没有公开的案例'} />
      ) : (
        <ul className="cases" aria-label="典型案例">
          {list.items.map((one) => (
            <li key={one.id}>
              <Link to={`/app/showcase/${one.id}`}>
                {one.photos > 0 ? (
                  <img src={`/api/publicity/public/showcase/${one.id}/photos/1`} alt="" loading="lazy" />
                ) : (
                  <span className="plainface" aria-hidden="true">
                    <StarFilled />
                  </span>
                )}
                <span className="about">
                  <strong>{one.title}</strong>
                  <span className="quiet small">
                    {one.unitName} · {dayWords(one.publishedOn)}
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <MoreBelow of={list} />
    </main>
  );
}
