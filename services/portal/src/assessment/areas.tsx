import { useMay } from '../session/session.ts';
import { Sections } from '../shared/page.tsx';

export function AssessmentSections() {
  const may = useMay();
  const judges = may('level.review') || may('level.decide');
  const parts = [
    { to: '/app/assessment/campaigns', name: '评定活动' },
    judges && { to: '/app/assessment/board', name: '审核' },
    { to: '/app/assessment/schemes', name: '评定办法' },
    may('campaign.open') && { to: '/app/assessment/adoptions', name: '执行情况' },
    may('rating.read') && { to: '/app/assessment/ratings', name: '互评与测评' },
    may('recheck.read') && { to: '/app/assessment/rechecks', name: '年度复查' },
    may('candidacy.read') && { to: '/app/assessment/ledger', name: '星级变动' },
    { to: '/app/assessment/onsite', name: '现场检查' },
  ];
  return <Sections label="评定" of={parts.filter((part) => part !== false)} />;
}
