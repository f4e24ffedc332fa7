import { Link } from 'react-router';
import { CampaignList, CandidateList, NoticeList, type CampaignView, type NoticeView } from '@xingchuang/contracts';
import { useList, useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Deadline } from '../shared/deadline.tsx';
import { Nothing, Page, State } from '../shared/page.tsx';
import { Reading } from '../shared/problem-alert.tsx';
import { useToday } from '../shared/today.ts';
import { PublicitySections } from './areas.tsx';

/** Candidates that wait for a notice, and the notices that run or ran. */
export function NoticesPage() {
  const may = useMay();
  const notices = useRead(NoticeList, '/api/publicity/public/notices');
  const campaigns = useList(CampaignList, may('notice.publish') ? '/api/assessment/campaigns' : undefined);
  return (
    <Page title="公示表彰" lead="审定结果先公示，期满无异议再确认">
      <PublicitySections />
      {campaigns.items.map((campaign) => (
        <Ready key={campaign.id} campaign={campaign} />
      ))}
      <Reading read={notices}>
        {({ items }) => (
          <div className="card flush">
            {items.length === 0 ? (
              <Nothing title="还没有公示" />
            ) : (
              <ul className="lines" aria-label="公示">
                {items.map((notice) => (
                  <li key={notice.id}>
                    <NoticeLine notice={notice} />
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

function Ready({ campaign }: { readonly campaign: CampaignView }) {
  const candidates = useRead(CandidateList, `/api/publicity/campaigns/${campaign.id}/candidates`).data?.items ?? [];
  const ready = candidates.filter(({ state, needsNotice }) => state === 'ready' && needsNotice);
  if (ready.length === 0) return null;
  return (
    <div className="card row between">
      <p>
        <strong>{campaign.title}</strong>：{ready.length} 个单位已审定，等待公示（
        {ready.map(({ unitName }) => unitName).join('、')}）
      </p>
      <Link to={`/app/publicity/notices/publish/${campaign.id}`}>发布公示</Link>
    </div>
  );
}

function NoticeLine({ notice }: { readonly notice: NoticeView }) {
  return (
    <>
      <div className="main">
        <Link className="title" to={`/app/publicity/notices/${notice.id}`}>
          {notice.title}
        </Link>
        <p className="quiet">
          {notice.number} · {notice.publisher} · {dayWords(notice.publishedOn)}发布 · {notice.candidates.length} 个单位
        </p>
      </div>
      <div className="side">
        {notice.state === 'running' && <Deadline day={notice.limit.lastDay} done />}
        <NoticeState of={notice} />
      </div>
    </>
  );
}

export function NoticeState({ of: { state, limit, confirmedOn } }: { readonly of: NoticeView }) {
  const today = useToday();
  if (state === 'confirmed') return <State tone="good">{dayWords(confirmedOn)}已确认</State>;
  return today && today > limit.lastDay ? <State tone="due">期满待确认</State> : <State tone="due">公示中</State>;
}
