import type { BulletinView } from '@xingchuang/contracts';
import type { Tone } from '../shared/page.tsx';

export const BULLETIN_STATE: Readonly<Record<BulletinView['state'], { readonly tone: Tone; readonly name: string }>> = {
  draft: { tone: 'due', name: '草稿' },
  approved: { tone: 'good', name: '已签发' },
  dropped: { tone: '', name: '已作废' },
};
export const READERS: Readonly<Record<BulletinView['readers'], { readonly name: string; readonly means: string }>> = {
  public: { name: '公开', means: '任何人不用登录都能看到' },
  everyone: { name: '登录人员', means: '登录的人都能看到' },
  subtree: { name: '所涉单位', means: '所涉单位及其下级、签发单位和上级能看到' },
  units: { name: '指定单位', means: '指定的单位及其下级、签发单位和上级能看到；没有指定时只有签发单位和上级' },
};
export const EVERY = { week: '每周', month: '每月', quarter: '每季度', 'half-year': '每半年', year: '每年' } as const;
export const SUBJECT = { levels: '评定活动', standing: '排名表的名称', onsite: '检查表的编号', rating: '评议的名称' } as const;

type Source = BulletinView['tables'][number]['rows'][number]['source'];
type Link = readonly [kind: Source['kind'], (id: string) => string];
const LINKS: readonly Link[] = [
  ['levels', (id) => `/app/assessment/campaigns/${id}`],
  ['round', (id) => `/app/assessment/campaigns/${id}`],
  ['standing', (id) => `/app/assessment/ratings/standings/${id}`],
  ['rating', (id) => `/app/assessment/ratings/${id}`],
  ['onsite', (id) => `/app/assessment/onsite/ranking?form=${id}`],
  ['award', (id) => `/app/publicity/awards/${id}`],
  ['notice', (id) => `/app/publicity/notices/${id}`],
  ['complaint', () => '/app/publicity/notices'],
  ['case', (id) => `/app/rectification/cases/${id}`],
  ['summary', () => '/app/rectification/due'],
  ['record', (id) => `/app/evidence/records/${id}`],
];
const DUE: Readonly<Record<string, string>> = { finding: 'findings', case: 'cases', handover: 'handovers' };

/** Where a row was read from; undefined where the portal has no page for it. */
export function rowLink({ kind, id }: Source): string | undefined {
  const [sort = '', ...rest] = id.split(':');
  if (kind === 'due') return DUE[sort] ? `/app/rectification/${DUE[sort]}/${rest.join(':')}` : undefined;
  if (id === '') return undefined;
  return LINKS.find(([name]) => name === kind)?.[1](id);
}

/** Of one of the things that a number was counted from; what is not told apart by its own page is a unit. */
export function itemLink(kind: Source['kind'], id: string): string | undefined {
  if (kind === 'award' || kind === 'notice' || kind === 'due' || kind === 'round' || kind === 'record') return rowLink({ kind, id, zh: '' });
  return undefined;
}
