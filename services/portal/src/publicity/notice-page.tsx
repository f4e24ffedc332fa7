import { Button, Popconfirm } from 'antd';
import { useParams } from 'react-router';
import { ComplaintPage, NoticeView } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useList, useRead } from '../api/reading.ts';
import { useMay } from '../session/session.ts';
import { dayWords } from '../shared/day-words.ts';
import { Deadline, Derivation } from '../shared/deadline.tsx';
import { Page, Pairs, State } from '../shared/page.tsx';
import { ProblemAlert, Reading } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';
import { useToday } from '../shared/today.ts';
import { ComplaintLines } from './complaints.tsx';
import { NoticeState } from './notices-page.tsx';

/** One notice: who stands on it, until when, what was reported, and the confirmation. */
export function NoticePage() {
  const { id } = useParams();
  const notice = useRead(NoticeView, `/api/publicity/public/notices/${id}`);
  return <Reading read={notice}>{(data) => <Notice notice={data} />}</Reading>;
}

function Notice({ notice }: { readonly notice: NoticeView }) {
  const may = useMay();
  const handles = may('complaint.handle');
  const complaints = useList(ComplaintPage, handles ? '/api/publicity/complaints' : undefined, { noticeId: notice.id });
  return (
    <Page
      title={notice.title}
      up={{ to: '/app/publicity/notices', name: '公示' }}
      lead={
        <span className="row">
          <NoticeState of={notice} /> {notice.number} · {notice.publisher}
        </span>
      }
      actions={
        <>
          {notice.hasDocument && (
            <a href={`/api/publicity/public/notices/${notice.id}/document`} target="_blank" rel="noreferrer">
              公示文书（PDF）
            </a>
          )}
          <a href={`/app/notices/${notice.id}`} target="_blank" rel="noreferrer">
            公众页面
          </a>
        </>
      }
    >
      {may('notice.confirm') && notice.state === 'running' && (
        <Confirm notice={notice} open={complaints.items.filter(({ state }) => state !== 'upheld' && state !== 'dismissed').length} />
      )}
      <div className="split">
        <div className="stack">
          <section className="card flush" aria-label="公示名单">
            <ul className="lines">
              {notice.candidates.map((one) => (
                <li key={one.unitId}>
                  <span className="main">{one.disqualified ? <s>{one.unitName}</s> : one.unitName}</span>
                  <span className="side">{one.disqualified ? <State tone="bad">取消评选资格</State> : one.levelName}</span>
                </li>
              ))}
            </ul>
          </section>
          {handles && (
            <section className="stack tight" aria-labelledby="complaints">
              <h2 id="complaints">收到的反映</h2>
              <ComplaintLines of={complaints} />
            </section>
          )}
        </div>
        <section className="card">
          <h2>期限</h2>
          <Pairs
            of={[
              ['发布', dayWords(notice.publishedOn)],
              [
                '最后一日',
                <Deadline
                  key="d"
                  day={notice.limit.lastDay}
                  provisional={notice.limit.provisional}
                  done={notice.state === 'confirmed'}
                />,
              ],
              ['渠道', notice.channel],
            ]}
          />
          <h3 style={{ margin: '16px 0 4px' }}>期限推算</h3>
          <Derivation steps={notice.limit.derivation} />
        </section>
      </div>
    </Page>
  );
}

function Confirm({ notice, open }: { readonly notice: NoticeView; readonly open: number }) {
  const today = useToday();
  const say = useSay();
  const command = useCommand(NoticeView, () => say('公示结果已确认'));
  const early = today !== undefined && today <= notice.limit.lastDay;
  return (
    <div className="card row">
      <Popconfirm
        title="确认后即定级并颁发证书，不能撤回"
        okText="确认结果"
        cancelText="再看看"
        okButtonProps={{ danger: true }}
        onConfirm={() => command.give({ path: `/api/publicity/notices/${notice.id}/confirmation`, body: {} })}
      >
        <Button type="primary" danger loading={command.busy}>
          确认公示结果
        </Button>
      </Popconfirm>
      <span className="quiet">
        {early ? `公示到${dayWords(notice.limit.lastDay)}止，次日起可以确认。` : '公示期已满。'}
        {open > 0 && `还有 ${open} 件反映没有办结。`}
      </span>
      <ProblemAlert problem={command.problem} />
    </div>
  );
}
