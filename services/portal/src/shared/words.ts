import type { Role } from '@xingchuang/rules';

/** What people read for a role. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  public: '访客',
  clerk: '支部党务',
  reviewer: '审核',
  decider: '审定',
  publicist: '公示宣传',
  supervisor: '督导',
  leader: '领导',
  admin: '系统管理',
  auditor: '审计',
};

/** What people read for an act of a process. */
export const ACT_WORDS: Readonly<Record<string, string>> = {
  declare: '申报',
  withdraw: '撤回',
  propose: '提出建议',
  decide: '研究审定',
  recommend: '推荐',
  nominate: '提名',
  verify: '查核验收',
  'spot-check': '抽查',
  notice: '公示',
  confirm: '确认',
  settle: '定级',
  file: '备案',
  'send-back': '退回',
  'hand-on': '移交',
  'take-back': '收回上一步',
  reopen: '重新办理',
  return: '退回',
  adjust: '调星',
  draft: '起草',
};

/** A citation as people read it: what no source says is marked as derived. */
export const sourceWords = (source: string | undefined): string => (source ?? '').replaceAll('derived: ', '推定：');

export const actWord = (act: string): string => ACT_WORDS[act] ?? act;
