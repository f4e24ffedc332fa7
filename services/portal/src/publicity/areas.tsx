import { CampaignList } from '@xingchuang/contracts';
import { Select } from 'antd';
import { useList } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { useAddressFilter } from '../shared/address-filter.ts';
import { Sections } from '../shared/page.tsx';

export function PublicitySections() {
  const may = useMay();
  return (
    <Sections
      label="公示表彰"
      of={[
        { to: '/app/publicity/notices', name: '公示' },
        { to: '/app/publicity/awards', name: '表彰' },
        { to: '/app/publicity/bulletins', name: '通报' },
        ...(may('ranking.read') ? [{ to: '/app/publicity/rankings', name: '排名' }] : []),
        ...(may('showcase.read') ? [{ to: '/app/publicity/showcase', name: '典型案例' }] : []),
        ...(may('template.preview') ? [{ to: '/app/publicity/templates', name: '文书模板' }] : []),
        ...(may('complaint.handle') ? [{ to: '/app/publicity/complaints', name: '反映' }] : []),
        ...(may('effect.read') ? [{ to: '/app/publicity/rewards', name: '奖惩台账' }, { to: '/app/publicity/effects', name: '称号与推算' }] : []),
      ]}
    />
  );
}

/** The round that a list is about; the newest unless the address names one. */
export function useCampaignChoice() {
  const campaigns = useList(CampaignList, '/api/assessment/campaigns').items;
  const [chosen, choose] = useAddressFilter('campaign');
  const id = chosen || campaigns[0]?.id;
  return { id, campaign: campaigns.find((one) => one.id === id), campaigns, choose };
}

export function CampaignSelect({ id, campaigns, choose }: ReturnType<typeof useCampaignChoice>) {
  return (
    <div>
      <label htmlFor="campaign" className="quiet small" style={{ display: 'block' }}>
        评定活动
      </label>
      <Select
        id="campaign"
        {...(id ? { value: id } : {})}
        onChange={choose}
        options={campaigns.map((one) => ({ value: one.id, label: one.title }))}
        style={{ minWidth: 260, maxWidth: '100%' }}
        placeholder="还没有评定活动"
      />
    </div>
  );
}
