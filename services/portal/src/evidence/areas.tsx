import { Sections } from '../shared/page.tsx';

export const EvidenceSections = () => (
  <Sections
    label="档案"
    of={[
      { to: '/app/evidence/files', name: '材料' },
      { to: '/app/evidence/records', name: '台账' },
      { to: '/app/evidence/duties', name: '应有记录' },
    ]}
  />
);
