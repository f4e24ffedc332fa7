/** How the table calls levels, bodies and honours. */
export const LEVELS: Readonly<Record<string, string>> = { none: '无星', one: '一星', two: '二星', three: '三星', four: '四星', five: '五星', four_strong: '四强' };

const BODIES: Readonly<Record<string, string>> = {
  organisation_department: '市委组织部', work_committee: '市直工委', superior: '上级党组织', contact_leader: '党组领导班子成员',
};
const HONOURS: Readonly<Record<string, string>> = { awards: '评先评优', cadre_recommendation: '推荐干部', two_excellent_one_advanced: '“两优一先”' };

export const levelWord = (id: string | undefined): string => LEVELS[id ?? ''] ?? id ?? '—';
export const bodyWord = (kind: string | undefined): string => BODIES[kind ?? ''] ?? kind ?? '—';
export const honourWords = (ids: readonly string[]): string => ids.map((id) => HONOURS[id] ?? id).join('、');
export const levelCounts = (count: (id: string) => number): string => Object.keys(LEVELS).filter((id) => id !== 'four_strong').reverse().map((id) => `${LEVELS[id]}${count(id)}`).join(' ');
