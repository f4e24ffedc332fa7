import { Checkbox, Form, Input, InputNumber } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { CampaignView, CandidateList, NoticeView, type CandidateView, type NoticePublish } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Page } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';

export function NoticePublishPage() {
  const { campaignId } = useParams();
  const campaign = useRead(CampaignView, `/api/assessment/campaigns/${campaignId}`, {}, 300).data;
  const candidates = useRead(CandidateList, `/api/publicity/campaigns/${campaignId}/candidates`);
  return (
    <Page title="发布公示" up={{ to: '/app/publicity/notices', name: '公示' }} lead={campaign?.title}>
      <Reading read={candidates}>
        {({ items }) => {
          const ready = items.filter(({ state, needsNotice }) => state === 'ready' && needsNotice);
          return (
            <section className="card narrow">
              {ready.length === 0 || !campaign ? (
                <Nothing title="没有等待公示的单位" />
              ) : (
                <PublishForm campaign={campaign} ready={ready} />
              )}
            </section>
          );
        }}
      </Reading>
    </Page>
  );
}

function PublishForm({ campaign, ready }: { readonly campaign: CampaignView; readonly ready: readonly CandidateView[] }) {
  const navigate = useNavigate();
  return (
    <CommandForm
      label="发布公示"
      submit="发布公示"
      draft={`notice-${campaign.id}`}
      schema={NoticeView}
      initial={{ title: `关于${campaign.title}拟评定结果的公示`, unitIds: ready.map(({ unitId }) => unitId) }}
      order={({ title, unitIds, phone, workdays }: Partial<NoticePublish>) => ({
        path: '/api/publicity/notices',
        body: { campaignId: campaign.id, title, unitIds, ...(phone ? { phone } : {}), ...(workdays ? { workdays } : {}) },
      })}
      said="公示已发布"
      done={({ id }) => void navigate(`/app/publicity/notices/${id}`)}
    >
      <Form.Item name="title" label="公示标题" rules={[{ required: true, message: '请填写标题' }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="unitIds" label="公示单位" rules={[{ required: true, message: '请选择单位' }]}>
        <Checkbox.Group
          style={{ display: 'grid', gap: 6 }}
          options={ready.map((one) => ({
            value: one.unitId,
            label: `${one.unitName}（${one.levelName}，${dayWords(one.decidedOn)}审定）`,
          }))}
        />
      </Form.Item>
      <Form.Item name="phone" label="反映电话">
        <Input maxLength={100} style={{ maxWidth: 320 }} inputMode="tel" />
      </Form.Item>
      <Form.Item name="workdays" label="公示几个工作日" extra="不填按办法的最短期限；可以更长，不能更短">
        <InputNumber min={1} max={365} precision={0} inputMode="numeric" />
      </Form.Item>
      <p className="quiet small">发布后编号、名单和期限即固定，任何人都可查看和反映情况。</p>
    </CommandForm>
  );
}
