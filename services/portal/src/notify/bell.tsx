import BellOutlined from '@ant-design/icons/BellOutlined';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { UnreadView } from '@xingchuang/contracts';
import { get } from '../api/http.ts';
import './notify.css';

const PATH = '/api/publicity/notifications/unread';
const MINUTE = 60_000;
/** The server counts no further. */
const MOST = 100;

/** How much one has not read yet; asked once a minute and after each command. */
export function Bell() {
  const unread = useQuery({ queryKey: [PATH, {}], queryFn: ({ signal }) => get(UnreadView, PATH, {}, signal), refetchInterval: MINUTE, staleTime: 5_000 });
  const count = unread.data?.count ?? 0;
  return (
    <Link to="/app/inbox" className="bell" aria-label={count === 0 ? '消息，没有未读' : `消息，${count} 条未读`} title="消息">
      <BellOutlined aria-hidden="true" />
      {count > 0 && (
        <span className="count" aria-hidden="true">
          {count >= MOST ? '99+' : count}
        </span>
      )}
    </Link>
  );
}
