import type { DisposalItem, IntegrityFault, Property, RetentionClass } from '@xingchuang/contracts';

export const VERDICTS: Readonly<Record<IntegrityFault['verdict'], string>> = { changed: '已变', missing: '缺失', untracked: '无登记' };
export const PROPERTY_NAMES: Readonly<Record<Property, string>> = { authentic: '真实性', complete: '完整性', usable: '可用性', secure: '安全性' };
export const RETENTION_NAMES: Readonly<Record<RetentionClass, string>> = { permanent: '永久', '30-years': '30 年', '10-years': '10 年' };
export const HELD_NAMES: Readonly<Record<NonNullable<DisposalItem['heldBy']>, string>> = {
  retention: '期限未满或仍被引用',
  frozen: '申报时已固化',
  'legal-hold': '正在保全',
  lock: '存储中已锁定',
};
export const DISPOSAL_STATES = { proposed: '待批准', approved: '等待执行', rejected: '已否决', done: '已执行' } as const;

const ACTS: Readonly<Record<string, string>> = {
  'file.received': '收到材料',
  'file.imported': '随档案包迁入',
  'file.released': '检查后放行',
  'file.refused': '检查后拒收',
  'file.linked': '关联任务',
  'file.unlinked': '取消关联',
  'task.linked': '关联任务',
  'task.unlinked': '取消关联',
  'bulletin.issued': '签发通报',
  'campaign.packaged': '导出评定包',
  'record.filed': '登记台账',
  'record.corrected': '更正台账',
  'record.imported': '随档案包迁入',
  'hold.placed': '开始保全',
  'hold.lifted': '解除保全',
  'item.disposed': '销毁',
};
export const actWords = (act: string): string => ACTS[act] ?? '其他处理';

const FIELDS: Readonly<Record<string, string>> = {
  name: '文件名', sha256: '摘要', size: '大小', mediaType: '格式', unitId: '单位', unit: '单位', eventDate: '事件日期', period: '时段', receivedAt: '收到时间', uploadedBy: '上传人',
  type: '台账类型', day: '日期', title: '题名', fields: '内容', steps: '步骤', files: '附件', tasks: '任务', filedBy: '填报人', filedAt: '填报时间', revision: '修改次数',
};

/** Where something is wrong, in words; the exact place stays in the title of the line. */
export function placeWords(place: string): string {
  const [where = '', ...rest] = place.split('/');
  const field = rest.join('/').split('.').slice(1).join('.');
  const named = field === '' ? '' : `的“${FIELDS[field] ?? field}”`;
  switch (where) {
    case 'blobs':
      return '存储的原件';
    case 'second-copy':
      return '第二份副本';
    case 'files':
      return `材料登记信息${named}`;
    case 'records':
      return `台账${named}`;
    case 'log-checkpoints':
    case 'log-states':
      return '日志的检查点';
    case 'log-tiles':
      return '日志的树';
    default:
      return where.startsWith('log-entries') ? '日志的记载' : place;
  }
}

/** The beginning of a digest is enough to tell two apart; other values are shown as they are. */
export const shortened = (value: string): string => value.replaceAll(/[0-9a-f]{40,}/g, (digest) => `${digest.slice(0, 12)}…`).replace(/^digest /, '');

/** A long digest in groups that an eye can follow and compare with paper. */
export function Digest({ of: digest }: { readonly of: string }) {
  return <code className="digest">{digest.match(/.{1,4}/g)?.join(' ') ?? ''}</code>;
}
