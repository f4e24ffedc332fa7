import { Popconfirm } from 'antd';
import { Link } from 'react-router';
import { z } from 'zod';
import { OpenSessionPage, SessionsEndedView, type OpenSessionView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList } from '../api/reading.ts';
import { agentWords } from '../session/agent-words.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { momentWords } from '../shared/day-words.ts';
import { Lines } from '../shared/lines.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { ROLE_WORDS } from '../shared/words.ts';
import { SystemSections } from './areas.tsx';

/** Who is signed in, on what device and since when; each can be ended, and all of one account. */
export function SessionsPage() {
  const [accountId, setAccount] = useAddressFilter('account');
  const sessions = useList(OpenSessionPage, '/api/registry/sessions', { accountId: accountId || undefined });
  const login = sessions.items[0]?.login;
  return (
    <Page title="系统" lead="现在登录的人和设备；结束登录后立即生效">
      <SystemSections />
      {accountId && (
        <div className="row">
          {login && <span>{`只看账号 ${login}`}</span>}
          <EndAll accountId={accountId} />
          <button type="button" className="plain" onClick={() => setAccount('')}>
            查看全部
          </button>
        </div>
      )}
      <Lines of={sessions} label="登录列表" keyOf={({ id }) => id} empty={<Nothing title="没有人登录" />}>
        {(session) => <Line of={session} only={accountId === '' ? setAccount : undefined} />}
      </Lines>
    </Page>
  );
}

function Line({ of: one, only }: { readonly of: OpenSessionView; readonly only: ((accountId: string) => void) | undefined }) {
  const command = useCommand(z.undefined());
  return (
    <>
      <div className="main">
        <Link className="title" to={`/app/system/accounts/${one.accountId}`}>
          {one.login}
        </Link>{' '}
        {one.name}
        <p className="quiet">
          {one.unitName} · {ROLE_WORDS[one.role]} · {agentWords(one.agent)}
        </p>
        <p className="quiet">
          {momentWords(one.openedAt)}登录，最近使用 {momentWords(one.usedAt)}
        </p>
        <ProblemAlert problem={command.problem} />
      </div>
      <div className="side">
        {only && (
          <button type="button" className="plain" onClick={() => only(one.accountId)} aria-label={`只看账号 ${one.login}`}>
            只看此账号
          </button>
        )}
        {one.current ? (
          <State tone="good">本机</State>
        ) : (
          <button
            type="button"
            className="plain"
            disabled={command.busy}
            aria-label={`结束 ${one.login} 的登录`}
            onClick={() => command.give({ method: 'DELETE', path: `/api/registry/sessions/${one.id}` })}
          >
            结束登录
          </button>
        )}
      </div>
    </>
  );
}

/** Ends every session of one account. */
export function EndAll({ accountId }: { readonly accountId: string }) {
  const say = useSay();
  const command = useCommand(SessionsEndedView, ({ ended }) => say(`已结束 ${ended} 个登录`));
  return (
    <>
      <Popconfirm
        title="这个账号的所有设备立即退出"
        okText="全部结束"
        cancelText="不结束"
        onConfirm={() => command.give({ method: 'DELETE', path: `/api/registry/accounts/${accountId}/sessions` })}
      >
        <button type="button" className="plain" disabled={command.busy}>
          结束全部登录
        </button>
      </Popconfirm>
      <ProblemAlert problem={command.problem} />
    </>
  );
}
