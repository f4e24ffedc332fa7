import { Form, Input } from 'antd';
import { Link, useNavigate } from 'react-router';
import { BulletinList, BulletinView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { dayWords } from '../shared/day-words.ts';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { CampaignSelect, PublicitySections, useCampaignChoice } from './areas.tsx';

export function BulletinsPage() {
  const may = useMay();
  const bulletins = useRead(BulletinList, '/api/publicity/bulletins');
  return (
    <Page title="公示表彰" lead="编号的通报，每一行都能查到出处">
      <PublicitySections />
      {may('bulletin.write') && <Draft />}
      <Reading read={bulletins}>
        {({ items }) => (
          <div className="card flush">
            {items.length === 0 ? (
              <Nothing title="还没有通报" />
            ) : (
              <ul className="lines" aria-label="通报">
                {items.map((one) => (
                  <li key={one.id}>
                    <div className="main">
                      <Link className="title" to={`/app/publicity/bulletins/${one.id}`}>
                        {one.title}
                      </Link>
                      <p className="quiet">
                        {[one.number, one.issuer, one.issuedOn && dayWords(one.issuedOn)].filter(Boolean).join(' · ')}
                      </p>
                    </div>
                    <div className="side">
                      <State tone={one.state === 'approved' ? 'good' : ''}>{one.state === 'approved' ? '已签发' : '草稿'}</State>
                    </div>
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
      </Reading>
    </Page>
  );
}

function Draft() {
  const choice = useCampaignChoice();
  const navigate = useNavigate();
  return (
    <details className="card">
      <summary>起草通报</summary>
      <div className="narrow stack" style={{ paddingTop: 16 }}>
        <CampaignSelect {...choice} />
        {choice.campaign && (
          <CommandForm
            key={choice.id}
            label="起草通报"
            submit="起草"
            draft={`bulletin-${choice.id}`}
            schema={BulletinView}
            initial={{ title: `关于${choice.campaign.title}结果的通报` }}
            order={({ title }: { title: string }) => ({
              path: '/api/publicity/bulletins',
              body: { campaignId: choice.id, title },
            })}
            said="已起草，请核对后签发"
            done={({ id }) => void navigate(`/app/publicity/bulletins/${id}`)}
          >
            <Form.Item name="title" label="标题" rules={[{ required: true, message: '请填写标题' }]}>
              <Input maxLength={100} />
            </Form.Item>
          </CommandForm>
        )}
      </div>
    </details>
  );
}
