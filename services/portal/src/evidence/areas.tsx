import { useMay } from '../session/session.ts';
import { Sections } from '../shared/page.tsx';

export function EvidenceSections() {
  const may = useMay();
  return (
    <Sections
      label="档案"
      of={[
        { to: '/app/evidence/files', name: '材料' },
        { to: '/app/evidence/gallery', name: '照片' },
        { to: '/app/evidence/records', name: '台账' },
        { to: '/app/evidence/archive', name: '按任务' },
        { to: '/app/evidence/duties', name: '应有记录' },
        { to: '/app/evidence/search', name: '查找' },
        { to: '/app/evidence/audits', name: '抽查' },
        { to: '/app/evidence/community', name: '双报到' },
        ...(may('disposal.propose') || may('disposal.approve') ? [{ to: '/app/evidence/disposals', name: '到期销毁' }] : []),
        ...(may('disposal.propose') || may('disposal.approve') || may('integrity.read') ? [{ to: '/app/evidence/holds', name: '保全' }] : []),
        ...(may('integrity.read') ? [{ to: '/app/evidence/integrity', name: '完整性' }] : []),
      ]}
    />
  );
}
