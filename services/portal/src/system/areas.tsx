import { Sections } from '../shared/page.tsx';

export const SystemSections = () => (
  <Sections
    label="系统"
    of={[
      { to: '/app/system/clock', name: '时钟' },
      { to: '/app/system/messages', name: '服务与消息' },
      { to: '/app/system/accounts', name: '账号' },
    ]}
  />
);

export const SERVICES = [
  ['registry', '组织与账号'],
  ['evidence', '档案'],
  ['assessment', '评定'],
  ['rectification', '整改'],
  ['publicity', '公示表彰'],
  ['pdf', '文书'],
] as const;
