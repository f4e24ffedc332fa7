import { Link } from 'react-router';
import { Nothing, usePageTitle } from '../shared/page.tsx';

export function Lost() {
  usePageTitle('没有这个页面');
  return (
    <Nothing title="没有这个页面" next={<Link to="/app/work">回到我的工作</Link>}>
      地址可能有误，或内容已移走。
    </Nothing>
  );
}
