import { Modal } from 'antd';
import { CampaignSchedule, SchemeDetail, type CampaignView, type CandidacyDetail } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { Pairs } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { itemsOf } from './declare-items.tsx';

interface DeclareConfirmProps {
  readonly of: CandidacyDetail;
  readonly campaign: CampaignView;
  readonly busy: boolean;
  readonly close: () => void;
  readonly submit: (body: object) => void;
}

/** What will be fixed by handing in, as the server has it and under its digest, and who is next. */
export function DeclareConfirm({ of: one, campaign, busy, close, submit }: DeclareConfirmProps) {
  const scheme = useRead(SchemeDetail, `/api/assessment/schemes/${campaign.schemeId}/${campaign.schemeVersion}`, {}, 3_600);
  const schedule = useRead(CampaignSchedule, `/api/assessment/campaigns/${campaign.id}/schedule`, {}, 3_600);
  const { level, text, evidence, items, digest } = one.declaration!;
  const files = new Set([...evidence, ...items.flatMap((mark) => mark.evidence)]).size;
  return (
    <Modal
      open
      title="提交前核对"
      okText="确认提交"
      cancelText="返回修改"
      confirmLoading={busy}
      okButtonProps={{ disabled: !scheme.data || !schedule.data }}
      onCancel={close}
      onOk={() => submit({ level, text, evidence, items, digest })}
    >
      <Reading read={scheme}>
        {({ catalogue }) => (
          <Reading read={schedule}>
            {(steps) => (
              <Pairs
                of={[
                  ['申报', one.declaredLevel?.zh ?? level],
                  ['逐项情况', filled(items.length, itemsOf(catalogue).length)],
                  ['附材料', `${files} 件`],
                  ['下一步', nextOf(steps, level)],
                  [
                    '内容摘要',
                    <code key="d" className="digest small" title={digest}>
                      {digest.slice(0, 16)}
                    </code>,
                  ],
                ]}
              />
            )}
          </Reading>
        )}
      </Reading>
      <p className="quiet" style={{ marginTop: 12 }}>
        提交后以上内容和材料按这个摘要固定；审核开始前可以撤回修改。
      </p>
    </Modal>
  );
}

const filled = (count: number, all: number) => (all === 0 ? '' : `已填 ${count} 项，共 ${all} 项${count < all ? `，还有 ${all - count} 项没填` : ''}`);

/** Who takes up a declaration of this level, and to do what. */
function nextOf({ items }: CampaignSchedule, level: string): string {
  const next = items.find(({ act, levels }) => act !== 'declare' && (levels.length === 0 || levels.some(({ id }) => id === level)));
  return next ? `${next.kindName.zh}：${next.zh}` : '';
}
