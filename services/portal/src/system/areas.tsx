import { Sections } from '../shared/page.tsx';

export const SystemSections = () => (
  <Sections
    label="系统"
    of={[
      { to: '/app/system/clock', name: '时钟' },
      { to: '/app/system/calendar', name: '工作日历' },
      { to: '/app/system/rectification', name: '整改设置' },
      { to: '/app/system/complaints', name: '反映期限' },
      { to: '/app/system/messages', name: '服务与消息' },
      { to: '/app/system/accounts', name: '账号' },
      { to: '/app/system/robots', name: '通知机器人' },
      { to: '/app/system/sessions', name: '登录' },
      { to: '/app/system/keys', name: '接口密钥' },
      { to: '/app/system/record-types', name: '台账类型' },
      { to: '/app/system/templates', name: '文书模板' },
      { to: '/app/system/backups', name: '备份' },
      { to: '/app/evidence/integrity', name: '档案完整性' },
      { to: '/app/evidence/imports', name: '导入档案包' },
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
