import { Sections, type Tone } from '../shared/page.tsx';

export const RectificationSections = () => (
  <Sections
    label="整改"
    of={[
      { to: '/app/rectification/findings', name: '问题台账' },
      { to: '/app/rectification/cases', name: '整顿事项' },
    ]}
  />
);

export const FINDING_WORDS: Readonly<Record<string, readonly [string, Tone]>> = {
  open: ['待下发通知', ''],
  noticed: ['整改中', 'due'],
  proved: ['待复核', 'due'],
  closed: ['已销号', 'good'],
};

export const CASE_WORDS: Readonly<Record<string, readonly [string, Tone]>> = {
  waiting: ['待定期限', ''],
  running: ['整顿中', 'due'],
  proved: ['待验收', 'due'],
  done: ['已完成', 'good'],
  failed: ['逾期未完成', 'bad'],
};

export const ORIGIN_WORDS: Readonly<Record<string, string>> = {
  observation: '观摩',
  'spot-check': '抽查',
  audit: '审计',
  complaint: '反映举报',
  survey: '调查测评',
  superior: '上级指出',
  self: '自查',
};

/** What happened to a finding or a case. */
export const EVENT_WORDS: Readonly<Record<string, string>> = {
  opened: '登记',
  noticed: '下发整改通知',
  assigned: '列入整顿',
  'limit-set': '确定期限',
  proved: '提交整改证明',
  closed: '复核通过，销号',
  returned: '复核未通过，继续整改',
  overdue: '逾期未解决',
  failed: '逾期未完成',
};
