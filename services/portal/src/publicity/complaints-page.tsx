import { ComplaintPage } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { Chips } from '../shared/lines.tsx';
import { Page } from '../shared/page.tsx';
import { PublicitySections } from './areas.tsx';
import { ComplaintLines } from './complaints.tsx';

/** Complaints that one's body handles, those that wait first. */
export function ComplaintsPage() {
  const [open, setOpen] = useAddressFilter('open');
  const complaints = useList(ComplaintPage, '/api/publicity/complaints', { open: open === 'all' ? undefined : open === 'closed' ? false : true });
  return (
    <Page title="公示表彰" lead="公示期间收到的反映，查清答复之前不能确认公示结果">
      <PublicitySections />
      <Chips
        label="进度"
        value={open}
        of={[
          ['', '待办'],
          ['closed', '已办结'],
          ['all', '全部'],
        ]}
        onChange={setOpen}
      />
      <ComplaintLines of={complaints} />
    </Page>
  );
}
