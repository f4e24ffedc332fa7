import { Navigate } from 'react-router';
import { useMay } from '../session/session.ts';
import { Sections, State } from '../shared/page.tsx';
import type { VISIT_STATES } from '@xingchuang/contracts';

/** The parts of on-site work, as far as the seat has anything to do there. */
function useParts(): readonly { readonly to: string; readonly name: string }[] {
  const may = useMay();
  const parts = [
    may('visit.work') && { to: '/app/assessment/onsite/mine', name: '我的检查' },
    may('visit.read') && { to: '/app/assessment/onsite/visits', name: '检查记录' },
    may('onsite.plan-read') && { to: '/app/assessment/onsite/plans', name: '检查计划' },
    may('onsite.plan-read') && { to: '/app/assessment/onsite/groups', name: '督导组' },
    may('onsite.form-read') && { to: '/app/assessment/onsite/forms', name: '检查表' },
    may('onsite.plan-read') && { to: '/app/assessment/onsite/draws', name: '双随机' },
    may('onsite.plan-read') && { to: '/app/assessment/onsite/ranking', name: '排名' },
  ];
  return parts.filter((part) => part !== false);
}

export const OnsiteSections = () => <Sections label="现场检查" of={useParts()} />;

/** The first part that the seat has anything to do in. */
export const OnsiteStart = () => <Navigate to={useParts()[0]?.to ?? '/app/assessment'} replace />;

const TONES = { planned: 'due', filed: '', closed: 'good', 'called-off': '' } as const;
const WORDS = { planned: '待检查', filed: '已反馈', closed: '已办结', 'called-off': '已取消' } as const;
export const VisitState = ({ of }: { readonly of: (typeof VISIT_STATES)[number] }) => <State tone={TONES[of]}>{WORDS[of]}</State>;
