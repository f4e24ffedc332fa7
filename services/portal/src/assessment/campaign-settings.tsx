import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { CampaignView, SchemeList } from '@xingchuang/contracts';
import { useList } from '../api/reading.ts';
import { useMay, useSession } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';

/** What the body that runs a round may change about it: a newer version of the scheme, or calling it off. */
export function CampaignSettings({ campaign }: { readonly campaign: CampaignView }) {
  const may = useMay();
  const { seat } = useSession();
  const schemes = useList(SchemeList, may('campaign.open') ? '/api/assessment/schemes' : undefined);
  const [calling, setCalling] = useState(false);
  const isOurs = campaign.unit.id === seat.unitId || campaign.openedBy.unitId === seat.unitId;
  if (!may('campaign.open') || !isOurs || campaign.cancelled) return null;
  const newer = schemes.items.find(({ id, version }) => id === campaign.schemeId && version > campaign.schemeVersion);
  return (
    <section className="card row" aria-label="变更本次评定">
      {newer && <Link to={`/app/assessment/campaigns/${campaign.id}/move`}>办法有第 {newer.version} 版，看看会变什么</Link>}
      <Button danger onClick={() => setCalling(true)}>
        取消本次评定
      </Button>
      <span className="quiet small">取消后不能再办理，已有的申报和记录都保留；已有单位审定的不能取消。</span>
      <Modal open={calling} title={`取消“${campaign.title}”`} footer={null} onCancel={() => setCalling(false)} destroyOnHidden>
        <CommandForm
          label="取消评定"
          submit="取消本次评定"
          final
          draft={`cancel-${campaign.id}`}
          schema={CampaignView}
          order={({ reason }: { reason: string }) => ({ path: `/api/assessment/campaigns/${campaign.id}/cancel`, body: { reason } })}
          said="本次评定已取消"
          done={() => setCalling(false)}
        >
          <Form.Item name="title" label="请输入活动名称确认" rules={[{ required: true, message: '请输入活动名称' }, { enum: [campaign.title], type: 'enum', message: '与活动名称不一致' }]}>
            <Input placeholder={campaign.title} autoComplete="off" />
          </Form.Item>
          <Form.Item name="reason" label="原因" rules={[{ required: true, message: '请写明原因' }]} extra="所有参评单位都能看到">
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2_000} />
          </Form.Item>
        </CommandForm>
      </Modal>
    </section>
  );
}
