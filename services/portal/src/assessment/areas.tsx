import { Sections } from '../shared/page.tsx';

export const AssessmentSections = () => (
  <Sections
    label="评定"
    of={[
      { to: '/app/assessment/campaigns', name: '评定活动' },
      { to: '/app/assessment/schemes', name: '评定办法' },
      { to: '/app/assessment/ledger', name: '星级变动' },
    ]}
  />
);
