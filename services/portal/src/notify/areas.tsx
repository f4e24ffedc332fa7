import { NotificationKindList } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { Sections } from '../shared/page.tsx';

const HOUR = 3_600;

export function InboxSections() {
  const may = useMay();
  return (
    <Sections
      label="消息"
      of={[
        { to: '/app/inbox', name: '收到的消息' },
        { to: '/app/inbox-channels', name: '通知设置' },
        ...(may('notification.report') ? [{ to: '/app/inbox-told', name: '告知情况' }] : []),
        ...(may('node.remind') ? [{ to: '/app/inbox-nodes', name: '节点提醒' }] : []),
      ]}
    />
  );
}

export const useKinds = (): NotificationKindList['items'] => useRead(NotificationKindList, '/api/publicity/notification-kinds', {}, HOUR).data?.items ?? [];
