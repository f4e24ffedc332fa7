import { Button, Select } from 'antd';
import { useNavigate } from 'react-router';
import { NotificationPage, NotificationView, ReadDone } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList } from '../api/reading.ts';
import { inLanguage } from '../language/language.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { momentWords } from '../shared/day-words.ts';
import { Chips, Lines } from '../shared/lines.tsx';
import { Nothing, Page } from '../shared/page.tsx';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { InboxSections, useKinds } from './areas.tsx';
import './notify.css';

/** What one was told at this seat, the newest first. */
export function InboxPage() {
  const [which, setWhich] = useAddressFilter('which', 'all');
  const [kind, setKind] = useAddressFilter('kind');
  const kinds = useKinds();
  const list = useList(NotificationPage, '/api/publicity/notifications', { unread: which === 'unread', kind });
  const command = useCommand(ReadDone);
  const newest = list.items[0];
  return (
    <Page
      title="消息"
      lead="与您当前身份有关的事项；点开即为已读"
      actions={
        newest && (
          <Button
            loading={command.busy}
            onClick={() => command.give({ path: '/api/publicity/notifications/reading', body: { upTo: newest.id, ...(kind ? { kind } : {}) } })}
          >
            全部标为已读
          </Button>
        )
      }
    >
      <InboxSections />
      <div className="row">
        <Chips
          label="筛选"
          value={which}
          of={[
            ['all', '全部'],
            ['unread', '未读'],
          ]}
          onChange={setWhich}
        />
        <Select
          aria-label="消息类型"
          style={{ minWidth: 180 }}
          value={kind}
          onChange={setKind}
          options={[{ value: '', label: '所有类型' }, ...kinds.map(({ id, name }) => ({ value: id, label: inLanguage(name) }))]}
        />
      </div>
      <ProblemAlert problem={command.problem} />
      <Lines
        of={list}
        label="收到的消息"
        keyOf={({ id }) => id}
        empty={
          <Nothing title={which === 'unread' ? '没有未读消息' : '还没有消息'}>
            等级审定、整改通知、交办、到期提醒等事项会出现在这里。
          </Nothing>
        }
      >
        {(one) => <Told of={one} />}
      </Lines>
    </Page>
  );
}

function Told({ of: one }: { readonly of: NotificationView }) {
  const navigate = useNavigate();
  const command = useCommand(NotificationView);
  const isRead = one.readAt !== '';
  const read = () => command.ask({ path: `/api/publicity/notifications/${one.id}/reading` });
  return (
    <>
      <div className={isRead ? 'main told read' : 'main told'}>
        <span className="dot" role="img" aria-label={isRead ? '已读' : '未读'} />
        <div>
          <a
            className="title"
            href={one.link}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              if (!isRead) void read();
              void navigate(one.link);
            }}
          >
            {inLanguage(one.text)}
          </a>
          <p className="quiet small">
            {inLanguage(one.name)} · {momentWords(one.at)}
          </p>
          <ProblemAlert problem={command.problem} />
        </div>
      </div>
      {!isRead && (
        <div className="side">
          <button type="button" className="plain" disabled={command.busy} onClick={() => void read()}>
            标为已读
          </button>
        </div>
      )}
    </>
  );
}
