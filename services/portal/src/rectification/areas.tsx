import { useMay } from '../session/session.ts';
import { Sections, type Tone } from '../shared/page.tsx';

export function RectificationSections() {
  const may = useMay();
  return (
    <Sections
      label="整改"
      of={[
        { to: '/app/rectification/findings', name: '问题台账' },
        ...(may('matter.read') ? [{ to: '/app/rectification/matters', name: '共性问题' }] : []),
        { to: '/app/rectification/cases', name: '整顿事项' },
        { to: '/app/rectification/handovers', name: '交办' },
        { to: '/app/rectification/due', name: '期限' },
        { to: '/app/rectification/digest', name: '每日提醒' },
        { to: '/app/rectification/summaries', name: '定期汇总' },
        { to: '/app/rectification/steps', name: '自动处理记录' },
      ]}
    />
  );
}

export const FINDING_WORDS: Readonly<Record<string, readonly [string, Tone]>> = {
  open: ['待下发通知', ''],
  noticed: ['整改中', 'due'],
  proved: ['待复核', 'due'],
  closed: ['已销号', 'good'],
  joined: ['已并入', ''],
};

export const CASE_WORDS: Readonly<Record<string, readonly [string, Tone]>> = {
  called: ['待明确负责人', 'due'],
  waiting: ['待定期限', ''],
  running: ['整顿中', 'due'],
  proved: ['待验收', 'due'],
  done: ['已完成', 'good'],
  failed: ['逾期未完成', 'bad'],
  superseded: ['转入上一级', ''],
  lapsed: ['不再需要', ''],
};

export const HANDOVER_WORDS: Readonly<Record<string, readonly [string, Tone]>> = {
  sent: ['待接收', 'due'],
  accepted: ['办理中', 'due'],
  returned: ['已退回', 'bad'],
  proved: ['待核查', 'due'],
  closed: ['已办结', 'good'],
};

export const KIND_WORDS: Readonly<Record<string, string>> = { finding: '问题整改', case: '整顿', handover: '交办' };

/** The words of a state, whatever has it. */
export const STATE_WORDS: Readonly<Record<string, Readonly<Record<string, readonly [string, Tone]>>>> = {
  finding: FINDING_WORDS,
  case: CASE_WORDS,
  handover: HANDOVER_WORDS,
};

export const SEVERITY_WORDS: Readonly<Record<string, string>> = { minor: '轻微', ordinary: '一般', serious: '严重' };

export const ORIGIN_WORDS: Readonly<Record<string, string>> = {
  observation: '观摩',
  'spot-check': '抽查',
  audit: '审计',
  complaint: '反映举报',
  survey: '调查测评',
  patrol: '巡察',
  supervision: '督查',
  'staged-item': '督办事项',
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
  'looked-again': '已回头看',
  failed: '逾期未完成',
  acknowledged: '单位签收',
  planned: '填写整改方案',
  reported: '已上报',
  extended: '延长期限',
  suspended: '中止期限',
  resumed: '恢复期限',
  stated: '单位陈述',
  'statement-accepted': '陈述被采纳',
  'statement-declined': '陈述未被采纳',
  joined: '并入同一事项',
  'source-joined': '并入另一来源',
  called: '应列入整顿',
  begun: '自动开始',
  'limit-asked': '待确定期限',
  led: '明确负责人',
  passed: '问题全部销号，整顿完成',
  superseded: '转入上一级整顿',
  lapsed: '不再需要',
  'opened-again': '再次出现同一事由',
};

/** Where a handover uses the same word for something else. */
export const HANDOVER_EVENT_WORDS: Readonly<Record<string, string>> = {
  given: '交办',
  accepted: '接收',
  returned: '退回',
  forwarded: '转办',
  resent: '重新交办',
  told: '报告进展',
  'progress-missed': '未按时报告进展',
  proved: '提交办结证明',
  'stage-done': '本阶段核查通过，进入下一阶段',
  'sent-back': '核查未通过，继续办理',
  closed: '核查通过，办结',
  overdue: '逾期未办结',
};

/** Lines of the log: what happened by itself, and last days that were moved. */
export const STEP_WORDS: Readonly<Record<string, string>> = {
  ...EVENT_WORDS,
  'progress-missed': HANDOVER_EVENT_WORDS['progress-missed']!,
  moved: '期限重算，日期改变',
  certain: '期限由暂定转为确定',
  'year-loaded': '载入工作日历',
};
