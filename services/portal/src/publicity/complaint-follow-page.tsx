import { usePageTitle } from '../shared/page.tsx';
import { ComplaintFollow } from './complaint-follow.tsx';
import './official.css';

/** Where a complainant comes back to, with nothing but the receipt code. */
export function ComplaintFollowPage() {
  usePageTitle('查询办理结果');
  return (
    <main className="official">
      <h1>反映办理查询</h1>
      <ComplaintFollow />
    </main>
  );
}
