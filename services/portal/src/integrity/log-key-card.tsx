import { Button, Popconfirm } from 'antd';
import { LogKeyCare } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useRead } from '../api/reading.ts';
import { PersonName } from '../registry/person-name.tsx';
import { useSession } from '../session/session.ts';
import { momentWords } from '../shared/day-words.ts';
import { State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';

const PATH = '/api/evidence/log/key-rotation';
const STATES = { current: ['正在使用', 'good'], next: ['即将启用', 'due'], retired: ['已停用', ''] } as const;

/** The keys that the log is signed with, and the way to a new one, for which it takes two. */
export function LogKeyCard() {
  const care = useRead(LogKeyCare, PATH);
  return (
    <section className="card stack" aria-label="日志密钥">
      <div>
        <h2>日志密钥</h2>
        <p className="quiet">密钥可能泄露或按规定到期时更换。旧密钥继续公开，以前的回执照样可以核验。</p>
      </div>
      <Reading read={care}>
        {(data) => (
          <>
            <ul className="stack tight" aria-label="密钥">
              {data.items.map(({ verifier, state, since, until }) => (
                <li key={verifier}>
                  <code className="digest">{verifier}</code>
                  <p className="quiet">
                    <State tone={STATES[state][1]}>{STATES[state][0]}</State> {momentWords(since)}起{until && `，至${momentWords(until)}`}
                  </p>
                </li>
              ))}
            </ul>
            <Rotation care={data} />
          </>
        )}
      </Reading>
    </section>
  );
}

function Rotation({ care: { asked, items } }: { readonly care: LogKeyCare }) {
  const { person } = useSession();
  const say = useSay();
  const command = useCommand(LogKeyCare, (answer) => say(answer.asked ? '已提出，等待另一位同意' : asked ? '已办理' : '没有变化'));
  const withdraw = <Button onClick={() => command.give({ method: 'DELETE', path: PATH })}>{asked?.by === person.id ? '撤回' : '不同意，撤下'}</Button>;
  const isChanging = items.some(({ state }) => state === 'next');
  return (
    <>
      {asked && (
        <p className="alert" role="status">
          <PersonName id={asked.by} /> 于{momentWords(asked.at)}提出更换密钥，须由另一位有权限的人同意。
        </p>
      )}
      <ProblemAlert problem={command.problem} />
      <div className="row">
        {!asked && (
          <Popconfirm title="提出后须由另一位同意才会更换。提出更换密钥？" okText="提出" onConfirm={() => command.give({ path: PATH })}>
            <Button danger disabled={isChanging} loading={command.busy}>
              更换密钥
            </Button>
          </Popconfirm>
        )}
        {asked && asked.by !== person.id && (
          <Popconfirm title="同意后立即生成新密钥，不能恢复旧密钥。同意更换？" okText="同意" onConfirm={() => command.give({ path: PATH })}>
            <Button danger loading={command.busy}>
              同意更换
            </Button>
          </Popconfirm>
        )}
        {asked && withdraw}
      </div>
    </>
  );
}
