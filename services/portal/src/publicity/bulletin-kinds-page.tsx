import { Button, Form, Input, Select } from 'antd';
import { BulletinKindList, CampaignList, type BulletinKindView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList, useRead } from '../api/reading.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Page, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { EVERY, SUBJECT } from './bulletin-words.ts';

/** Which periodic kinds the system drafts for one's own unit. */
export function BulletinKindsPage() {
  const kinds = useRead(BulletinKindList, '/api/publicity/bulletin-kinds');
  return (
    <Page
      title="定期起草"
      up={{ to: '/app/publicity/bulletins', name: '通报' }}
      lead="开启后系统按工作日历到期起草；由人修改、另一人签发"
    >
      <Reading read={kinds}>
        {({ items }) => (
          <div className="card flush">
            <ul className="lines" aria-label="定期起草的通报">
              {items
                .filter(({ every, onRecord }) => every !== null || onRecord)
                .map((kind) => (
                  <li key={kind.id}>
                    <KindLine of={kind} />
                  </li>
                ))}
            </ul>
          </div>
        )}
      </Reading>
    </Page>
  );
}

function KindLine({ of: kind }: { readonly of: BulletinKindView }) {
  return kind.every === null ? (
    <div className="main">
      <span className="title">{kind.zh}</span>
      <p className="quiet">台账列为重要情况等环节完成后，由办理单位自动起草，不用开启</p>
    </div>
  ) : (
    <PeriodicLine of={kind} />
  );
}

function PeriodicLine({ of: kind }: { readonly of: BulletinKindView }) {
  const say = useSay();
  const off = useCommand(BulletinKindList, () => say('已停用'));
  const every = EVERY[kind.every!];
  return (
    <>
      <div className="main">
        <span className="title">{kind.zh}</span>
        <p className="quiet">
          {kind.covers === 'past'
            ? `${every}结束后第${kind.workday}个工作日起草`
            : `${every}第${kind.workday}个工作日起草，说本期的事`}
        </p>
        {!kind.plan && (
          <details>
            <summary>开启</summary>
            <SwitchOn kind={kind} />
          </details>
        )}
        <ProblemAlert problem={off.problem} />
      </div>
      {kind.plan && (
        <div className="side">
          <State tone="good">{`自${dayWords(kind.plan.since)}起`}</State>
          <Button
            loading={off.busy}
            onClick={() => off.give({ method: 'DELETE', path: `/api/publicity/bulletin-kinds/${kind.id}/plan` })}
          >
            停用
          </Button>
        </div>
      )}
    </>
  );
}

function SwitchOn({ kind }: { readonly kind: BulletinKindView }) {
  const campaigns = useList(CampaignList, kind.asksCampaign ? '/api/assessment/campaigns' : undefined).items;
  return (
    <CommandForm
      label={`开启${kind.zh}`}
      submit="开启"
      draft={`bulletin-plan-${kind.id}`}
      schema={BulletinKindList}
      order={(typed: Record<string, string | undefined>) => ({
        method: 'PUT',
        path: `/api/publicity/bulletin-kinds/${kind.id}/plan`,
        version: 0,
        body: Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined && value !== '')),
      })}
      said="已开启"
    >
      {kind.asksCampaign && (
        <Form.Item name="campaignId" label="评定活动" rules={[{ required: true, message: '请选择评定活动' }]}>
          <Select options={campaigns.map(({ id, title }) => ({ value: id, label: title }))} placeholder="选择评定活动" />
        </Form.Item>
      )}
      {kind.asksSubject !== null && (
        <Form.Item name="subject" label={SUBJECT[kind.asksSubject]} rules={[{ required: true, message: '请填写按什么排名' }]}>
          <Input maxLength={100} />
        </Form.Item>
      )}
    </CommandForm>
  );
}
